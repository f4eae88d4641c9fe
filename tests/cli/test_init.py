"""Setting up, by several machines at once, while an old release serves."""

import os
import subprocess
import sys
from pathlib import Path

from alembic import command
from flask import Flask
from sqlalchemy import create_engine, inspect, text

from portal.cli import alembic_config
from portal.core.config import read_config
from tests.conftest import SERVER, fresh_database

ROOT = Path(__file__).parent.parent.parent


def test_machines_that_start_at_once_set_up_one_after_another(tmp_path: Path) -> None:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    environment = {**os.environ, "PORTAL_DATA_DIR": str(tmp_path)}
    if SERVER:
        environment["PORTAL_DATABASE_URL"] = fresh_database(f"portal_init_{worker}")
    database = read_config(environment, make_keys=True).database_url
    setting_up = [sys.executable, "-m", "flask", "--app", "wsgi", "init"]

    machines = [
        subprocess.Popen(
            setting_up, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _machine in range(2)
    ]
    said = [(*machine.communicate(timeout=120), machine.returncode) for machine in machines]

    assert [code for _out, _error, code in said] == [0, 0], said
    assert sorted(", 0 new" in out.splitlines()[0] for out, _error, _code in said) == [False, True]
    engine = create_engine(database)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM alembic_version")) == 1
    engine.dispose()


def test_an_index_that_was_not_built_to_its_end_is_built_again(real_app: Flask) -> None:
    with real_app.app_context():
        config, engine = alembic_config(real_app), real_app.extensions["database"]
        command.downgrade(config, "0008_figures")
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE class_session ADD COLUMN changed_at TIMESTAMP"))
            connection.execute(text("CREATE INDEX ix_class_session_changed_at ON class_session (changed_at)"))

        command.upgrade(config, "head")

    for table in ("class_session", "provider"):
        assert f"ix_{table}_changed_at" in {index["name"] for index in inspect(engine).get_indexes(table)}
