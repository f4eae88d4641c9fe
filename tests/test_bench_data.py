"""The rows that the portal is measured with are many, believable, and the same each time."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from portal.core import audit
from portal.core.db import Base, session
from portal.core.identity_numbers import DEMONSTRATION_PREFIX


def _fill(app: Flask, *arguments: str) -> Any:
    with app.app_context():
        return app.test_cli_runner().invoke(args=["bench-data", *arguments])


def _count(name: str) -> int:
    return session().scalar(select(func.count()).select_from(Base.metadata.tables[name])) or 0


@pytest.fixture
def filled(real_app: Flask) -> Any:
    """A portal with fifty people and two hundred applications."""
    with real_app.app_context():
        real_app.test_cli_runner().invoke(args=["init"])
    answer = _fill(real_app, "--people", "50", "--applications", "200", "--seed", "7")
    assert answer.exit_code == 0, answer.output
    return real_app


def test_fills_every_table_that_grows_with_people(filled: Flask) -> None:
    with filled.app_context():
        assert (_count("person"), _count("account"), _count("application")) == (50, 50, 200)
        assert _count("message") == 200
        assert 0 < _count("certificate") <= _count("enrolment_record") < 200
        assert audit.verify() is None


def test_numbers_belong_to_nobody_and_seats_agree_with_applications(filled: Flask) -> None:
    person, offered = Base.metadata.tables["person"], Base.metadata.tables["class_session"]
    live = text("SELECT count(*) FROM application WHERE state = 'accepted'")
    with filled.app_context():
        assert all(number.startswith(DEMONSTRATION_PREFIX) for number in session().scalars(select(person.c.id_number)))
        assert session().scalar(select(func.sum(offered.c.seats_taken))) == session().scalar(live)


def test_fills_an_empty_portal_only(filled: Flask) -> None:
    answer = _fill(filled, "--people", "5", "--applications", "5")

    assert answer.exit_code == 1
    assert "already" in answer.output
