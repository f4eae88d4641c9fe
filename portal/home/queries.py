"""What the portal knows about its own readiness."""

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
    return {"database": True, "migrations": set(heads) == _newest(), "reference_data": data}


def _newest() -> set[str]:
    config = AlembicConfig()
    config.set_main_option("script_location", str(Path(current_app.root_path) / "migrations"))
    return set(ScriptDirectory.from_config(config).get_heads())
