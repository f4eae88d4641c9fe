"""Give people what is stored about them, and forget what may be forgotten.

Source:
    Personal Information Protection Law, articles 45 and 47.
"""

from contextlib import suppress
from functools import partial
from typing import Any

from sqlalchemy import delete, select, update

from portal.core import audit, clock, own_data
from portal.core.db import after_commit, session, transaction
from portal.core.i18n import _l
from portal.core.own_data import OwnData, Row
from portal.people import queries
from portal.people.errors import PersonNotFound
from portal.people.models import Account, CorrectionNotice, DataRequest, Person, PersonGroup, StationCode
from portal.people.rules import CONSENT_VERSION
from portal.people.services.deletions import list_living_again, write_down
from portal.people.services.register import add_consent, hold
from portal.people.services.sign_in import confirm_password
from portal.people.types import GivenConsent, TrailLine
from portal.people.types.phones import RELATION_WORDS
from portal.people.types.rights import FIELD_WORDS, REASON_WORDS
from portal.people.types.trail import ACTIONS, ACTORS


def export_all(
    person_id: int, *, actor_id: int, proof: dict[str, Any] | None = None
) -> list[tuple[OwnData, list[Row]]]:
    """Return all that the portal stores about a person, part by part, and note that it was asked for.

    Args:
        person_id: Whose data it is.
        actor_id: Who asks: the person, or a clerk who prints it for them.
        proof: Of a clerk, the station and the consent of the person.
    """
    found = [(part, part.export(person_id)) for part in own_data.parts()]
    with transaction():
        audit.record(
            "people.export", subject_type="person", subject_id=person_id, actor_id=actor_id, details=proof or {}
        )
    return found


def erase(person_id: int, password: str, *, actor_id: int) -> None:
    """Forget a person who confirms it with the password.

    Contact, groups and whatever the rooms may delete go at once. What a law wants kept stays sealed and is shown to
    nobody; the index of the identity number stays so that no subsidy is claimed twice.

    Raises:
        WrongPassword: it is another one; nothing was changed.
        PersonNotFound: there is no such living person.
    """
    confirm_password(actor_id, password)
    _forget(person_id, GivenConsent("registration", CONSENT_VERSION, given=False), actor_id, None)


def erase_on_paper(person_id: int, taken_back: GivenConsent, *, actor_id: int) -> None:
    """Forget a person who signed for it at a station, exactly as when they confirm it with a password.

    Args:
        person_id: Who is present and signed.
        taken_back: The consent that is taken back, with its station and the number of the signed sheet.
        actor_id: Account of the clerk.

    Raises:
        PersonNotFound: there is no such living person.
    """
    _forget(person_id, taken_back, actor_id, actor_id)


def erase_again() -> int:
    """Forget everybody the list of deletions names whom a restored backup brought back, and return how many.

    Nobody takes a consent back a second time: the trail alone says what was done, and when they had asked for it.
    """
    done = 0
    for person_id, first_at in list_living_again():
        with suppress(PersonNotFound), transaction():  # another machine that sets up was first
            _forget_now(person_id)
            _record_erasure(person_id, None, {"after_restore": True, "first_at": first_at.isoformat()})
            done += 1
    return done


def _forget(person_id: int, taken_back: GivenConsent, actor_id: int, clerk_id: int | None) -> None:
    with transaction():
        _forget_now(person_id)
        consent_id = add_consent(person_id, taken_back, by_account_id=clerk_id)
        details = {"station": taken_back.station_id, "consent": consent_id} if taken_back.station_id else {}
        _record_erasure(person_id, actor_id, details)
        after_commit(partial(write_down, person_id))


def _record_erasure(person_id: int, actor_id: int | None, details: dict[str, Any]) -> None:
    audit.record("people.erase", subject_type="person", subject_id=person_id, actor_id=actor_id, details=details)


def _forget_now(person_id: int) -> None:
    with transaction() as current:
        hold(person_id)
        living = (Person.id == person_id, Person.erased_at.is_(None))
        # Rows that only point to the person do not wait: who writes one may hold a class that is left further below.
        if current.scalar(select(Person.id).where(*living).with_for_update(key_share=True)) is None:
            raise PersonNotFound
        for part in reversed(own_data.parts()):  # upper rooms first: their rows point to those of the rooms below
            if part.erase is not None:
                part.erase(person_id)
        names = ("phone", "phone_index", "phone_owner", "phone_relation", "present_region")
        nothing = dict.fromkeys(names)
        current.execute(update(Person).where(*living).values(**nothing, erased_at=clock.now()))


def export_own(person_id: int) -> list[Row]:
    """Return what this room stores about a person, in full: it is theirs."""
    person = session().get(Person, person_id)
    if person is None:
        return []
    kept: Row = {
        name: getattr(person, name)
        for name in ("name", "name_mn", "id_number", "phone", "home_region", "present_region", "language")
    }
    contact: Row = {
        "phone_owner": person.phone_owner.value if person.phone_owner else None,
        "phone_relation": person.phone_relation.value if person.phone_relation else None,
        "sms_off": person.sms_off,
    }
    return [{**kept, **contact, "real_name_level": person.real_name_level.value, "created_at": person.created_at}]


def export_groups(person_id: int) -> list[Row]:
    """Return the groups someone said or showed they belong to."""
    return [
        {"group": row.code, "evidence": row.evidence.value, "from": row.valid_from, "to": row.valid_to}
        for row in queries.get_person(person_id).groups
    ]


def export_consents(person_id: int) -> list[Row]:
    """Return what someone agreed to."""
    found: list[dict[str, Any]] = []
    for row in queries.list_consents(person_id):
        found.append(
            {
                "purpose": row.purpose,
                "text_version": row.text_version,
                "given": row.given,
                "given_at": row.given_at,
                "channel": row.channel.value,
                "station": row.station_name,
                "proof": row.proof,
            }
        )
    return found


def export_requests(person_id: int) -> list[Row]:
    """Return what someone asked to be corrected, and what was answered."""
    return [
        {
            "number": row.number,
            "field": row.about.value,
            "state": row.state.value,
            "opened_at": row.opened_at,
            "due_on": row.due_on,
            "own_words": row.own_words,
            "answer": row.answer,
        }
        for row in queries.list_requests_of(person_id)
    ]


def export_looks(person_id: int) -> list[Row]:
    """Return who looked at what is hidden in daily work, when and why."""
    return [_trail_row(line) for line in queries.list_looks(person_id)]


def export_trail(person_id: int) -> list[Row]:
    """Return all that was done to someone's record and account, and by whom."""
    return [_trail_row(line) for line in queries.list_trail(person_id, limit=None)]


def _trail_row(line: TrailLine) -> Row:
    return {
        "action": line.action,
        "at": line.at,
        "by": "self" if line.by_self else line.actor_role.value if line.actor_role else "nobody",
        "office": line.office,
        "purpose": line.purpose,
        "reason": line.reason,
    }


def erase_requests(person_id: int) -> None:
    """Forget what someone asked to be corrected, and with it what stood there before."""
    with transaction() as current:
        own = select(DataRequest.id).where(DataRequest.person_id == person_id)
        current.execute(delete(CorrectionNotice).where(CorrectionNotice.request_id.in_(own)))
        current.execute(delete(DataRequest).where(DataRequest.person_id == person_id))


def erase_own(person_id: int) -> None:
    """Forget groups and codes, and close the account for good."""
    with transaction() as current:
        current.execute(delete(PersonGroup).where(PersonGroup.person_id == person_id))
        current.execute(delete(StationCode).where(StationCode.person_id == person_id))
        closed = {"disabled_at": clock.now(), "password_hash": "", "session_epoch": Account.session_epoch + 1}
        current.execute(update(Account).where(Account.person_id == person_id).values(closed))


_TRAIL_LABELS = {
    "action": _l("What"),
    "at": _l("When"),
    "by": _l("Who"),
    "office": _l("Where"),
    "purpose": _l("What for"),
    "reason": _l("Why"),
}
_TRAIL_WORDS = {
    **ACTIONS,
    **ACTORS,
    **{reason.value: words for reason, words in REASON_WORDS.items()},
    "self": _l("You"),
    "nobody": _l("Not signed in"),
}

OWN_DATA = (
    OwnData(
        "person",
        _l("Who you are"),
        export_own,
        erase_own,
        kept_because=_l(
            "Name and identity number stay encrypted and locked, only so that your certificates can be verified and "
            "no subsidy is paid twice."
        ),
        labels={
            "name": _l("Name"),
            "name_mn": _l("Name in Mongolian script"),
            "id_number": _l("Identity number"),
            "phone": _l("Phone number"),
            "phone_owner": _l("Whose phone?"),
            "phone_relation": _l("What they are to you"),
            "sms_off": _l("Text messages switched off"),
            "home_region": _l("Home region"),
            "present_region": _l("Where you live now"),
            "language": _l("Language of messages"),
            "real_name_level": _l("How sure we are"),
            "created_at": _l("Written down on"),
        },
        words={
            "zh": _l("Chinese"),
            "mn": _l("Mongolian"),
            "own": _l("Your own number"),
            "relative": _l("Number of a relative"),
            **{relation.value: words for relation, words in RELATION_WORDS.items()},
            "True": _l("Yes"),
            "False": _l("No"),
            "declared": _l("Typed by you"),
            "station_checked": _l("Compared with the card at a station"),
            "registry_checked": _l("Confirmed by the register"),
        },
    ),
    OwnData(
        "groups",
        _l("Groups you belong to"),
        export_groups,
        labels={"group": _l("Group"), "evidence": _l("How we know"), "from": _l("From"), "to": _l("Until")},
        words={
            "declared": _l("You said so"),
            "seen": _l("A station saw a paper"),
            "compared": _l("Confirmed by the register"),
        },
    ),
    OwnData(
        "consents",
        _l("What you agreed to"),
        export_consents,
        kept_because=_l("What you agreed to and took back stays, as proof that we kept to it."),
        labels={
            "purpose": _l("What for"),
            "text_version": _l("Version of the text"),
            "given": _l("Agreed"),
            "given_at": _l("When"),
            "station": _l("Station"),
            "proof": _l("Signed sheet or code"),
        },
        words={
            "registration": _l("Registration and training record"),
            "groups": _l("Storing your groups"),
            "application": _l("Sign-up for classes"),
            "messages": _l("Messages"),
            "True": _l("Yes"),
            "False": _l("No, taken back"),
        },
    ),
    OwnData(
        "requests",
        _l("What you asked to be corrected"),
        export_requests,
        erase_requests,
        labels={
            "number": _l("Number of the request"),
            "field": _l("What is wrong"),
            "state": _l("State"),
            "opened_at": _l("When"),
            "due_on": _l("Answer by"),
            "own_words": _l("In your own words"),
            "answer": _l("Answer of the bureau"),
        },
        words={
            **{about.value: words for about, words in FIELD_WORDS.items()},
            "open": _l("The bureau is looking into it"),
            "accepted": _l("Corrected"),
            "refused": _l("Not corrected"),
        },
    ),
    OwnData("looks", _l("Who looked at what is hidden"), export_looks, labels=_TRAIL_LABELS, words=_TRAIL_WORDS),
    OwnData(
        "trail",
        _l("Who did what with your data"),
        export_trail,
        kept_because=_l("Who did what with your data stays on record, as proof."),
        labels=_TRAIL_LABELS,
        words=_TRAIL_WORDS,
    ),
)
