"""Keep what a school wants changed of a published class until an officer agrees.

Only adds a table, so old processes go on serving meanwhile.
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0011_class_change_request", "0010_jobs"

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "class_change_request",
        sa.Column("class_session_id", _BIG, nullable=False),
        sa.Column("wanted", sa.JSON(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", _BIG, nullable=False),
        sa.Column("refused_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["class_session_id"], ["class_session.id"], name=op.f("fk_class_change_request_class_session_id")
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["account.id"], name=op.f("fk_class_change_request_asked_by_id")),
        sa.PrimaryKeyConstraint("class_session_id", name=op.f("pk_class_change_request")),
    )


def downgrade() -> None:
    op.drop_table("class_change_request")
