"""Let nobody act for a person without a consent of that person, given at the same station.

Only adds triggers; they look at rows that come or change, so those that are there stay as they are, and old processes,
which write nothing else, go on serving. A comparison with another table is more than a check of a column can say.
"""

from alembic import op

revision, down_revision = "0013_founded_acts", "0012_class_department"

TABLES = ("application", "wish")
COMPARED = "person_id, channel, account_id, station_id, consent_id"
NEEDS_CONSENT = "NEW.channel <> 'self' OR NEW.consent_id IS NOT NULL"
# Whoever acts for themselves acts at no station, and needs no consent; one that is named must be theirs all the same.
FOUNDED = (
    "EXISTS (SELECT 1 FROM consent WHERE consent.id = NEW.consent_id AND consent.person_id = NEW.person_id"
    " AND consent.given AND (NEW.channel = 'self' OR consent.station_id = NEW.station_id))"
    " AND (NEW.channel = 'self' OR NEW.account_id IS NOT NULL)"
)
SAID = "acting for someone needs their consent, given at the same station"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _guard_postgresql()
        return
    for table in TABLES:
        for name, event in (("insert", "INSERT"), ("update", f"UPDATE OF {COMPARED}")):
            op.execute(
                f"CREATE TRIGGER {table}_founded_{name} BEFORE {event} ON {table} "
                f"WHEN ({NEEDS_CONSENT}) AND NOT ({FOUNDED}) BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
            )


def _guard_postgresql() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.execute(
        "CREATE FUNCTION refuse_unfounded_act() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF NOT ({FOUNDED}) THEN RAISE EXCEPTION '{SAID}' USING ERRCODE = 'check_violation'; END IF; "
        "RETURN NEW; END $$"
    )
    for table in TABLES:
        op.execute(
            f"CREATE TRIGGER {table}_founded BEFORE INSERT OR UPDATE OF {COMPARED} ON {table} "
            f"FOR EACH ROW WHEN ({NEEDS_CONSENT}) EXECUTE FUNCTION refuse_unfounded_act()"
        )


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table in TABLES:
        if postgresql:
            op.execute(f"DROP TRIGGER {table}_founded ON {table}")
            continue
        for name in ("insert", "update"):
            op.execute(f"DROP TRIGGER {table}_founded_{name}")
    if postgresql:
        op.execute("DROP FUNCTION refuse_unfounded_act()")
