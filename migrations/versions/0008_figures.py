"""Keep alarms."""

revision, down_revision = "0008_figures", "0007_rights"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
