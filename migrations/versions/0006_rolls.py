"""Keep the review of a class, its roll and its attendance."""

revision, down_revision = "0006_rolls", "0005_catalog_editions"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
