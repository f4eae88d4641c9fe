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
    look = sa.inspect(op.get_bind())
    for table in TABLES:
        # An index that could not be built to its end leaves the columns behind, and the step is taken again.
        if "changed_at" not in {column["name"] for column in look.get_columns(table)}:
            op.add_column(table, sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
    with op.get_context().autocommit_block():  # CONCURRENTLY cannot run in a transaction
        if postgresql:
            op.execute("SET lock_timeout = 0")  # it waits for old transactions, such as a backup; nobody waits for it
        for table in TABLES:
            index = op.f(f"ix_{table}_changed_at")
            op.drop_index(index, table_name=table, if_exists=True, postgresql_concurrently=True)
            op.create_index(index, table, ["changed_at"], postgresql_concurrently=True)
        if postgresql:
            op.execute("SET lock_timeout = '4s'")


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_index(op.f(f"ix_{table}_changed_at"), table_name=table)
        op.drop_column(table, "changed_at")
