"""Check that migrations go up, agree with the models, go down to nothing and up again, on SQLite.

Each step up must leave an old release working, since its processes serve on while a new one is rolled out: nothing goes,
and what comes needs nothing of code that does not know it. A step that takes something away says so in its docstring,
"Contract step:", and comes a release after the last code that used it.
"""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect

from portal.app import create_app
from portal.cli import alembic_config
from portal.core.config import read_config

Columns = dict[tuple[str, str], bool]  # table and column: whether old code may leave it out


def columns_of(engine: Engine) -> Columns:
    """Return all columns there are."""
    look = inspect(engine)
    return {
        (table, column["name"]): bool(column["nullable"] or column["default"] or column.get("autoincrement") is True)
        for table in look.get_table_names()
        for column in look.get_columns(table)
    }


def troubles(before: Columns, after: Columns) -> list[str]:
    """Say what of a step old code would stumble over."""
    old_tables = {table for table, _name in before}
    gone = [f"{table}.{name} goes" for table, name in before.keys() - after.keys()]
    needed = [
        f"{table}.{name} is neither nullable nor has a default in the database"
        for (table, name), may_lack in after.items()
        if (table, name) not in before and table in old_tables and not may_lack
    ]
    stricter = [f"{key[0]}.{key[1]} is needed now" for key in before.keys() & after.keys() if before[key] > after[key]]
    return gone + needed + stricter


def main() -> None:
    """Go up step by step, down and up again."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(read_config({"PORTAL_DATA_DIR": folder}, make_keys=True))
        with app.app_context():
            config, engine = alembic_config(app), app.extensions["database"]
            before: Columns = {}
            for step in reversed(list(ScriptDirectory.from_config(config).walk_revisions())):
                command.upgrade(config, step.revision)
                after = columns_of(engine)
                found = troubles(before, after)
                if found and "Contract step:" not in (step.module.__doc__ or ""):
                    sys.exit(f"{step.revision} breaks the release before it: {'; '.join(found)}")
                before = after
            command.check(config)
            command.downgrade(config, "base")
            left = set(inspect(engine).get_table_names()) - {"alembic_version"}
            if left:
                sys.exit(f"going down leaves {left}")
            command.upgrade(config, "head")
            engine.dispose()


main()
