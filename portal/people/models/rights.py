"""Tables about rights: the second step of staff, requests for correction, and who was told of one."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.crypto import EncryptedText
from portal.core.db import Base, BigInt, IntPK, text_enum
from portal.people.types.rights import RequestField, RequestState

_OPEN = text("state = 'open'")


class SecondFactor(Base):
    """The secret that the telephone of a member of staff shares with us; it counts once it was tried."""

    __tablename__ = "second_factor"

    account_id: Mapped[int] = mapped_column(BigInt, ForeignKey("account.id"), primary_key=True, autoincrement=False)
    secret: Mapped[str] = mapped_column(EncryptedText("second_factor.secret"))
    made_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int] = mapped_column(BigInt, default=0)  # no code of this moment or before counts again
    failures: Mapped[int] = mapped_column(default=0)  # since the last code that was right
    failed_at: Mapped[datetime | None]


class RecoveryCode(Base):
    """A code on paper for whoever lost the telephone. It counts once."""

    __tablename__ = "recovery_code"

    id: Mapped[IntPK]
    account_id: Mapped[int] = mapped_column(BigInt, ForeignKey("account.id"), index=True)
    code_mark: Mapped[str]  # keyed hash: the code itself is on the paper only
    used_at: Mapped[datetime | None]


class DataRequest(Base):
    """Someone asks to correct what is compared with cards and registers; an officer of the bureau answers by a day."""

    __tablename__ = "data_request"
    __table_args__ = (
        Index("uq_data_request_open", "person_id", "field", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_data_request_state_due_on", "state", "due_on"),
        CheckConstraint("(state = 'open') = (answered_at IS NULL)", "answer_has_moment"),
        CheckConstraint("(state = 'open') = (answered_by IS NULL)", "answer_has_officer"),
        CheckConstraint("(state = 'open') = (answer IS NULL)", "answer_has_words"),
        CheckConstraint("(state = 'accepted') = (old_value IS NOT NULL)", "accepted_keeps_the_old"),
        CheckConstraint("answered_by IS NULL OR answered_by <> account_id", "nobody_answers_themselves"),
        CheckConstraint("(station_id IS NULL) = (proof IS NULL)", "station_has_sheet"),
    )

    id: Mapped[IntPK]
    number: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(BigInt, ForeignKey("person.id"), index=True)
    field: Mapped[RequestField] = mapped_column(text_enum(RequestField, "request_field"))
    wanted: Mapped[str] = mapped_column(EncryptedText("data_request.wanted"))
    old_value: Mapped[str | None] = mapped_column(EncryptedText("data_request.old_value"))
    own_words: Mapped[str | None] = mapped_column(EncryptedText("data_request.own_words"))
    guardian: Mapped[str | None] = mapped_column(EncryptedText("data_request.guardian"))
    account_id: Mapped[int] = mapped_column(BigInt, ForeignKey("account.id"))  # who wrote it down
    station_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("station.id"))
    proof: Mapped[str | None]  # number of the signed sheet
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"))  # whose bureau answers
    state: Mapped[RequestState] = mapped_column(text_enum(RequestState, "request_state"))
    opened_at: Mapped[datetime]
    due_on: Mapped[date]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None] = mapped_column(BigInt, ForeignKey("account.id"))
    answer: Mapped[str | None] = mapped_column(EncryptedText("data_request.answer"))


class CorrectionNotice(Base):
    """Whoever had received a wrong value is told that it was corrected: a provider, or the ledger of a region."""

    __tablename__ = "correction_notice"
    __table_args__ = (
        CheckConstraint("(provider_id IS NULL) <> (region_code IS NULL)", "one_receiver"),
        CheckConstraint("(seen_at IS NULL) = (seen_by IS NULL)", "seen_by_someone"),
    )

    id: Mapped[IntPK]
    request_id: Mapped[int] = mapped_column(BigInt, ForeignKey("data_request.id"), index=True)
    provider_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("provider.id"), index=True)
    region_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"), index=True)
    told_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    seen_by: Mapped[int | None] = mapped_column(BigInt, ForeignKey("account.id"))
