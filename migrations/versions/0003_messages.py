"""Let messages wait in a queue, and go out by SMS."""

revision, down_revision = "0003_messages", "0002_append_only"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
