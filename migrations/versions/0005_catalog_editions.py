"""Let editions of the catalogs be drafted and approved, and people be moved out of a class that does not take place.

Columns are only added, each nullable or with a default, so that code from before goes on working. They are written as
plain statements: making a table anew is refused by SQLite while other rows point to it. What is published already is
sealed here; from then on the database itself refuses to change it.
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0005_catalog_editions", "0004_wishes"

KINDS = ("demand", "shortage", "two_directories", "institutions", "trades", "listing")
NEVER_CHANGED = (
    "title", "region_code", "kind", "document_number", "source", "valid_from", "valid_to", "published_at", "digest",
    "past_reason", "based_on_id", "approved_by_id", "sealed",
)  # fmt: skip
SAID = "a published catalog is never edited"


def columns() -> list[tuple[str, str, str]]:
    """Return table, name and definition of what is added."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    number, moment = ("BIGINT", "TIMESTAMP WITH TIME ZONE") if postgresql else ("INTEGER", "DATETIME")
    kinds = ", ".join(f"'{kind}'" for kind in KINDS)
    kind = f"VARCHAR(32) DEFAULT 'demand' NOT NULL CONSTRAINT ck_catalog_issue_kind CHECK (kind IN ({kinds}))"
    return [
        ("catalog_issue", "kind", kind),
        ("catalog_issue", "source", "VARCHAR"),
        ("catalog_issue", "past_reason", "VARCHAR"),
        ("catalog_issue", "sent_back_reason", "VARCHAR"),
        ("catalog_issue", "based_on_id", number),
        ("catalog_issue", "version", "INTEGER DEFAULT '1' NOT NULL"),
        ("catalog_issue", "sealed", f"BOOLEAN DEFAULT {'false' if postgresql else '0'} NOT NULL"),
        ("catalog_issue", "submitted_at", moment),
        ("catalog_issue", "submitted_by_id", number),
        ("catalog_issue", "approved_by_id", number),
        ("catalog_entry", "version", "INTEGER DEFAULT '1' NOT NULL"),
        ("provider", "withdrawn_reason", "VARCHAR"),
        ("provider", "reinstated_on", "DATE"),
        ("provider", "reinstated_reason", "VARCHAR"),
        ("provider", "version", "INTEGER DEFAULT '1' NOT NULL"),
        ("application", "moved_from_id", number),
        ("application", "moved_by_id", number),
        ("application", "moved_reason", "VARCHAR"),
    ]


def upgrade() -> None:
    for table, name, definition in columns():
        op.execute(f"ALTER TABLE {table} ADD COLUMN {name} {definition}")
    draft = sa.text("state = 'draft'")
    op.create_index(
        "uq_catalog_issue_draft", "catalog_issue", ["region_code", "kind"], unique=True,
        sqlite_where=draft, postgresql_where=draft,
    )  # fmt: skip
    op.create_index(op.f("ix_application_moved_from_id"), "application", ["moved_from_id"])
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "catalog_change",
        sa.Column("id", number, nullable=False),
        sa.Column("issue_id", number, nullable=False),
        sa.Column("account_id", number, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry_id", number, nullable=True),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("after", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["issue_id"], ["catalog_issue.id"], name=op.f("fk_catalog_change_issue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalog_change")),
    )
    op.create_index("ix_catalog_change_issue_id_id", "catalog_change", ["issue_id", "id"])
    op.execute(sa.text("UPDATE catalog_issue SET sealed = :yes WHERE state <> 'draft'").bindparams(yes=True))
    if op.get_bind().dialect.name == "postgresql":
        _seal_postgresql()
    else:
        _seal_sqlite()


def _seal_postgresql() -> None:
    changed = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in NEVER_CHANGED)
    op.execute(
        "CREATE FUNCTION refuse_sealed_issue() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF OLD.sealed AND (TG_OP = 'DELETE' OR {changed}) THEN RAISE EXCEPTION '{SAID}'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE FUNCTION refuse_sealed_entry() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE of_issue BIGINT; BEGIN "  # noqa: S608 - our own words
        "IF TG_OP = 'INSERT' THEN of_issue := NEW.issue_id; ELSE of_issue := OLD.issue_id; END IF; "
        f"IF EXISTS (SELECT 1 FROM catalog_issue WHERE id = of_issue AND sealed) THEN RAISE EXCEPTION '{SAID}'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER catalog_issue_sealed BEFORE UPDATE OR DELETE ON catalog_issue "
        "FOR EACH ROW EXECUTE FUNCTION refuse_sealed_issue()"
    )
    op.execute(
        "CREATE TRIGGER catalog_entry_sealed BEFORE INSERT OR UPDATE OR DELETE ON catalog_entry "
        "FOR EACH ROW EXECUTE FUNCTION refuse_sealed_entry()"
    )


def _seal_sqlite() -> None:
    changed = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in NEVER_CHANGED)
    refuse = f"BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
    op.execute(
        f"CREATE TRIGGER catalog_issue_no_update BEFORE UPDATE ON catalog_issue WHEN OLD.sealed AND ({changed}) {refuse}"
    )
    op.execute(f"CREATE TRIGGER catalog_issue_no_delete BEFORE DELETE ON catalog_issue WHEN OLD.sealed {refuse}")
    for verb, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
        sealed = f"EXISTS (SELECT 1 FROM catalog_issue WHERE id = {row}.issue_id AND sealed)"  # noqa: S608 - our own words
        op.execute(
            f"CREATE TRIGGER catalog_entry_no_{verb.lower()} BEFORE {verb} ON catalog_entry WHEN {sealed} {refuse}"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in ("catalog_issue", "catalog_entry"):
            op.execute(f"DROP TRIGGER {table}_sealed ON {table}")
        for function in ("refuse_sealed_issue", "refuse_sealed_entry"):
            op.execute(f"DROP FUNCTION {function}()")
    else:
        for name in ("issue_no_update", "issue_no_delete", "entry_no_insert", "entry_no_update", "entry_no_delete"):
            op.execute(f"DROP TRIGGER catalog_{name}")
    op.drop_table("catalog_change")
    op.drop_index(op.f("ix_application_moved_from_id"), table_name="application")
    op.drop_index("uq_catalog_issue_draft", table_name="catalog_issue")
    # Drafts have no place in the code from before.
    op.execute("DELETE FROM catalog_entry WHERE issue_id IN (SELECT id FROM catalog_issue WHERE state = 'draft')")
    op.execute("DELETE FROM catalog_issue WHERE state = 'draft'")
    for table, name, _definition in reversed(columns()):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {name}")
