"""Find classes by their words: each class and each provider says when it was last changed.

Expand step: rows written before have no such moment; they are read with all others when a process begins.
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0009_search", "0008_figures"

TABLES = ("class_session", "provider")


def upgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    if postgresql:
        op.execute("SET LOCAL lock_timeout = '4s'")
    for table in TABLES:
        op.add_column(table, sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
    with op.get_context().autocommit_block():  # CONCURRENTLY cannot run in a transaction
        for table in TABLES:
            op.create_index(op.f(f"ix_{table}_changed_at"), table, ["changed_at"], postgresql_concurrently=True)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_index(op.f(f"ix_{table}_changed_at"), table_name=table)
        op.drop_column(table, "changed_at")
