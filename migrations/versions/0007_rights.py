"""Keep second factors, requests for correction, and who was told of one.

Expand step: only new tables, which old code need not know.
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0007_rights", "0006_rolls"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
OPEN = sa.text("state = 'open'")
FIELDS = ("name", "id_number", "home_region", "group")
STATES = ("open", "accepted", "refused")


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SET LOCAL lock_timeout = '4s'")
    _second_steps()
    _requests()
    op.create_table(
        "correction_notice",
        sa.Column("id", BIG, nullable=False),
        sa.Column("request_id", BIG, nullable=False),
        sa.Column("provider_id", BIG, nullable=True),
        sa.Column("region_code", sa.String(), nullable=True),
        sa.Column("told_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=True),
        sa.Column("seen_by", BIG, nullable=True),
        sa.CheckConstraint(
            "(provider_id IS NULL) <> (region_code IS NULL)", name=op.f("ck_correction_notice_one_receiver")
        ),
        sa.CheckConstraint("(seen_at IS NULL) = (seen_by IS NULL)", name=op.f("ck_correction_notice_seen_by_someone")),
        _foreign("correction_notice", "request_id", "data_request.id"),
        _foreign("correction_notice", "provider_id", "provider.id"),
        _foreign("correction_notice", "region_code", "region.code"),
        _foreign("correction_notice", "seen_by", "account.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction_notice")),
    )
    for column in ("request_id", "provider_id", "region_code"):
        op.create_index(op.f(f"ix_correction_notice_{column}"), "correction_notice", [column])


def downgrade() -> None:
    for table in ("correction_notice", "data_request", "recovery_code", "second_factor"):
        op.drop_table(table)


def _second_steps() -> None:
    op.create_table(
        "second_factor",
        sa.Column("account_id", BIG, nullable=False, autoincrement=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.Column("last_step", BIG, nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failed_at", MOMENT, nullable=True),
        _foreign("second_factor", "account_id", "account.id"),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_second_factor")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", BIG, nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("code_mark", sa.String(), nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        _foreign("recovery_code", "account_id", "account.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
    )
    op.create_index(op.f("ix_recovery_code_account_id"), "recovery_code", ["account_id"])


def _requests() -> None:
    op.create_table(
        "data_request",
        sa.Column("id", BIG, nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("field", _words(FIELDS, "request_field"), nullable=False),
        sa.Column("wanted", sa.String(), nullable=False),
        sa.Column("old_value", sa.String(), nullable=True),
        sa.Column("own_words", sa.String(), nullable=True),
        sa.Column("guardian", sa.String(), nullable=True),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("station_id", BIG, nullable=True),
        sa.Column("proof", sa.String(), nullable=True),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("state", _words(STATES, "request_state"), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("answered_by", BIG, nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        *_answers(),
        *(_foreign("data_request", column, "account.id") for column in ("account_id", "answered_by")),
        _foreign("data_request", "person_id", "person.id"),
        _foreign("data_request", "region_code", "region.code"),
        _foreign("data_request", "station_id", "station.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_request")),
        sa.UniqueConstraint("number", name=op.f("uq_data_request_number")),
    )
    op.create_index(op.f("ix_data_request_person_id"), "data_request", ["person_id"])
    op.create_index("ix_data_request_state_due_on", "data_request", ["state", "due_on"])
    op.create_index(
        "uq_data_request_open", "data_request", ["person_id", "field"], unique=True,
        sqlite_where=OPEN, postgresql_where=OPEN,
    )  # fmt: skip


def _answers() -> list[sa.CheckConstraint]:
    checks = {
        "answer_has_moment": "(state = 'open') = (answered_at IS NULL)",
        "answer_has_officer": "(state = 'open') = (answered_by IS NULL)",
        "answer_has_words": "(state = 'open') = (answer IS NULL)",
        "accepted_keeps_the_old": "(state = 'accepted') = (old_value IS NOT NULL)",
        "nobody_answers_themselves": "answered_by IS NULL OR answered_by <> account_id",
        "station_has_sheet": "(station_id IS NULL) = (proof IS NULL)",
    }
    return [sa.CheckConstraint(text, name=op.f(f"ck_data_request_{name}")) for name, text in checks.items()]


def _foreign(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def _words(values: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)
