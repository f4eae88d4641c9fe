"""Answer what people ask about their data, and tell everyone who had received the wrong value."""

from portal.core.db import transaction
from portal.core.errors import NotFound
from portal.notices import services as notices
from portal.office.queries import rights as reads
from portal.people import services as people
from portal.people.types import RequestView
from portal.records.types import Reach


def answer_request(request_id: int, answer: str, *, accepted: bool, reach: Reach) -> RequestView:
    """Correct or refuse; the person is told, and so are providers and ledgers that had the wrong value.

    Raises:
        NotFound: there is none, or another bureau answers it.
        RequestAnswered: someone was faster.
        NotYoursToAnswer: this officer entered or checked the record, or wrote the request down.
        NothingToCorrect: it stands so already.
        NumberTaken: another living person has the right identity number.
    """
    region = reach.region_code
    decide = people.accept_request if accepted else people.refuse_request
    with transaction():
        done = decide(request_id, answer, region=region, officer_id=reach.account_id)
        if accepted:
            providers, ledgers = reads.list_receivers(done.person_id, done.about)
            people.tell_receivers(done.id, provider_ids=providers, regions=ledgers)
        facts = {"number": done.number, "about": done.about.value, "accepted": accepted}
        notices.tell(done.person_id, "correction_answered", facts)
    return done


def take_correction(notice_id: int, *, reach: Reach) -> None:
    """Note that an office has taken a correction over.

    Raises:
        NotFound: there is none, or it is another's.
    """
    reads.check_correction(notice_id, reach)
    people.mark_notice_seen(notice_id, account_id=reach.account_id)


def reset_second_step(account_id: int, reason: str, *, reach: Reach) -> None:
    """Let someone of the region set the second step up again; never oneself.

    Raises:
        NotFound: there is no such member of staff in the region, or it is the officer.
    """
    found = reads.get_staff(account_id, reach.region_code)
    if found.account_id == reach.account_id:
        raise NotFound
    people.reset_factor(account_id, actor_id=reach.account_id, reason=reason)
