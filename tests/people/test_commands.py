"""Commands about accounts and keys, on a database that really commits."""

import re
import secrets
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import event, select, update

from portal.core import clock, crypto, db, identity_numbers
from portal.core.config import FieldKey, new_field_key, read_keys, write_keys
from portal.core.rotation import reseal_all
from portal.people import queries, services
from portal.people.errors import AlreadyRegistered, WrongCredentials
from portal.people.models import Account, Person
from portal.people.models.rights import RecoveryCode
from portal.people.types import NewPerson, Role
from tests.conftest import SignIn
from tests.factories import PASSWORD, OfficerFactory

NUMBERS = [identity_numbers.make(serial) for serial in range(7)]


@pytest.fixture
def people(real_app: Flask) -> list[int]:
    """Seven people on the present key."""
    with real_app.app_context():
        return [
            services.add_person(
                NewPerson("乌云", identity_numbers.parse(number), "150525", name_mn=None), [], actor_id=None
            )
            for number in NUMBERS
        ]


def put_first(app: Flask) -> FieldKey:
    config = app.config["PORTAL"]
    key = FieldKey("k2", secrets.token_bytes(32))
    app.config["PORTAL"] = replace(config, field_keys=(key, *config.field_keys))
    return key


def raw_column(column: str) -> list[str]:
    return [row[0] for row in db.session().connection().exec_driver_sql(f"SELECT {column} FROM person ORDER BY id")]  # noqa: S608


def test_people_are_found_while_keys_change(real_app: Flask, people: list[int]) -> None:
    put_first(real_app)
    with real_app.app_context():
        assert queries.find_person_by_id_number(NUMBERS[0]) is not None
        with pytest.raises(AlreadyRegistered):
            services.add_person(NewPerson("甲", identity_numbers.parse(NUMBERS[0]), "150525"), [], actor_id=None)


def test_every_row_moves_to_the_new_key(real_app: Flask, people: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.core.rotation.BATCH", 2)
    key = put_first(real_app)
    with real_app.app_context():
        assert dict(reseal_all("k2"))["person"] == len(NUMBERS)
        assert dict(reseal_all("k2"))["person"] == 0
    real_app.config["PORTAL"] = replace(real_app.config["PORTAL"], field_keys=(key,))
    with real_app.app_context():
        assert all(token.startswith("k2.") for token in raw_column("id_number") + raw_column("name"))
        assert [queries.find_person_by_id_number(number).id for number in NUMBERS] == people  # type: ignore[union-attr]


def test_no_row_is_looked_at_twice(real_app: Flask, people: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.core.rotation.BATCH", 2)
    put_first(real_app)
    asked: list[str] = []
    engine = real_app.extensions["database"]
    event.listen(engine, "before_cursor_execute", lambda _c, _cursor, statement, *_: asked.append(statement))
    with real_app.app_context():
        list(reseal_all("k2"))

    batches = [
        re.sub(r"\s+", " ", said).split(" WHERE ")[1] for said in asked if "FROM person " in " ".join(said.split())
    ]
    assert len(batches) == 5  # of seven rows, and the one that finds nothing
    assert ["(person.id) > (" in where for where in batches] == [False, True, True, True, True]


def test_a_broken_run_goes_on_where_it_stopped(
    real_app: Flask, people: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.core.rotation.BATCH", 2)
    put_first(real_app)
    whole, calls = crypto.blind_index, []

    def dies_at_the_fifth(value: str, purpose: str) -> str:
        calls.append(purpose)
        if len(calls) == 5:
            raise KeyboardInterrupt
        return whole(value, purpose)

    with real_app.app_context():
        monkeypatch.setattr(crypto, "blind_index", dies_at_the_fifth)
        with pytest.raises(KeyboardInterrupt):
            list(reseal_all("k2"))
        monkeypatch.setattr(crypto, "blind_index", whole)
        assert [token[:3] for token in raw_column("id_number")] == ["k2."] * 4 + ["k1."] * 3
        assert dict(reseal_all("k2"))["person"] == 3


def test_rotate_writes_the_new_key_before_it_seals(real_app: Flask, people: list[int]) -> None:
    config = real_app.config["PORTAL"]
    path = config.data_dir / "keys.env"
    present = new_field_key()
    write_keys(path, {"PORTAL_SECRET_KEY": "only for tests", "PORTAL_FIELD_KEYS": present})
    runner = real_app.test_cli_runner()
    asked = runner.invoke(args=["keys", "rotate"], input="n\n")
    assert asked.exit_code == 1
    assert read_keys(path)["PORTAL_FIELD_KEYS"] == present

    unreadable = runner.invoke(args=["keys", "rotate", "--yes"])

    ring = read_keys(path)["PORTAL_FIELD_KEYS"].split(",")
    assert ring[1:] == [present]
    assert "k1" in unreadable.output  # the key of these rows was never in the file: nothing is lost, it is said
    real_app.config["PORTAL"] = replace(
        real_app.config["PORTAL"], field_keys=(*real_app.config["PORTAL"].field_keys, *config.field_keys)
    )
    done = runner.invoke(args=["keys", "rotate", "--resume", "--yes"])
    assert f"person: {len(NUMBERS)} rows" in done.output


def test_a_key_that_codes_need_is_named_until_the_last_of_them_is_used(real_app: Flask, people: list[int]) -> None:
    run, old = real_app.test_cli_runner().invoke, real_app.config["PORTAL"].field_keys
    with real_app.app_context(), db.transaction() as session:
        account = OfficerFactory.build()
        session.add(account)
        session.flush()
        session.add_all(RecoveryCode(account_id=account.id, code_mark=mark) for mark in "ab")
    key = put_first(real_app)
    assert f"k1: needed by person {len(people)}" in run(args=["keys", "status"]).output

    done = run(args=["keys", "rotate", "--resume", "--yes"]).output
    with real_app.app_context(), db.transaction() as session:
        session.add(RecoveryCode(account_id=session.scalar(select(Account.id)), code_mark="c"))  # under the new key

    assert "k1: needed by recovery_code 2\n" in done
    real_app.config["PORTAL"] = replace(real_app.config["PORTAL"], field_keys=(key,))
    lost = "recovery_code: 2 rows need a key that is not in PORTAL_FIELD_KEYS"
    assert lost in run(args=["keys", "status"]).output
    with real_app.app_context():
        assert f"WARNING: {lost}" in run(args=["init"]).stderr
        with db.transaction() as session:
            session.execute(update(RecoveryCode).values(used_at=clock.now()))
        assert "WARNING" not in run(args=["init"]).stderr
    real_app.config["PORTAL"] = replace(real_app.config["PORTAL"], field_keys=(key, *old))
    assert "k1: needed by backups and sheets only\n" in run(args=["keys", "status"]).output


def test_rotate_says_what_to_set_where_keys_come_from_the_environment(real_app: Flask) -> None:
    answer = real_app.test_cli_runner().invoke(args=["keys", "rotate", "--yes"])

    assert answer.exit_code == 0
    assert "PORTAL_FIELD_KEYS=k" in answer.output
    assert real_app.config["PORTAL"].field_keys[0].key_id == "k1"


def test_makes_staff_and_shows_the_password_once(real_app: Flask) -> None:
    runner = real_app.test_cli_runner()
    made = ["staff", "add", "--role", "bureau_officer", "--login", "Zhao", "--name", "赵科长", "--region", "150500"]

    answer = runner.invoke(args=made)
    again = runner.invoke(args=made)

    password = answer.output.strip().rpartition(" ")[2]
    with real_app.app_context():
        account = db.session().scalars(select(Account)).one()
        assert (account.role, account.login_name, account.region_code) == (Role.BUREAU_OFFICER, "zhao", "150500")
        assert services.check_credentials("zhao", password) == account.id
    assert again.exit_code == 1
    assert "--region" in again.output


def test_whoever_left_comes_in_no_more(app: Flask, sign_in: SignIn, officer: Account) -> None:
    browser = sign_in(officer)
    assert browser.get("/zh/office").status_code == 200

    done = app.test_cli_runner().invoke(args=["staff", "close", "--login", officer.login_name])

    assert done.exit_code == 0, done.output
    assert "/login" in browser.get("/zh/office").location
    with pytest.raises(WrongCredentials):
        services.check_credentials(officer.login_name or "", PASSWORD)
    assert app.test_cli_runner().invoke(args=["staff", "close", "--login", officer.login_name]).exit_code == 0
    assert app.test_cli_runner().invoke(args=["staff", "close", "--login", "nobody"]).exit_code == 1


def test_staff_who_forgot_the_password_get_another_one(app: Flask, sign_in: SignIn, officer: Account) -> None:
    browser, login = sign_in(officer), officer.login_name or ""

    refused = app.test_cli_runner().invoke(
        args=["staff", "new-password", "--login", login], env={"PORTAL_STAFF_PASSWORD": "12345678"}
    )
    done = app.test_cli_runner().invoke(args=["staff", "new-password", "--login", login])

    assert refused.exit_code == 1
    assert services.check_credentials(login, done.output.strip().rpartition(" ")[2]) == officer.id
    assert "/login" in browser.get("/zh/office").location
    with pytest.raises(WrongCredentials):
        services.check_credentials(login, PASSWORD)


@pytest.mark.parametrize("role", ["station_clerk", "provider_staff", "bureau_officer"])
def test_staff_act_for_something_that_exists(real_app: Flask, role: str) -> None:
    answer = real_app.test_cli_runner().invoke(
        args=["staff", "add", "--role", role, "--login", "x1", "--name", "x", "--station", "99", "--provider", "99"],
        env={"PORTAL_STAFF_PASSWORD": "three small birds"},
    )

    assert answer.exit_code == 1
    with real_app.app_context():
        assert db.session().query(Person).count() == db.session().query(Account).count() == 0


def test_a_new_portal_gets_its_stations_and_their_clerks(real_app: Flask) -> None:
    runner = real_app.test_cli_runner()
    made = [
        "stations",
        "add",
        "--region",
        "150521",
        "--name",
        "舍伯吐服务站",
        "--address",
        "镇政府一楼",
        "--phone",
        "04758000000",
    ]

    entered, again = runner.invoke(args=made), runner.invoke(args=made)
    nowhere = runner.invoke(args=[*made[:3], "999999", *made[4:]])
    number = runner.invoke(args=["stations", "list"]).output.split("\t")[0]
    clerk = runner.invoke(
        args=["staff", "add", "--role", "station_clerk", "--login", "c1", "--name", "孟姐", "--station", number]
    )

    assert entered.output == f"station {number} entered\n"
    assert again.exit_code == nowhere.exit_code == 1
    assert clerk.exit_code == 0, clerk.output
    with real_app.app_context():
        account = db.session().scalars(select(Account)).one()
        assert (account.role, account.station_id) == (Role.STATION_CLERK, int(number))


def test_asks_for_a_password_that_protects(real_app: Flask) -> None:
    made = ["staff", "add", "--role", "bureau_officer", "--login", "li", "--name", "李", "--region", "150500", "--ask"]
    runner = real_app.test_cli_runner()

    assert runner.invoke(args=made, input="12345678\n12345678\n").exit_code == 1
    answer = runner.invoke(args=made, input="three small birds\nthree small birds\n")
    assert answer.exit_code == 0
    assert "three small birds" not in answer.output
