"""The same form, sent again or twice at once, is answered the same and does nothing twice."""

import threading
from typing import Any

from flask import Flask

from portal.core import clock, idempotency
from portal.core.db import session, transaction
from portal.enrolment import services
from portal.enrolment.models import Wish
from portal.enrolment.types import Actor, NewWish, Season
from tests import factories

AT_ONCE = 4


def test_answers_only_whoever_sent_the_form(session: Any) -> None:
    idempotency.keep_answer("x" * 20, "7", account_id=1)

    assert idempotency.find_answer("x" * 20, account_id=1) == "7"
    assert idempotency.find_answer("x" * 20, account_id=2) is None


def test_one_form_sent_by_many_fingers_at_once_counts_once(real_app: Flask) -> None:
    with real_app.app_context(), transaction():
        person = factories.PersonFactory()
        wish = NewWish(None, "想学奶食品加工", "150525", Season.ANY, None, None, job_wish=False)
    gate, answers, errors = threading.Barrier(AT_ONCE), [], []

    def send() -> None:
        gate.wait()
        try:
            with real_app.app_context():
                answers.append(
                    services.add_wish(wish, person_id=person.id, actor=Actor(account_id=None), token="x" * 20)
                )
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=send) for _number in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
    assert len(answers) == AT_ONCE
    assert len(set(answers)) == 1
    with real_app.app_context():
        assert session().query(Wish).count() == 1


def test_forgets_old_tokens(session: Any) -> None:
    idempotency.keep_answer("x" * 20, "7", account_id=1)
    with transaction() as current:
        current.query(idempotency.IdempotencyKey).update({"created_at": clock.now() - idempotency.KEPT * 2})

    idempotency.forget_old()

    assert idempotency.find_answer("x" * 20, account_id=1) is None
