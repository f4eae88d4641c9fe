"""Tables of the office: refused rows that wait to be mended, sealed, for a day; monthly counts; alarms."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.crypto import EncryptedText
from portal.core.db import Base, BigInt
from portal.office.models.alarms import Alarm, AlarmNote, MonthlyCount

__all__ = ["Alarm", "AlarmNote", "MonthlyCount", "RefusedFile"]


class RefusedFile(Base):
    """The refused rows of one file as they came, each with its reasons, for whoever sent it."""

    __tablename__ = "refused_file"

    run_id: Mapped[int] = mapped_column(BigInt, ForeignKey("import_run.id"), primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(BigInt, ForeignKey("account.id"), index=True)
    filename: Mapped[str]
    content: Mapped[str] = mapped_column(EncryptedText("refused_file.content"))  # base 64
    created_at: Mapped[datetime] = mapped_column(index=True)
