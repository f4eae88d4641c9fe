"""Who was there on which day of a class."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, BigInt, IntPK, text_enum
from portal.enrolment.types.attendance import AttendanceWay

_CURRENT = text("replaced_by_id IS NULL")


class Attendance(Base):
    """One person on one day of a class. A correction is a new row; the old one stays and names it.

    Source:
        Ordos plan 2019-2021, part 4 (3) asks to check that trainings are real ("培训过程…真实性的审核"). It names no
        way to sign in, so a telephone, the station and a sheet of paper count alike.
    """

    __tablename__ = "attendance"
    __table_args__ = (
        Index(
            "uq_attendance_current",
            "application_id",
            "day",
            unique=True,
            sqlite_where=_CURRENT,
            postgresql_where=_CURRENT,
        ),
        Index("ix_attendance_class_session_id_day", "class_session_id", "day"),
        Index("ix_attendance_person_id_day", "person_id", "day"),
        CheckConstraint("hours >= 0 AND hours <= 24", "hours_of_a_day"),
    )

    id: Mapped[IntPK]
    application_id: Mapped[int] = mapped_column(BigInt, ForeignKey("application.id"))
    class_session_id: Mapped[int] = mapped_column(BigInt, ForeignKey("class_session.id"))
    person_id: Mapped[int] = mapped_column(BigInt, ForeignKey("person.id"))
    day: Mapped[date]
    hours: Mapped[int]  # 0 is absent
    how: Mapped[AttendanceWay] = mapped_column(text_enum(AttendanceWay, "how"))
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(BigInt, ForeignKey("account.id"))
    reason: Mapped[str | None]  # why this row replaces an earlier one
    replaced_by_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("attendance.id"))
