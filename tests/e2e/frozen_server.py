"""Serve the demonstration world on one day that never ends, for pictures that must not change with the calendar.

Usage: frozen_server.py make, then frozen_server.py PORT
"""

import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.serving import run_simple

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from portal.app import create_app
from portal.cli import register_commands
from portal.core import clock
from portal.core.config import read_config
from tests.e2e.picture_story import Story

DAY = date(2026, 11, 24)


def _app() -> Flask:
    return create_app(replace(read_config(make_keys=True), jobs="worker"))  # here they would bring in the real day


def make() -> None:
    """Make the world as it is on the day."""
    app = _app()
    register_commands(app)
    with app.app_context(), clock.at(DAY):
        for command in ("init", "demo"):
            done = app.test_cli_runner().invoke(args=[command])
            assert done.exit_code == 0, done.output
    Story(app, DAY).tell(app.config["PORTAL"].data_dir / "story.json")


def serve(port: int) -> None:
    """Serve it."""
    app = _app()
    answer = app.wsgi_app

    def on_the_day(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        with clock.at(DAY):
            return answer(environ, start)

    app.wsgi_app = on_the_day  # type: ignore[method-assign]
    run_simple("127.0.0.1", port, app, threaded=True)


if __name__ == "__main__":
    make() if sys.argv[1] == "make" else serve(int(sys.argv[1]))
