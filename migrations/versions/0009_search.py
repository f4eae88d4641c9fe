"""Find classes by their words."""

revision, down_revision = "0009_search", "0008_figures"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
