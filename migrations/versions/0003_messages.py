"""Let messages wait in a queue, and go out by SMS.

Expand step: new tables, and two columns of a person that old code need not know.
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0003_messages", "0002_append_only"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
WAITING = sa.text("state IN ('queued', 'sending', 'failed', 'held')")
STATES = ("queued", "sending", "sent", "failed", "given_up", "held", "not_needed")
REASONS = (
    "night", "cap", "no_phone", "not_mobile", "switched_off", "demo", "too_late", "refused", "no_answer", "busy",
    "no_words",
)  # fmt: skip


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SET LOCAL lock_timeout = '4s'")
    op.create_table(
        "delivery",
        sa.Column("id", BIG, nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("message_id", BIG, nullable=True),
        sa.Column("person_id", BIG, nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", _words(STATES, "delivery_state"), nullable=False),
        sa.Column("reason", _words(REASONS, "delivery_reason"), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("words", sa.String(), nullable=True),
        sa.Column("shown_to", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("cost_fen", sa.Integer(), nullable=False),
        sa.Column("queued_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("worth_until", MOMENT, nullable=False),
        sa.Column("leased_until", MOMENT, nullable=True),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("resent_of", BIG, nullable=True),
        sa.CheckConstraint("person_id IS NOT NULL OR message_id IS NULL", name=op.f("ck_delivery_message_is_someones")),
        sa.CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name=op.f("ck_delivery_sent_has_moment")),
        sa.CheckConstraint(
            "(state = 'sending') = (leased_until IS NOT NULL)", name=op.f("ck_delivery_sending_has_lease")
        ),
        sa.CheckConstraint(
            "state IN ('queued', 'sending', 'failed', 'held') OR (phone IS NULL AND words IS NULL)",
            name=op.f("ck_delivery_over_keeps_nothing"),
        ),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_delivery_message_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_delivery_person_id")),
        sa.ForeignKeyConstraint(
            ["resent_of"], ["delivery.id"], name=op.f("fk_delivery_resent_of"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("reference", name=op.f("uq_delivery_reference")),
    )
    only_waiting = {"sqlite_where": WAITING, "postgresql_where": WAITING}
    op.create_index("ix_delivery_waiting", "delivery", ["due_at"], **only_waiting)
    op.create_index("uq_delivery_waiting_message", "delivery", ["message_id"], unique=True, **only_waiting)
    op.create_index("ix_delivery_message_id", "delivery", ["message_id"])
    op.create_index("ix_delivery_person_id_id", "delivery", ["person_id", "id"])
    op.create_table(
        "sms_month",
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("spent_fen", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("month", name=op.f("pk_sms_month")),
    )
    op.create_table(
        "reminder",
        sa.Column("application_id", BIG, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("told_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_reminder_application_id")),
        sa.PrimaryKeyConstraint("application_id", "kind", name=op.f("pk_reminder")),
    )
    op.create_table(
        "consent_code",
        sa.Column("id", BIG, nullable=False),
        sa.Column("flow_id", sa.String(), nullable=False),
        sa.Column("delivery_id", BIG, nullable=True),
        sa.Column("code_mark", sa.String(), nullable=False),
        sa.Column("shown_to", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_consent_code_tries_not_negative")),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name=op.f("fk_consent_code_delivery_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["flow_id"], ["assisted_flow.id"], name=op.f("fk_consent_code_flow_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_code")),
    )
    op.create_index(op.f("ix_consent_code_flow_id"), "consent_code", ["flow_id"])
    op.create_index(op.f("ix_consent_code_delivery_id"), "consent_code", ["delivery_id"])
    op.add_column("person", sa.Column("sms_off", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("person", sa.Column("phone_relation", sa.String(32), nullable=True))


def downgrade() -> None:
    op.drop_column("person", "phone_relation")
    op.drop_column("person", "sms_off")
    for table in ("consent_code", "reminder", "sms_month", "delivery"):
        op.drop_table(table)


def _words(values: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)
