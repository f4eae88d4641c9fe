"""Keep the review of a class, what changed in it afterwards, its attendance, and the days of a result.

Columns are only added, all of them nullable. They are written as plain statements: making a table anew is refused by
SQLite while other rows point to it.
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0006_rolls", "0005_catalog_editions"

WAYS = ("phone", "station", "paper")


def columns() -> list[tuple[str, str, str]]:
    """Return table, name and type of what is added."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    number, moment = ("BIGINT", "TIMESTAMP WITH TIME ZONE") if postgresql else ("INTEGER", "DATETIME")
    return [
        ("class_session", "way_there", "VARCHAR"),
        ("class_session", "way_there_mn", "VARCHAR"),
        ("class_session", "submitted_at", moment),
        ("class_session", "submitted_by_id", number),
        ("class_session", "reviewed_at", moment),
        ("class_session", "reviewed_by_id", number),
        ("class_session", "sent_back_reason", "VARCHAR"),
        ("enrolment_record", "evaluated_on", "DATE"),
        ("enrolment_record", "result_on", "DATE"),
        ("enrolment_record", "evaluator", "VARCHAR"),
    ]


def upgrade() -> None:
    for table, name, definition in columns():
        op.execute(f"ALTER TABLE {table} ADD COLUMN {name} {definition}")
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "class_change",
        sa.Column("id", number, nullable=False),
        sa.Column("class_session_id", number, nullable=False),
        sa.Column("changed_at", moment, nullable=False),
        sa.Column("account_id", number, nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=True),
        sa.Column("after", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["class_session_id"], ["class_session.id"], name=op.f("fk_class_change_class_session_id")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_class_change_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_change")),
    )
    op.create_index("ix_class_change_class_session_id_id", "class_change", ["class_session_id", "id"])
    op.create_table(
        "attendance",
        sa.Column("id", number, nullable=False),
        sa.Column("application_id", number, nullable=False),
        sa.Column("class_session_id", number, nullable=False),
        sa.Column("person_id", number, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column(
            "how", sa.Enum(*WAYS, name="how", native_enum=False, create_constraint=True, length=32), nullable=False
        ),
        sa.Column("recorded_at", moment, nullable=False),
        sa.Column("recorded_by_id", number, nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("replaced_by_id", number, nullable=True),
        sa.CheckConstraint("hours >= 0 AND hours <= 24", name=op.f("ck_attendance_hours_of_a_day")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_attendance_application_id")),
        sa.ForeignKeyConstraint(
            ["class_session_id"], ["class_session.id"], name=op.f("fk_attendance_class_session_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_attendance_person_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["account.id"], name=op.f("fk_attendance_recorded_by_id")),
        sa.ForeignKeyConstraint(["replaced_by_id"], ["attendance.id"], name=op.f("fk_attendance_replaced_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
    )
    op.create_index("ix_attendance_class_session_id_day", "attendance", ["class_session_id", "day"])
    op.create_index("ix_attendance_person_id_day", "attendance", ["person_id", "day"])
    current = sa.text("replaced_by_id IS NULL")
    op.create_index(
        "uq_attendance_current", "attendance", ["application_id", "day"], unique=True,
        sqlite_where=current, postgresql_where=current,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table("attendance")
    op.drop_table("class_change")
    for table, name, _definition in reversed(columns()):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {name}")
