"""Let editions of the catalogs be drafted and approved."""

revision, down_revision = "0005_catalog_editions", "0004_wishes"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
