"""What the portal knows about its own readiness."""

from functools import cache
from pathlib import Path

from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from portal.core.db import session
from portal.core.regions import Region


def readiness() -> dict[str, bool]:
    """Return what must be true before the portal can serve."""
    try:
        heads = MigrationContext.configure(session().connection()).get_current_heads()
        data = heads != () and session().scalar(select(Region.code).limit(1)) is not None
    except SQLAlchemyError:
        return {"database": False, "migrations": False, "reference_data": False}
    return {"database": True, "migrations": _is_migrated(set(heads)), "reference_data": data}


def _is_migrated(heads: set[str]) -> bool:
    """Tell whether the database has all that this code needs. One that is ahead has: migrations only add.

    While a new release is rolled out, its migrations run first, and the old processes go on serving.
    """
    newest, known = _revisions(current_app.root_path)
    return heads == newest or bool(heads - known)


@cache
def _revisions(root: str) -> tuple[set[str], set[str]]:
    """Return the newest revisions of this code and all it knows."""
    config = AlembicConfig()
    config.set_main_option("script_location", str(Path(root) / "migrations"))
    script = ScriptDirectory.from_config(config)
    return set(script.get_heads()), {revision.revision for revision in script.walk_revisions()}
