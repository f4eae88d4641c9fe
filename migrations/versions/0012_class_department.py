"""Keep which department arranges a class.

Only adds a column that may stay empty: older rows do not know, and old processes go on serving meanwhile.
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0012_class_department", "0011_class_change_request"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SET LOCAL lock_timeout = '4s'")
    op.add_column("class_session", sa.Column("department", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("class_session", "department")
