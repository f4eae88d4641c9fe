"""Posts to fill that a bureau entered, for people who hold the certificate they ask for.

Source:
    Notice on training of migrant workers, 2024-02-07, part 3 (3): "引导推荐与其技能水平相匹配的就业岗位".
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, BigInt, IntPK, text_enum
from portal.records.types import CertificateKind


class JobPost(Base):
    """A post of an employer, with the certificate it asks for and the last day to call."""

    __tablename__ = "job_post"
    __table_args__ = (
        CheckConstraint("openings > 0", "openings_positive"),
        Index("ix_job_post_until_on_id", "until_on", "id"),
        Index("ix_job_post_occupation_id_until_on", "occupation_id", "until_on"),
    )

    id: Mapped[IntPK]
    title: Mapped[str]
    employer: Mapped[str]
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True)
    occupation_id: Mapped[int] = mapped_column(BigInt, ForeignKey("occupation.id"))
    certificate_kind: Mapped[CertificateKind | None] = mapped_column(text_enum(CertificateKind, "certificate_kind"))
    level: Mapped[str | None]  # terms: level; this one or a higher one
    openings: Mapped[int]
    until_on: Mapped[date]
    contact_phone: Mapped[str]  # of the employer
    account_id: Mapped[int] = mapped_column(BigInt, ForeignKey("account.id"))  # the officer
    entered_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    is_demo: Mapped[bool] = mapped_column(default=False)
