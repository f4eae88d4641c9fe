"""Tables of what people are told."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, BigInt, IntPK, text_enum
from portal.notices.models.deliveries import Delivery, SmsMonth
from portal.notices.types import AnnouncementKind

__all__ = ["AnnouncementRow", "Delivery", "Message", "SmsMonth", "WordReportRow"]


class Message(Base):
    """One thing told to a person: a kind and its facts, put into words in the language of whoever reads it."""

    __tablename__ = "message"
    __table_args__ = (Index("ix_message_person_id_id", "person_id", "id"),)

    id: Mapped[IntPK]
    person_id: Mapped[int] = mapped_column(BigInt, ForeignKey("person.id"))
    kind: Mapped[str]
    facts: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class AnnouncementRow(Base):
    """One dated announcement to everyone."""

    __tablename__ = "announcement"
    __table_args__ = (
        UniqueConstraint("published_on", "title_zh"),
        Index("ix_announcement_kind_published_on", "kind", "published_on"),
    )

    id: Mapped[IntPK]
    title_zh: Mapped[str]
    title_mn: Mapped[str | None]
    body_zh: Mapped[str]
    body_mn: Mapped[str | None]
    published_on: Mapped[date]
    kind: Mapped[AnnouncementKind] = mapped_column(text_enum(AnnouncementKind, "announcement_kind"))
    region: Mapped[str | None] = mapped_column(ForeignKey("region.code"))
    source: Mapped[str | None]
    search_key: Mapped[str]
    updated_at: Mapped[datetime]


class WordReportRow(Base):
    """One word that a reader finds wrong; nothing says who the reader is."""

    __tablename__ = "word_report"

    id: Mapped[IntPK]
    edition: Mapped[str]
    page: Mapped[str | None]
    word: Mapped[str]
    suggestion: Mapped[str | None]
    reported_at: Mapped[datetime]
