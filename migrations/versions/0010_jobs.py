"""Keep what jobs wait for: the summaries that are to be printed.

Only adds a table, so old processes go on serving meanwhile.
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0010_jobs", "0009_search"

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "summary_print",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("document_id", _BIG, nullable=False),
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("busy_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["summary_document.id"],
            name=op.f("fk_summary_print_document_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_summary_print_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_summary_print")),
        sa.UniqueConstraint("document_id", name=op.f("uq_summary_print_document_id")),
    )
    op.create_index("ix_summary_print_round_id", "summary_print", ["round", "id"])
    op.create_index(op.f("ix_summary_print_person_id"), "summary_print", ["person_id"])


def downgrade() -> None:
    op.drop_table("summary_print")
