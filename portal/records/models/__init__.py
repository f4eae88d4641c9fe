"""Tables of the lifelong record. Corrections are new versions; nothing is deleted."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, deferred, mapped_column

from portal.core.crypto import EncryptedText
from portal.core.db import Base, BigInt, IntPK, text_enum
from portal.records.models.follow_ups import FollowUp, FollowUpVisit
from portal.records.models.posts import JobPost
from portal.records.models.prints import SummaryPrint
from portal.records.types import (
    BatchState,
    CertificateKind,
    CertificateState,
    DocumentState,
    ObjectionState,
    Origin,
    Result,
    SubsidyState,
)

__all__ = [
    "Certificate",
    "EnrolmentRecord",
    "FollowUp",
    "FollowUpVisit",
    "JobPost",
    "Objection",
    "SubsidyBatch",
    "SubsidyEntitlement",
    "SummaryDocument",
    "SummaryPrint",
]

_CURRENT = text("replaced_by_id IS NULL")


class EnrolmentRecord(Base):
    """What happened in one training. Repeats names as they were, so that the record outlives catalogs and providers."""

    __tablename__ = "enrolment_record"
    __table_args__ = (
        Index(
            "uq_enrolment_record_current",
            "person_id",
            "class_number",
            unique=True,
            sqlite_where=_CURRENT,
            postgresql_where=_CURRENT,
        ),
        CheckConstraint("hours_attended >= 0", "hours_not_negative"),
        Index("ix_enrolment_record_class_number", "class_number"),
        Index("ix_enrolment_record_ends_on_region_code", "ends_on", "region_code"),
    )

    id: Mapped[IntPK]
    person_id: Mapped[int] = mapped_column(BigInt, ForeignKey("person.id"), index=True)
    class_session_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("class_session.id"), index=True)
    class_number: Mapped[str]
    occupation_code: Mapped[str | None]
    occupation_name: Mapped[str]
    occupation_name_mn: Mapped[str | None]
    level: Mapped[str]
    provider_name: Mapped[str]
    provider_name_mn: Mapped[str | None]
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    hours_attended: Mapped[int]
    result: Mapped[Result] = mapped_column(text_enum(Result, "result"))
    # The yearly count may go by either day; no document says by which.
    evaluated_on: Mapped[date | None]
    result_on: Mapped[date | None]
    evaluator: Mapped[str | None]  # the body that evaluated
    origin: Mapped[Origin] = mapped_column(text_enum(Origin, "origin"))
    import_run_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("import_run.id"))
    recorded_at: Mapped[datetime]
    reason: Mapped[str | None]  # why this version replaces an earlier one
    replaced_by_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("enrolment_record.id"))


class Certificate(Base):
    """A certificate someone holds. Can be revoked or replaced, never deleted."""

    __tablename__ = "certificate"
    __table_args__ = (
        UniqueConstraint("issuer", "number"),
        Index("ix_certificate_occupation_name_state", "occupation_name", "state"),
    )

    id: Mapped[IntPK]
    person_id: Mapped[int] = mapped_column(BigInt, ForeignKey("person.id"), index=True)
    record_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("enrolment_record.id"), index=True)
    kind: Mapped[CertificateKind] = mapped_column(text_enum(CertificateKind, "kind"))
    number: Mapped[str]
    level: Mapped[str]
    occupation_code: Mapped[str | None]
    occupation_name: Mapped[str]
    occupation_name_mn: Mapped[str | None]
    issuer: Mapped[str]
    issued_on: Mapped[date]
    state: Mapped[CertificateState] = mapped_column(text_enum(CertificateState, "state"))
    state_changed_at: Mapped[datetime | None]
    state_reason: Mapped[str | None]
    origin: Mapped[Origin] = mapped_column(text_enum(Origin, "origin"))
    import_run_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("import_run.id"))
    recorded_at: Mapped[datetime]


class SubsidyEntitlement(Base):
    """A subsidy claimed for a person. The same person, occupation and level never twice.

    Source: Notice on training of migrant workers, 2024-02-07, part 3 (5):
    "同一职业（工种）的同一等级不可重复申领培训补贴".
    """

    __tablename__ = "subsidy_entitlement"
    __table_args__ = (
        Index(
            "uq_subsidy_entitlement_once",
            "person_id",
            "occupation_key",
            "level",
            unique=True,
            sqlite_where=text("state <> 'refused'"),
            postgresql_where=text("state <> 'refused'"),
        ),
        # No amount without the document it rests on.
        CheckConstraint("amount_fen IS NULL OR amount_document IS NOT NULL", "amount_has_document"),
    )

    id: Mapped[IntPK]
    person_id: Mapped[int] = mapped_column(BigInt, ForeignKey("person.id"), index=True)
    kind: Mapped[str]  # outcome kind of the rules
    occupation_key: Mapped[str]  # code of the 2022 classification, or the name of the work type
    occupation_name: Mapped[str]
    level: Mapped[str]
    year: Mapped[int]
    rule_id: Mapped[str]
    clause: Mapped[str]
    state: Mapped[SubsidyState] = mapped_column(text_enum(SubsidyState, "state"))
    state_reason: Mapped[str | None]
    claimed_at: Mapped[datetime]
    claimed_by_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("account.id"))
    region_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"))  # whose bureau pays
    record_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("enrolment_record.id"), index=True)
    amount_fen: Mapped[int | None]
    amount_document: Mapped[str | None]
    batch_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("subsidy_batch.id"), index=True)


class SubsidyBatch(Base):
    """Claims under public notice together. Whoever made a batch never publishes it.

    Source:
        Ordos plan 2019-2021, part 4 (3): "共同对申领培训补贴项目进行公示，上报财政部门核拨补贴资金".
        It states neither the number of days nor a way to object; the bureau sets the days of each batch.
    """

    __tablename__ = "subsidy_batch"
    __table_args__ = (
        CheckConstraint("closes_on >= opens_on", "ends_after_start"),
        CheckConstraint("published_by_id IS NULL OR published_by_id <> made_by_id", "four_eyes"),
        CheckConstraint("(published_by_id IS NULL) = (state IN ('draft', 'discarded'))", "published_by_someone"),
    )

    id: Mapped[IntPK]
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True)
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    document_number: Mapped[str | None]
    state: Mapped[BatchState] = mapped_column(text_enum(BatchState, "state"))
    made_by_id: Mapped[int] = mapped_column(BigInt, ForeignKey("account.id"))
    made_at: Mapped[datetime]
    published_by_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("account.id"))
    published_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("account.id"))
    closed_at: Mapped[datetime | None]


class Objection(Base):
    """What anyone says is wrong with a claim or a notice, without saying who they are; a code follows it."""

    __tablename__ = "objection"
    __table_args__ = (
        CheckConstraint("(state = 'answered') = (answered_at IS NOT NULL)", "answered_has_moment"),
        Index("ix_objection_region_code_state", "region_code", "state", "due_on"),
    )

    id: Mapped[IntPK]
    code_mark: Mapped[str] = mapped_column(unique=True)  # keyed hash: the code itself is with whoever sent it
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"))
    batch_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("subsidy_batch.id"), index=True)
    entitlement_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("subsidy_entitlement.id"))
    text: Mapped[str] = mapped_column(EncryptedText("objection.text"))
    contact: Mapped[str | None] = mapped_column(EncryptedText("objection.contact"))
    state: Mapped[ObjectionState] = mapped_column(text_enum(ObjectionState, "state"))
    received_at: Mapped[datetime]
    due_on: Mapped[date]
    answer: Mapped[str | None] = mapped_column(EncryptedText("objection.answer"))
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("account.id"))


class SummaryDocument(Base):
    """A certificate summary as issued: content, language, code and signature never change; its state may."""

    __tablename__ = "summary_document"
    __table_args__ = (
        Index("ix_summary_document_person_id_id", "person_id", "id"),
        Index(
            "uq_summary_document_newest",
            "person_id",
            unique=True,
            sqlite_where=text("state = 'valid'"),
            postgresql_where=text("state = 'valid'"),
        ),
    )

    id: Mapped[IntPK]
    code: Mapped[str] = mapped_column(unique=True)  # random
    person_id: Mapped[int] = mapped_column(BigInt, ForeignKey("person.id"))
    language: Mapped[str]  # zh, mn or both
    content: Mapped[str] = mapped_column(EncryptedText("summary_document.content"))  # JSON
    fingerprint: Mapped[str]  # SHA-256 of the content
    signature: Mapped[str]
    issued_at: Mapped[datetime]
    state: Mapped[DocumentState] = mapped_column(text_enum(DocumentState, "state"))
    state_changed_at: Mapped[datetime | None]
    is_demo: Mapped[bool] = mapped_column(default=False)
    look_ups: Mapped[int] = mapped_column(default=0)
    looked_up_at: Mapped[datetime | None]
    pdf: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))  # as first rendered
    pdf_mark: Mapped[str | None]  # the portal's own mark under these bytes
