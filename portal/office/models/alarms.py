"""Tables of the figures and of the alarms."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.crypto import EncryptedText
from portal.core.db import Base, BigInt, IntPK, text_enum
from portal.office.types.alarms import AlarmKind, AlarmState, AlarmStep, CloseReason
from portal.office.types.figures import Basis, Measure


class MonthlyCount(Base):
    """One number of the figures. A job counts anew; counting rows for each visitor takes seconds for a whole region.

    Measured: 10 to 13 ms for each of five statements over the 15,000 trainings of a year, so about 3 s a page with a
    million people.
    """

    __tablename__ = "monthly_count"

    slice: Mapped[str] = mapped_column(primary_key=True)
    month: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), primary_key=True)
    measure: Mapped[Measure] = mapped_column(text_enum(Measure, "measure"), primary_key=True)
    basis: Mapped[Basis] = mapped_column(text_enum(Basis, "basis"), primary_key=True)
    number: Mapped[int]


class Alarm(Base):
    """Something that an auditor would ask about. It refuses nothing to anybody; an officer looks into it.

    Source:
        Plan of Inner Mongolia, 2022, part 3 (3): "对培训组织实施和资金管理使用进行全过程监管".
    """

    __tablename__ = "alarm"
    __table_args__ = (
        UniqueConstraint("kind", "key"),
        Index("ix_alarm_state_region_code", "state", "region_code"),
        CheckConstraint("(state = 'closed') = (closed_size IS NOT NULL)", "closed_has_size"),
    )

    id: Mapped[IntPK]
    kind: Mapped[AlarmKind] = mapped_column(text_enum(AlarmKind, "kind"))
    key: Mapped[str]
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"))  # the smallest place that holds all of it
    size: Mapped[int]
    closed_size: Mapped[int | None]  # what there was when it was closed
    evidence: Mapped[dict[str, Any]]  # ids and numbers only
    state: Mapped[AlarmState] = mapped_column(text_enum(AlarmState, "state"))
    found_at: Mapped[datetime]
    grew_at: Mapped[datetime]
    checked_at: Mapped[datetime]  # when the job last found it


class AlarmNote(Base):
    """One step in the story of an alarm; only ever added."""

    __tablename__ = "alarm_note"
    __table_args__ = (
        CheckConstraint("(reason IS NOT NULL) = (step = 'closed')", "closed_has_reason"),
        CheckConstraint("(account_id IS NULL) = (step IN ('found', 'grew'))", "officer_decides"),
    )

    id: Mapped[IntPK]
    alarm_id: Mapped[int] = mapped_column(BigInt, ForeignKey("alarm.id"), index=True)
    step: Mapped[AlarmStep] = mapped_column(text_enum(AlarmStep, "step"))
    at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("account.id"))
    reason: Mapped[CloseReason | None] = mapped_column(text_enum(CloseReason, "reason"))
    text: Mapped[str | None] = mapped_column(EncryptedText("alarm_note.text"))
    size: Mapped[int]
