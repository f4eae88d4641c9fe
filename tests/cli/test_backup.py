"""What was carried away comes back."""

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
