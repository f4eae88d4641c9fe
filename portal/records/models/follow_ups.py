"""Visits after a course: who is to be asked next, when, and what they said.

Source:
    Notice on training of migrant workers, 2024-02-07, part 3 (3): "加强对参训学员的后续跟踪回访服务".
    It sets no days; when to ask is our own measure.
"""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.crypto import EncryptedText
from portal.core.db import Base, BigInt, IntPK, text_enum
from portal.records.types import VisitWay, Work


class FollowUp(Base):
    """One training after which someone is asked how they fare, and the day they are to be asked next."""

    __tablename__ = "follow_up"
    __table_args__ = (
        UniqueConstraint("person_id", "class_number"),
        Index("ix_follow_up_due_on_id", "due_on", "id"),
        Index("ix_follow_up_provider_id_due_on", "provider_id", "due_on"),
    )

    id: Mapped[IntPK]
    person_id: Mapped[int] = mapped_column(BigInt, ForeignKey("person.id"))
    class_number: Mapped[str]  # with the person it finds the training, whatever its version
    provider_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("provider.id"))
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"))
    due_on: Mapped[date | None]  # None: nobody asks any more
    planned_at: Mapped[datetime]


class FollowUpVisit(Base):
    """One time someone was asked, and what they said. Where they work is theirs: sealed, and forgotten with them."""

    __tablename__ = "follow_up_visit"

    id: Mapped[IntPK]
    follow_up_id: Mapped[int] = mapped_column(BigInt, ForeignKey("follow_up.id"), index=True)
    asked_on: Mapped[date]
    way: Mapped[VisitWay] = mapped_column(text_enum(VisitWay, "visit_way"))
    work: Mapped[Work] = mapped_column(text_enum(Work, "work"))
    uses_training: Mapped[bool | None]  # whether the work is what they learned
    employer: Mapped[str | None] = mapped_column(EncryptedText("follow_up_visit.employer"))
    place: Mapped[str | None] = mapped_column(EncryptedText("follow_up_visit.place"))
    occupation: Mapped[str | None] = mapped_column(EncryptedText("follow_up_visit.occupation"))
    next_due_on: Mapped[date | None]
    account_id: Mapped[int] = mapped_column(BigInt, ForeignKey("account.id"))
    recorded_at: Mapped[datetime]
