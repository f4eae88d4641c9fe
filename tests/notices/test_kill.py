"""A process that is killed in the middle of a batch of text messages loses none and sends none twice."""

import os
import signal
from collections import Counter
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from portal.core import clock, db
from portal.notices import services
from portal.notices.models import Delivery
from portal.notices.types.deliveries import DeliveryState
from tests import killing
from tests.factories import PersonFactory
from tests.notices.gateway import KEY, FakeGateway, running_gateway
from tests.notices.test_text_messages import FACTS

PEOPLE = 25


def states() -> Counter[str]:
    session = db.session()
    session.rollback()
    rows = session.execute(select(Delivery.state, func.count()).group_by(Delivery.state))
    return Counter({state.value: count for state, count in rows})


def end_leases() -> None:
    """Let two minutes pass."""
    past = clock.now() - timedelta(seconds=1)
    with db.transaction() as session:
        sending = Delivery.state == DeliveryState.SENDING
        session.execute(update(Delivery).where(sending).values(leased_until=past, due_at=past))


def settings(fake: FakeGateway) -> dict[str, str]:
    return {"PORTAL_SMS_URL": fake.address, "PORTAL_SMS_KEY": KEY, "PORTAL_SMS_QUIET": "0-0"}


@pytest.mark.parametrize("at_request", [1, 18])
def test_a_killed_process_neither_loses_nor_doubles_a_message(real_app: Flask, at_request: int) -> None:
    with real_app.app_context(), running_gateway() as fake:
        phones = []
        for _person in range(PEOPLE):
            someone = PersonFactory()
            services.tell(someone.id, "seat_confirmed", FACTS)
            phones.append(someone.phone)
        process = killing.start(real_app, "messages", "send", **settings(fake))

        def kill(_request: object) -> None:
            if len(fake.requests) == at_request:  # taken by the gateway, and the portal never hears of it
                os.kill(process.pid, signal.SIGKILL)

        fake.before_answer = kill
        assert process.wait(60) == -signal.SIGKILL
        assert process.stdout is not None
        process.stdout.close()
        fake.before_answer = None
        assert states()["sent"] == at_request - 1

        killing.run(real_app, "messages", "send", **settings(fake))  # its lease still runs: those are left alone
        assert states()["sending"] >= 1
        end_leases()
        killing.run(real_app, "messages", "send", **settings(fake))

        assert states() == {"sent": PEOPLE}
        assert fake.delivered == dict.fromkeys(phones, 1)
        times = Counter(request.content["id"] for request in fake.requests)
        assert sorted(times.values()) == [1] * (PEOPLE - 1) + [2]  # the one it died with, under the same id


def test_two_processes_share_the_work(real_app: Flask) -> None:
    with real_app.app_context(), running_gateway() as fake:
        for _person in range(PEOPLE):
            services.tell(PersonFactory().id, "seat_confirmed", FACTS)
        processes = [killing.start(real_app, "messages", "send", **settings(fake)) for _number in range(2)]
        said = [process.communicate(timeout=120)[0] for process in processes]

        assert sum(int(words.split(" sent")[0].split()[-1]) for words in said) == PEOPLE
        assert len(fake.requests) == PEOPLE
        assert states() == {"sent": PEOPLE}
