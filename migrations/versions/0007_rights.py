"""Keep second factors, requests about personal data, and looks at full numbers."""

revision, down_revision = "0007_rights", "0006_rolls"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
