"""Tables of applications and wishes."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, deferred, mapped_column

from portal.core.crypto import EncryptedText
from portal.core.db import Base, BigInt, IntPK, text_enum
from portal.enrolment.models.attendance import Attendance
from portal.enrolment.models.ledger import WishAct
from portal.enrolment.models.reminders import Reminder
from portal.enrolment.types import ApplicationState, Channel, EndReason, WishState

__all__ = ["Application", "Attendance", "ClassAnnounced", "ClassTold", "Reminder", "Wish", "WishAct"]

_LIVE = text("state IN ('waiting', 'accepted', 'attending')")


class Application(Base):
    """One person's application for one class session."""

    __tablename__ = "application"
    __table_args__ = (
        Index(
            "uq_application_live",
            "person_id",
            "class_session_id",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        UniqueConstraint("class_session_id", "arrival"),
        Index("ix_application_class_session_state", "class_session_id", "state", "arrival"),
        Index("ix_application_person_id_id", "person_id", "id"),
        Index(
            "ix_application_offers",
            "offer_expires_at",
            sqlite_where=text("offer_expires_at IS NOT NULL"),
            postgresql_where=text("offer_expires_at IS NOT NULL"),
        ),
        CheckConstraint("offer_expires_at IS NULL OR state = 'waiting'", "offer_is_waiting"),
        CheckConstraint("end_reason IS NULL OR state IN ('withdrawn', 'declined', 'expired')", "reason_is_of_an_end"),
        # That the consent is the person's own, given and of this station, a trigger sees to (0013); of wishes as well.
        CheckConstraint(
            "(channel = 'self' AND station_id IS NULL AND acted_for = false)"
            " OR (channel <> 'self' AND station_id IS NOT NULL AND acted_for = true AND consent_id IS NOT NULL)",
            "channel_is_coherent",
        ),
    )

    id: Mapped[IntPK]
    person_id: Mapped[int] = mapped_column(BigInt, ForeignKey("person.id"))
    class_session_id: Mapped[int] = mapped_column(BigInt, ForeignKey("class_session.id"))
    state: Mapped[ApplicationState] = mapped_column(text_enum(ApplicationState, "state"))
    arrival: Mapped[int]  # order of arrival within the class, from 1
    applied_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    offer_expires_at: Mapped[datetime | None]  # the seat is held until then
    # Withdrawn without a reason: by a bureau, which found that it was not the person's will.
    end_reason: Mapped[EndReason | None] = mapped_column(text_enum(EndReason, "end_reason"))
    channel: Mapped[Channel] = mapped_column(text_enum(Channel, "channel"))
    acted_for: Mapped[bool] = mapped_column(default=False)
    account_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("account.id"))  # who pressed the button
    station_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("station.id"))
    consent_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("consent.id"))
    # Facts, rule version and verdicts as shown at sign-up; lists do not read it.
    verdict: Mapped[dict[str, Any] | None] = deferred(mapped_column(JSON(none_as_null=True)))
    # Of someone a bureau moved here out of a class that does not take place: from which application, by whom, why.
    moved_from_id: Mapped[int | None] = mapped_column(BigInt, index=True)
    moved_by_id: Mapped[int | None] = mapped_column(BigInt)  # account
    moved_reason: Mapped[str | None]


class Wish(Base):
    """培训意愿: what someone would like to learn. Stays in the ledger until met, withdrawn or answered."""

    __tablename__ = "wish"
    __table_args__ = (
        CheckConstraint("occupation_id IS NOT NULL OR own_words IS NOT NULL", "says_what"),
        CheckConstraint(
            "(channel = 'self' AND station_id IS NULL AND consent_id IS NULL)"
            " OR (channel <> 'self' AND station_id IS NOT NULL AND account_id IS NOT NULL AND consent_id IS NOT NULL)",
            "channel_is_coherent",
        ),
        Index("ix_wish_region_code_state", "region_code", "state"),
        Index("ix_wish_state_occupation", "state", "occupation_id"),
        Index("ix_wish_state_due_on", "state", "due_on", "id"),
    )

    id: Mapped[IntPK]
    person_id: Mapped[int] = mapped_column(BigInt, ForeignKey("person.id"), index=True)
    occupation_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("occupation.id"))
    own_words: Mapped[str | None] = mapped_column(EncryptedText("wish.own_words"))
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"))
    season: Mapped[str]  # any, spring, summer, autumn, winter
    mode: Mapped[str | None]
    language: Mapped[str | None]
    job_wish: Mapped[bool] = mapped_column(default=False)
    evaluation_wish: Mapped[bool] = mapped_column(default=False, server_default=false())
    channel: Mapped[Channel] = mapped_column(text_enum(Channel, "channel"))
    account_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("account.id"))
    station_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("station.id"))
    consent_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("consent.id"))
    state: Mapped[WishState] = mapped_column(text_enum(WishState, "state"))
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    answer: Mapped[str | None]  # no longer written: what is said is sealed in its acts
    # When the office must act next. A row that knows none comes first in the ledger.
    due_on: Mapped[date] = mapped_column(server_default="1970-01-01")
    # An arranged wish stays open until the training begins: a class is offered, nobody is signed up.
    arranged_class_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("class_session.id"), index=True)


class ClassTold(Base):
    """A person with a wish was told of a class that fits."""

    __tablename__ = "wish_told"

    wish_id: Mapped[int] = mapped_column(BigInt, ForeignKey("wish.id"), primary_key=True)
    class_session_id: Mapped[int] = mapped_column(BigInt, ForeignKey("class_session.id"), primary_key=True)
    told_at: Mapped[datetime]


class ClassAnnounced(Base):
    """People with a fitting wish were told of this class; each class makes this round once."""

    __tablename__ = "class_announced"

    class_session_id: Mapped[int] = mapped_column(BigInt, ForeignKey("class_session.id"), primary_key=True)
    announced_at: Mapped[datetime]
    people_told: Mapped[int]
