"""The queue of summaries that wait to be printed."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, BigInt, IntPK


class SummaryPrint(Base):
    """A summary somebody asked for while many were being printed. The row goes when the print is kept."""

    __tablename__ = "summary_print"
    __table_args__ = (Index("ix_summary_print_round_id", "round", "id"),)

    id: Mapped[IntPK]
    document_id: Mapped[int] = mapped_column(BigInt, ForeignKey("summary_document.id", ondelete="CASCADE"), unique=True)
    person_id: Mapped[int] = mapped_column(BigInt, ForeignKey("person.id"), index=True)
    round: Mapped[int]  # one document of each person in each round, so nobody's many keep the others waiting
    asked_at: Mapped[datetime]
    busy_until: Mapped[datetime | None]  # a process prints it, and says so for some seconds
    failed: Mapped[bool] = mapped_column(default=False)  # its holder is told why when they ask again
