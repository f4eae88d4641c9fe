"""Run a command of the portal in a process of its own, on the database of a test, and kill it there."""

import base64
import os
import subprocess
import sys
from pathlib import Path

from flask import Flask

from portal.core.config import Config

ROOT = Path(__file__).parent.parent


def start(app: Flask, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    """Start a command as whoever runs the portal would, with the settings of an application under test."""
    config: Config = app.config["PORTAL"]
    ring = ",".join(f"{key.key_id}:{base64.urlsafe_b64encode(key.secret).decode()}" for key in config.field_keys)
    settings = {
        **os.environ,
        "PORTAL_DATABASE_URL": config.database_url,
        "PORTAL_DATA_DIR": str(config.data_dir),
        "PORTAL_SECRET_KEY": config.secret_key,
        "PORTAL_FIELD_KEYS": ring,
        "PORTAL_BASE_URL": config.base_url,
        **environment,
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi", *arguments]
    return subprocess.Popen(
        command, cwd=ROOT, env=settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def run(app: Flask, *arguments: str, **environment: str) -> str:
    """Run a command to its end and return what it said."""
    process = start(app, *arguments, **environment)
    said, _nothing = process.communicate(timeout=120)
    assert process.returncode == 0, said
    return said
