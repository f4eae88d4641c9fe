"""Tables of what people are told."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, BigInt, IntPK


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
