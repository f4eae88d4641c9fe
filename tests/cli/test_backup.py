"""What was carried away comes back."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from portal.core import db, state
from portal.people.models import Person
from tests.factories import PersonFactory


def run(app: Flask, *arguments: str) -> tuple[int, str]:
    with app.app_context():
        done = app.test_cli_runner().invoke(args=[*arguments])
    return done.exit_code, done.output


def people(app: Flask) -> list[str]:
    with app.app_context():
        return [person.name for person in db.session().query(Person)]


def test_brings_back_what_was_there_and_nothing_else(real_app: Flask, tmp_path: Path) -> None:
    with real_app.app_context():
        PersonFactory(name="阿拉坦")
    file = tmp_path / "monday.backup"
    assert run(real_app, "backup", str(file))[0] == 0
    with real_app.app_context(), db.transaction():
        PersonFactory(name="后来的人")
        state.put("colour", "green")

    code, said = run(real_app, "restore", str(file), "--yes")

    assert code == 0, said
    assert people(real_app) == ["阿拉坦"]


def test_backup_is_readable_by_its_owner_only_and_never_overwrites(real_app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "monday.backup"
    run(real_app, "backup", str(file))

    assert file.stat().st_mode & 0o077 == 0
    code, said = run(real_app, "backup", str(file))
    assert (code, "exists already" in said) == (1, True)


def test_no_one_else_sees_the_password_or_the_first_bytes(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "pg_dump"
    program.write_text(
        '#!/bin/sh\nstat -c %a "${3#--file=}" > "$0.mode"; echo "$@" > "$0.told"; echo $PGPASSWORD > "$0.env"'
    )
    program.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    address = "postgresql+psycopg://portal:s3cret@127.0.0.1/portal"
    monkeypatch.setitem(app.config, "PORTAL", replace(app.config["PORTAL"], database_url=address))

    code, said = run(app, "backup", str(tmp_path / "monday.backup"))

    assert code == 0, said
    told, mode, secret = ((tmp_path / f"pg_dump.{name}").read_text().strip() for name in ("told", "mode", "env"))
    assert (told.split()[-1], mode, secret) == ("postgresql://portal@127.0.0.1/portal", "600", "s3cret")


def test_names_are_not_readable_in_the_file(real_app: Flask, tmp_path: Path) -> None:
    with real_app.app_context():
        PersonFactory(name="AltanOnly")
    file = tmp_path / "monday.backup"

    run(real_app, "backup", str(file))

    assert b"AltanOnly" not in file.read_bytes()


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\0" + bytes(4096)])
def test_refuses_a_file_that_is_no_backup(real_app: Flask, tmp_path: Path, content: bytes) -> None:
    with real_app.app_context():
        PersonFactory(name="阿拉坦")
    file = tmp_path / "other.backup"
    file.write_bytes(content)

    code, said = run(real_app, "restore", str(file), "--yes")

    assert code == 1, said
    assert people(real_app) == ["阿拉坦"]
