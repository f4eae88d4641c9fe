"""Lists of villagers on their way in: sealed, and deleted once taken in or after a day."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.crypto import EncryptedText
from portal.core.db import Base, BigInt, IntPK, text_enum
from portal.station.types import Colour, Outcome, Stage


class RosterUpload(Base):
    """One file that a clerk sent."""

    __tablename__ = "roster_upload"

    id: Mapped[str] = mapped_column(primary_key=True)  # random: it stands in addresses
    station_id: Mapped[int] = mapped_column(BigInt, ForeignKey("station.id"), index=True)
    account_id: Mapped[int] = mapped_column(BigInt, ForeignKey("account.id"))
    filename: Mapped[str]
    digest: Mapped[str]
    stage: Mapped[Stage] = mapped_column(text_enum(Stage, "stage"))
    run_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("import_run.id"))
    busy_until: Mapped[datetime | None]  # one process works on it until then
    created_at: Mapped[datetime] = mapped_column(index=True)


class RosterRow(Base):
    """One row of a list."""

    __tablename__ = "roster_row"
    __table_args__ = (
        UniqueConstraint("upload_id", "number"),
        Index("ix_roster_row_upload_id_id_number_index", "upload_id", "id_number_index"),
        CheckConstraint("outcome IS NULL OR outcome = 'refused' OR content IS NULL", "taken_in_is_forgotten"),
    )

    id: Mapped[IntPK]
    upload_id: Mapped[str] = mapped_column(ForeignKey("roster_upload.id", ondelete="CASCADE"))
    number: Mapped[int]  # as the spreadsheet shows it
    content: Mapped[str | None] = mapped_column(EncryptedText("roster_row.content"))
    id_number_index: Mapped[str | None]
    colour: Mapped[Colour | None] = mapped_column(text_enum(Colour, "colour"))
    remarks: Mapped[list[Any]]  # [{"column", "zh", "mn"}]: never what a cell held
    outcome: Mapped[Outcome | None] = mapped_column(text_enum(Outcome, "outcome"))
    person_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("person.id"))
    application_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("application.id"))
    wish_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("wish.id"))
