"""What was issued stays verifiable while secrets change."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.core import crypto
from portal.core.config import FieldKey
from portal.records import queries, services
from portal.records.models import Objection, SummaryDocument
from portal.records.queries.summaries import SIGNED_AS
from portal.records.services.signing import sign_again
from portal.records.types import NewObjection
from tests.conftest import SECRET_KEY
from tests.records.public_notice import officer_of, published

Change = Callable[..., None]


@pytest.fixture
def change(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Change:
    """Change secrets of the portal: ``change(secret_key=...)``."""

    def changed(**secrets: Any) -> None:
        monkeypatch.setitem(app.config, "PORTAL", replace(app.config["PORTAL"], **secrets))

    return changed


@pytest.fixture
def code(holder: Any) -> str:
    """The code of a summary."""
    return services.issue_summary(holder.person_id, "zh", account_id=holder.id, token=None)


def sign_as_before(session: Session) -> None:
    """Put the mark of before there was a ring under every summary."""
    row = session.scalars(select(SummaryDocument)).one()
    old = crypto.old_mark(row.content.encode(), SIGNED_AS)
    session.execute(update(SummaryDocument).values(signature=old))
    session.commit()


def signature(session: Session) -> str:
    return str(session.scalar(select(SummaryDocument.signature)))


def new_ring(app: Flask) -> tuple[FieldKey, ...]:
    return (FieldKey("k2", b"2" * 32), *app.config["PORTAL"].field_keys)


def test_a_summary_outlives_the_secret_of_the_sessions(code: str, change: Change) -> None:
    change(secret_key="another one")

    assert queries.find_verification(code) is not None


def test_a_summary_outlives_a_new_field_key(app: Flask, code: str, change: Change) -> None:
    change(field_keys=new_ring(app))

    assert queries.find_verification(code) is not None


def test_a_mark_of_before_the_ring_still_counts(code: str, session: Session) -> None:
    sign_as_before(session)

    assert queries.find_verification(code) is not None


def test_signing_again_carries_old_marks_over(app: Flask, code: str, session: Session, change: Change) -> None:
    sign_as_before(session)
    change(field_keys=new_ring(app))

    assert sign_again() == 1
    assert sign_again() == 0

    change(secret_key="another one")
    assert signature(session).startswith("k2.")
    assert queries.find_verification(code) is not None


def test_signing_again_does_not_bless_what_was_altered(app: Flask, code: str, session: Session, change: Change) -> None:
    for altered in ("0" * 64, "k1." + "0" * 64, "k9." + "0" * 64, "", "é"):
        session.execute(update(SummaryDocument).values(signature=altered))
        session.commit()
        change(field_keys=new_ring(app))

        assert sign_again() == 0
        assert signature(session) == altered


def test_an_objection_is_found_by_its_code_after_every_change(app: Flask, session: Session, change: Change) -> None:
    batch = published(officer_of(), officer_of())
    followed = services.send_objection(NewObjection("不对", None, batch_id=batch, place=1))
    change(field_keys=new_ring(app), secret_key="another one")
    assert queries.find_tracked(followed) is not None

    change(secret_key=SECRET_KEY)
    session.execute(update(Objection).values(code_mark=crypto.old_mark(followed.encode(), queries.MARKED_AS)))
    session.commit()
    assert queries.find_tracked(followed) is not None
