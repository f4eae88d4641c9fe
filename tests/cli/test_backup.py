"""What was carried away comes back."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from portal.core import audit, db, identity_numbers
from portal.core.audit import AuditEvent
from portal.people import services
from portal.people.models import Account, Consent, Person, PersonGroup
from portal.people.types import GivenConsent, NewPerson
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
    with real_app.app_context():
        PersonFactory(name="后来的人")

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


PASSWORD = "three small birds"
AGREED = GivenConsent("registration", "1")


def arrive(app: Flask, serial: int) -> int:
    """Write someone down with an account, in a transaction that really commits."""
    with app.app_context():
        new = NewPerson("乌云", identity_numbers.parse(identity_numbers.make(serial)), "150525", groups=("disabled",))
        account = db.session().get_one(Account, services.register(new, PASSWORD, [AGREED]))
        assert account.person_id is not None
        return account.person_id


def leave(app: Flask, person_id: int) -> None:
    with app.app_context():
        account = db.session().query(Account).filter_by(person_id=person_id).one()
        services.erase(person_id, PASSWORD, actor_id=account.id)


def living(app: Flask) -> list[int]:
    with app.app_context():
        return [row.id for row in db.session().query(Person).filter(Person.erased_at.is_(None)).order_by(Person.id)]


def test_who_was_deleted_since_the_backup_is_deleted_again_and_nobody_else(real_app: Flask, tmp_path: Path) -> None:
    stays, leaves = arrive(real_app, 1), arrive(real_app, 2)
    run(real_app, "backup", str(tmp_path / "monday.backup"))
    leave(real_app, leaves)
    lost = arrive(real_app, 3)
    leave(real_app, lost)
    run(real_app, "restore", str(tmp_path / "monday.backup"), "--yes")
    assert living(real_app) == [stays, leaves]
    assert arrive(real_app, 4) == lost  # another person, under the number of one whom the backup does not know

    code, said = run(real_app, "init")

    assert (code, "1 people deleted again" in said) == (0, True)
    assert run(real_app, "erase-again") == (0, "0 people deleted again\n")
    assert "deleted again" not in run(real_app, "init")[1]
    assert living(real_app) == [stays, lost]
    with real_app.app_context():
        account = db.session().query(Account).filter_by(person_id=leaves).one()
        assert (account.disabled_at is not None, account.password_hash) == (True, "")
        assert db.session().query(PersonGroup).filter_by(person_id=leaves).count() == 0
        assert [row.given for row in db.session().query(Consent).filter_by(person_id=leaves)] == [True]
        event = db.session().query(AuditEvent).filter_by(action="people.erase").one()
        assert (event.subject_id, event.actor_id, event.details["after_restore"]) == (leaves, None, True)
        assert audit.verify() is None


def test_list_of_deletions_holds_a_row_and_two_moments_and_is_read_by_its_owner_only(real_app: Flask) -> None:
    person_id = arrive(real_app, 1)
    leave(real_app, person_id)

    path = real_app.config["PORTAL"].deletions
    with real_app.app_context():
        row = db.session().get_one(Person, person_id)
        assert row.erased_at is not None
        assert path.read_text().split() == [str(row.id), row.created_at.isoformat(), row.erased_at.isoformat()]
    assert path.stat().st_mode & 0o077 == 0


def test_backup_completes_a_list_that_a_crash_cut_off(real_app: Flask, tmp_path: Path) -> None:
    first, second, third = (arrive(real_app, serial) for serial in (1, 2, 3))
    run(real_app, "backup", str(tmp_path / "monday.backup"))
    leave(real_app, first)
    path = real_app.config["PORTAL"].deletions
    path.write_text(path.read_text()[:-50])
    leave(real_app, second)
    run(real_app, "backup", str(tmp_path / "tuesday.backup"))
    written = path.read_text()

    run(real_app, "backup", str(tmp_path / "wednesday.backup"))
    run(real_app, "restore", str(tmp_path / "monday.backup"), "--yes")

    assert path.read_text() == written
    assert run(real_app, "erase-again") == (0, "2 people deleted again\n")
    assert living(real_app) == [third]


def test_a_list_that_cannot_be_written_stops_no_deletion(real_app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    person_id = arrive(real_app, 1)
    real_app.config["PORTAL"].deletions.mkdir()

    leave(real_app, person_id)

    assert living(real_app) == []
    assert "could not be written" in caplog.text


def test_says_that_the_list_is_missing(real_app: Flask, tmp_path: Path) -> None:
    run(real_app, "backup", str(tmp_path / "monday.backup"))
    real_app.config["PORTAL"].deletions.unlink(missing_ok=True)

    code, said = run(real_app, "restore", str(tmp_path / "monday.backup"), "--yes")

    assert (code, "PORTAL_DELETIONS" in said) == (0, True)
    code, said = run(real_app, "erase-again")
    assert (code, "PORTAL_DELETIONS" in said) == (1, True)


def test_keeps_no_database_that_is_not_the_portal_and_writes_nowhere_unknown(real_app: Flask, tmp_path: Path) -> None:
    assert "no folder" in run(real_app, "backup", str(tmp_path / "nowhere" / "monday.backup"))[1]

    with real_app.extensions["database"].begin() as connection:
        connection.exec_driver_sql("DROP TABLE alembic_version")
    code, said = run(real_app, "backup", str(tmp_path / "monday.backup"))

    assert (code, "no portal" in said) == (1, True)
    assert list(tmp_path.glob("monday*")) == []


def test_says_that_the_list_of_deletions_belongs_to_somebody_else(real_app: Flask, tmp_path: Path) -> None:
    real_app.config["PORTAL"].deletions.mkdir()  # whoever runs this may be root, whom no mode keeps out

    code, said = run(real_app, "backup", str(tmp_path / "monday.backup"))

    assert (code, "cannot be written" in said) == (1, True)
    assert (tmp_path / "monday.backup").exists()
