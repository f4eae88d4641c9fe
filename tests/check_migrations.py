"""Check that migrations go up, agree with the models, go down to nothing and up again, on SQLite."""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from alembic import command
from sqlalchemy import inspect

from portal.app import create_app
from portal.cli import alembic_config
from portal.core.config import read_config

with tempfile.TemporaryDirectory() as folder:
    app = create_app(read_config({"PORTAL_DATA_DIR": folder}, make_keys=True))
    with app.app_context():
        config, engine = alembic_config(app), app.extensions["database"]
        command.upgrade(config, "head")
        command.check(config)
        command.downgrade(config, "base")
        left = set(inspect(engine).get_table_names()) - {"alembic_version"}
        if left:
            sys.exit(f"going down leaves {left}")
        command.upgrade(config, "head")
        engine.dispose()
