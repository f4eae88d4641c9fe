"""Keep what happens to a wish, visits after a course, and posts to fill.

Expand step: new tables, and columns with a default, so that the release before goes on writing wishes. Its wishes come
first in the ledger, because nobody has set a day for them.
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0004_wishes", "0003_messages"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
ACTS = ("left", "told", "answered", "arranged", "reopened", "met", "withdrawn", "contested")
WORK = ("employed", "own_business", "casual", "looking", "not_looking", "not_reached")
CERTIFICATES = ("qualification", "skill_level", "special_ability", "special_operation", "training")


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SET LOCAL lock_timeout = '4s'")
    _grow_wish()
    _make_history()
    _make_visits()
    _make_posts()


def downgrade() -> None:
    op.drop_index("ix_certificate_occupation_name_state", table_name="certificate")
    for table in ("job_post", "follow_up_visit", "follow_up", "wish_contest", "wish_act"):
        op.drop_table(table)
    op.drop_index(op.f("ix_wish_arranged_class_id"), table_name="wish")
    op.drop_index("ix_wish_state_due_on", table_name="wish")
    # Plain statements: making the table anew is refused by SQLite while rows of other tables point to it.
    for column in ("arranged_class_id", "due_on", "evaluation_wish"):
        op.execute(f"ALTER TABLE wish DROP COLUMN {column}")


def _grow_wish() -> None:
    op.add_column("wish", sa.Column("evaluation_wish", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("wish", sa.Column("due_on", sa.Date(), server_default="1970-01-01", nullable=False))
    # Written out, because SQLite can only add a reference together with its column.
    number = "BIGINT" if op.get_bind().dialect.name == "postgresql" else "INTEGER"
    op.execute(
        f"ALTER TABLE wish ADD COLUMN arranged_class_id {number} "
        "CONSTRAINT fk_wish_arranged_class_id REFERENCES class_session (id)"
    )
    op.create_index(op.f("ix_wish_arranged_class_id"), "wish", ["arranged_class_id"])
    op.create_index("ix_wish_state_due_on", "wish", ["state", "due_on", "id"])


def _make_history() -> None:
    op.create_table(
        "wish_act",
        sa.Column("id", BIG, nullable=False),
        sa.Column("wish_id", BIG, nullable=False),
        sa.Column("kind", _words(ACTS, "act_kind"), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("account_id", BIG, nullable=True),
        sa.Column("class_session_id", BIG, nullable=True),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("said", sa.String(), nullable=True),
        *_keys("wish_act", wish_id="wish", account_id="account", class_session_id="class_session"),
    )
    op.create_index("ix_wish_act_wish_id_id", "wish_act", ["wish_id", "id"])
    op.create_index(op.f("ix_wish_act_class_session_id"), "wish_act", ["class_session_id"])
    op.create_table(
        "wish_contest",
        sa.Column("id", BIG, nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("wish_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("state", _words(("open", "upheld", "rejected"), "contest_state"), nullable=False),
        sa.Column("own_words", sa.String(), nullable=True),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("answered_by", BIG, nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        *(
            sa.CheckConstraint(f"(state = 'open') = ({column} IS NULL)", name=op.f(f"ck_wish_contest_{name}"))
            for column, name in (
                ("answered_at", "answer_has_moment"),
                ("answered_by", "answer_has_officer"),
                ("answer", "answer_has_words"),
            )
        ),
        sa.ForeignKeyConstraint(["wish_id"], ["wish.id"], name=op.f("fk_wish_contest_wish_id"), ondelete="CASCADE"),
        *_keys("wish_contest", person_id="person", answered_by="account"),
        sa.UniqueConstraint("number", name=op.f("uq_wish_contest_number")),
    )
    for column in ("wish_id", "person_id"):
        op.create_index(op.f(f"ix_wish_contest_{column}"), "wish_contest", [column])
    op.create_index("ix_wish_contest_state_due_on", "wish_contest", ["state", "due_on"])
    is_open = sa.text("state = 'open'")
    op.create_index(
        "uq_wish_contest_open",
        "wish_contest",
        ["wish_id"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )


def _make_visits() -> None:
    op.create_table(
        "follow_up",
        sa.Column("id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("class_number", sa.String(), nullable=False),
        sa.Column("provider_id", BIG, nullable=True),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("planned_at", MOMENT, nullable=False),
        *_keys("follow_up", person_id="person", provider_id="provider"),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_follow_up_region_code")),
        sa.UniqueConstraint("person_id", "class_number", name=op.f("uq_follow_up_person_id_class_number")),
    )
    op.create_index("ix_follow_up_due_on_id", "follow_up", ["due_on", "id"])
    op.create_index("ix_follow_up_provider_id_due_on", "follow_up", ["provider_id", "due_on"])
    op.create_table(
        "follow_up_visit",
        sa.Column("id", BIG, nullable=False),
        sa.Column("follow_up_id", BIG, nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("way", _words(("phone", "visit", "station"), "visit_way"), nullable=False),
        sa.Column("work", _words(WORK, "work"), nullable=False),
        sa.Column("uses_training", sa.Boolean(), nullable=True),
        sa.Column("employer", sa.String(), nullable=True),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("occupation", sa.String(), nullable=True),
        sa.Column("next_due_on", sa.Date(), nullable=True),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        *_keys("follow_up_visit", follow_up_id="follow_up", account_id="account"),
    )
    op.create_index(op.f("ix_follow_up_visit_follow_up_id"), "follow_up_visit", ["follow_up_id"])


def _make_posts() -> None:
    op.create_table(
        "job_post",
        sa.Column("id", BIG, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("employer", sa.String(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("occupation_id", BIG, nullable=False),
        sa.Column("certificate_kind", _words(CERTIFICATES, "certificate_kind"), nullable=True),
        sa.Column("level", sa.String(), nullable=True),
        sa.Column("openings", sa.Integer(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("contact_phone", sa.String(), nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint("openings > 0", name=op.f("ck_job_post_openings_positive")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_job_post_region_code")),
        *_keys("job_post", occupation_id="occupation", account_id="account"),
    )
    op.create_index("ix_job_post_until_on_id", "job_post", ["until_on", "id"])
    op.create_index("ix_job_post_occupation_id_until_on", "job_post", ["occupation_id", "until_on"])
    op.create_index(op.f("ix_job_post_region_code"), "job_post", ["region_code"])
    op.create_index("ix_certificate_occupation_name_state", "certificate", ["occupation_name", "state"])


def _keys(table: str, **references: str) -> list[sa.Constraint]:
    """Return the primary key of a table, and the reference of each column to the number of another table."""
    own: list[sa.Constraint] = [sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))]
    return own + [
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))
        for column, other in references.items()
    ]


def _words(values: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)
