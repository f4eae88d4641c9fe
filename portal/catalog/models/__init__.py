"""Tables of what is offered."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.catalog.models.changes import CatalogChange
from portal.catalog.models.class_changes import ClassChange, ClassChangeRequest
from portal.catalog.types import (
    CatalogKind,
    ClassState,
    IssueState,
    Mode,
    ProviderKind,
    ProviderState,
    Shortage,
    TeachingLanguage,
)
from portal.core import clock
from portal.core.db import Base, BigInt, IntPK, text_enum

__all__ = [
    "CatalogChange",
    "CatalogEntry",
    "CatalogIssue",
    "ClassChange",
    "ClassChangeRequest",
    "ClassSession",
    "Occupation",
    "Provider",
]


class Occupation(Base):
    """An occupation or work type; its code is of the 2022 classification where verified, else empty, never invented."""

    __tablename__ = "occupation"

    id: Mapped[IntPK]
    ref: Mapped[str] = mapped_column(unique=True)  # OCC001, of portal/core/data/occupations.csv, or made by an import
    code: Mapped[str | None] = mapped_column(unique=True)
    trade: Mapped[str]  # terms: trade
    name: Mapped[str]
    name_mn: Mapped[str | None]
    name_latn: Mapped[str | None]
    policy_term: Mapped[str | None]  # the word of the documents, where it differs
    levels: Mapped[list[Any]]  # codes of terms: level
    extra_permit: Mapped[str | None]  # a permit that the trade asks for besides
    code_warning: Mapped[str | None]  # an old code that is still about
    search_key: Mapped[str]


class CatalogIssue(Base):
    """One edition of a catalog of a region. Published, it is sealed and never edited: a newer one supersedes it."""

    __tablename__ = "catalog_issue"
    __table_args__ = (
        Index("ix_catalog_issue_region_state", "region_code", "state"),
        # Two officers who begin a draft at once get the same one.
        Index(
            "uq_catalog_issue_draft",
            "region_code",
            "kind",
            unique=True,
            sqlite_where=text("state = 'draft'"),
            postgresql_where=text("state = 'draft'"),
        ),
    )

    id: Mapped[IntPK]
    kind: Mapped[CatalogKind] = mapped_column(
        text_enum(CatalogKind, "kind"), default=CatalogKind.DEMAND, server_default="demand"
    )
    title: Mapped[str]
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"))
    document_number: Mapped[str | None]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    state: Mapped[IssueState] = mapped_column(text_enum(IssueState, "state"))
    published_at: Mapped[datetime | None]
    digest: Mapped[str | None]  # of the imported file
    is_demo: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str | None]  # title of the document that publishes it
    past_reason: Mapped[str | None]  # why it begins before the day it was entered
    sent_back_reason: Mapped[str | None]
    based_on_id: Mapped[int | None] = mapped_column(BigInt)  # the edition a draft was copied from
    version: Mapped[int] = mapped_column(default=1, server_default="1")  # counts every change of a draft
    sealed: Mapped[bool] = mapped_column(default=False, server_default=false())  # the database refuses changes
    submitted_at: Mapped[datetime | None]  # a draft that waits for a second officer
    submitted_by_id: Mapped[int | None] = mapped_column(BigInt)  # account
    approved_by_id: Mapped[int | None] = mapped_column(BigInt)  # account


class CatalogEntry(Base):
    """One row of an issue: an occupation at a level, with hours and shortage grade."""

    __tablename__ = "catalog_entry"
    __table_args__ = (
        UniqueConstraint("issue_id", "occupation_id", "level"),
        # No amount without the document it rests on.
        CheckConstraint("amount_fen IS NULL OR document_number IS NOT NULL", "amount_has_document"),
        CheckConstraint("hours > 0", "hours_positive"),
    )

    id: Mapped[IntPK]
    issue_id: Mapped[int] = mapped_column(BigInt, ForeignKey("catalog_issue.id"))
    occupation_id: Mapped[int] = mapped_column(BigInt, ForeignKey("occupation.id"), index=True)
    level: Mapped[str]  # terms: level
    hours: Mapped[int]
    shortage: Mapped[Shortage] = mapped_column(text_enum(Shortage, "shortage"))
    amount_fen: Mapped[int | None]
    document_number: Mapped[str | None]
    name_mn: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1, server_default="1")  # of the row, while its edition is a draft


class Provider(Base):
    """A training institution, practice base, online platform or enterprise of the two directories."""

    __tablename__ = "provider"

    id: Mapped[IntPK]
    credit_code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    name_mn: Mapped[str | None]
    kind: Mapped[ProviderKind] = mapped_column(text_enum(ProviderKind, "kind"))
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True)
    address: Mapped[str]
    phone: Mapped[str]
    accredited_from: Mapped[date]
    accredited_to: Mapped[date | None]
    state: Mapped[ProviderState] = mapped_column(text_enum(ProviderState, "state"))
    withdrawn_on: Mapped[date | None]
    withdrawn_reason: Mapped[str | None]
    reinstated_on: Mapped[date | None]  # the day a withdrawal was taken back, until there is another one
    reinstated_reason: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1, server_default="1")  # counts what was mended in the entry
    trades: Mapped[list[Any]]  # terms: trade, what it may teach
    search_key: Mapped[str]
    is_demo: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime | None] = mapped_column(default=clock.now, onupdate=clock.now, index=True)


class ClassSession(Base):
    """A 班次: one class of a provider for a catalog entry, with its days, place and seats.

    The columns from `occupation_id` on repeat what the entry says, so that the list needs one table only.
    """

    __tablename__ = "class_session"
    __table_args__ = (
        CheckConstraint("capacity > 0", "capacity_positive"),
        CheckConstraint("seats_taken >= 0 AND seats_taken <= capacity", "seats_within_capacity"),
        CheckConstraint("ends_on >= starts_on", "ends_after_start"),
        CheckConstraint("apply_by <= starts_on", "deadline_before_start"),
        Index("ix_class_session_starts_on_id", "starts_on", "id"),
        Index("ix_class_session_occupation_starts", "occupation_id", "starts_on", "id"),
        Index("ix_class_session_provider_starts", "provider_id", "starts_on", "id"),
        Index("ix_class_session_region_starts", "region_code", "starts_on", "id"),
        # What becomes of classes day by day: sign-up that ends, waiting lists, first and last days.
        Index("ix_class_session_state_starts", "state", "starts_on", "id"),
        Index("ix_class_session_waiting", "waiting"),
        # Two that answer "how many classes take applications" without a look at the rows.
        Index(
            "ix_class_session_offered_for",
            "occupation_id",
            "level",
            "apply_by",
            "region_code",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index(
            "ix_class_session_offered_by",
            "provider_id",
            "apply_by",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index(
            "ix_class_session_open",
            "starts_on",
            "id",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[IntPK]
    number: Mapped[str] = mapped_column(unique=True)  # 班次编号
    entry_id: Mapped[int] = mapped_column(BigInt, ForeignKey("catalog_entry.id"), index=True)
    provider_id: Mapped[int] = mapped_column(BigInt, ForeignKey("provider.id"))
    occupation_id: Mapped[int] = mapped_column(BigInt, ForeignKey("occupation.id"))
    trade: Mapped[str]
    level: Mapped[str]
    hours: Mapped[int]
    training_type: Mapped[str]  # terms: training_type
    department: Mapped[str | None]  # terms: department, which arranges it; older rows do not know
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    daily_hours: Mapped[str | None]  # "09:00-12:00, 14:00-17:00"
    place: Mapped[str]
    place_mn: Mapped[str | None]
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"))
    capacity: Mapped[int]
    seats_taken: Mapped[int] = mapped_column(default=0)  # counted anew from live applications with each change
    waiting: Mapped[int] = mapped_column(default=0)  # likewise
    apply_from: Mapped[date]
    apply_by: Mapped[date]  # last day to apply; offers stop with it
    language: Mapped[TeachingLanguage] = mapped_column(text_enum(TeachingLanguage, "language"))
    mode: Mapped[Mode] = mapped_column(text_enum(Mode, "mode"))
    target_groups: Mapped[list[Any]]  # terms: group; empty is everyone
    bring: Mapped[str | None]  # what to bring
    contact_phone: Mapped[str]
    state: Mapped[ClassState] = mapped_column(text_enum(ClassState, "state"))
    cancelled_reason: Mapped[str | None]
    way_there: Mapped[str | None]  # how to get there: bus, road
    way_there_mn: Mapped[str | None]
    # A draft of a provider waits, from when it is submitted, for an officer who publishes it or sends it back.
    submitted_at: Mapped[datetime | None]
    submitted_by_id: Mapped[int | None] = mapped_column(BigInt)  # account
    reviewed_at: Mapped[datetime | None]
    reviewed_by_id: Mapped[int | None] = mapped_column(BigInt)  # account
    sent_back_reason: Mapped[str | None]
    search_key: Mapped[str]
    is_demo: Mapped[bool] = mapped_column(default=False)
    # Each process keeps the classes to come at hand and asks by this what is new of them.
    changed_at: Mapped[datetime | None] = mapped_column(default=clock.now, onupdate=clock.now, index=True)
