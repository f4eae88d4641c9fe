"""Keep monthly counts for the figures, and alarms with their story.

Expand step: new tables only.
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0008_figures", "0007_rights"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
MEASURES = (
    "trained", "passed", "people", "certificates", "skilled", "high_skilled", "signed_up", "waiting", "claimed", "paid", "wishes",
)  # fmt: skip
KINDS = ("issuer_day", "issuer_quarter", "shared_phone", "two_places", "same_rolls", "changed_results")


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SET LOCAL lock_timeout = '4s'")
    op.create_table(
        "monthly_count",
        sa.Column("slice", sa.String(), nullable=False),
        sa.Column("month", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("measure", _words(MEASURES, "measure"), nullable=False),
        sa.Column("basis", _words(("class_end", "recorded", "only"), "basis"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_monthly_count_region_code")),
        sa.PrimaryKeyConstraint("slice", "month", "region_code", "measure", "basis", name=op.f("pk_monthly_count")),
    )
    op.create_table(
        "alarm",
        sa.Column("id", BIG, nullable=False),
        sa.Column("kind", _words(KINDS, "kind"), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("closed_size", sa.Integer(), nullable=True),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("state", _words(("waiting", "kept_open", "closed"), "state"), nullable=False),
        sa.Column("found_at", MOMENT, nullable=False),
        sa.Column("grew_at", MOMENT, nullable=False),
        sa.Column("checked_at", MOMENT, nullable=False),
        sa.CheckConstraint("(state = 'closed') = (closed_size IS NOT NULL)", name=op.f("ck_alarm_closed_has_size")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_alarm_region_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarm")),
        sa.UniqueConstraint("kind", "key", name=op.f("uq_alarm_kind_key")),
    )
    op.create_index("ix_alarm_state_region_code", "alarm", ["state", "region_code"])
    op.create_table(
        "alarm_note",
        sa.Column("id", BIG, nullable=False),
        sa.Column("alarm_id", BIG, nullable=False),
        sa.Column("step", _words(("found", "grew", "kept_open", "closed"), "step"), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("account_id", BIG, nullable=True),
        sa.Column("reason", _words(("explained", "mended", "handed_on"), "reason"), nullable=True),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.CheckConstraint("(reason IS NOT NULL) = (step = 'closed')", name=op.f("ck_alarm_note_closed_has_reason")),
        sa.CheckConstraint(
            "(account_id IS NULL) = (step IN ('found', 'grew'))", name=op.f("ck_alarm_note_officer_decides")
        ),
        sa.ForeignKeyConstraint(["alarm_id"], ["alarm.id"], name=op.f("fk_alarm_note_alarm_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_alarm_note_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarm_note")),
    )
    op.create_index(op.f("ix_alarm_note_alarm_id"), "alarm_note", ["alarm_id"])


def downgrade() -> None:
    op.drop_table("alarm_note")
    op.drop_table("alarm")
    op.drop_table("monthly_count")


def _words(values: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)
