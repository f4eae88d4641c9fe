"""Keep what jobs wait for."""

revision, down_revision = "0010_jobs", "0009_search"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
