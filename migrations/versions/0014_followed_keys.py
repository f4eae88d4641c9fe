"""Find the certificates of a record and the repeats of a text message by an index, not by reading all of them.

Deleting a text message looks for its repeats, and correcting a result for the certificates of the record.
"""

from alembic import op

revision, down_revision = "0014_followed_keys", "0013_founded_acts"

COLUMNS = (("certificate", "record_id"), ("delivery", "resent_of"))


def upgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    with op.get_context().autocommit_block():  # CONCURRENTLY cannot run in a transaction
        if postgresql:
            op.execute("SET lock_timeout = 0")  # it waits for old transactions, such as a backup; nobody waits for it
        for table, column in COLUMNS:
            # An index that could not be built to its end is left behind unusable, and the step is taken again.
            index = op.f(f"ix_{table}_{column}")
            op.drop_index(index, table_name=table, if_exists=True, postgresql_concurrently=True)
            op.create_index(index, table, [column], postgresql_concurrently=True)
        if postgresql:
            op.execute("SET lock_timeout = '4s'")


def downgrade() -> None:
    for table, column in reversed(COLUMNS):
        op.drop_index(op.f(f"ix_{table}_{column}"), table_name=table)
