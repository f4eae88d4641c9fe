"""What this room stores about a person, and how it forgets."""

from sqlalchemy import update

from portal.core import clock
from portal.core.db import transaction
from portal.core.i18n import _l
from portal.core.own_data import OwnData, Row
from portal.station import queries
from portal.station.models import AssistedFlow, Contest, RosterRow
from portal.station.services.flows import forget_typed
from portal.station.types import CloseReason


def export_visits(person_id: int) -> list[Row]:
    """Return when, where and by whom a person was helped."""
    return [{"at": at, "station": station, "clerk": clerk} for at, station, clerk in queries.list_flows_of(person_id)]


def end_help(person_id: int) -> None:
    """End help that is going on, and take the person out of lists that still wait to be deleted."""
    nothing = dict.fromkeys(("typed_number", "typed_person", "claim_code"))
    closed = {"closed_at": clock.now(), "close_reason": CloseReason.FINISHED, **nothing}
    nobody = dict.fromkeys(("id_number_index", "person_id", "application_id", "wish_id"))
    with transaction() as session:
        going_on = (AssistedFlow.person_id == person_id, AssistedFlow.closed_at.is_(None))
        ended = update(AssistedFlow).where(*going_on).values(closed).returning(AssistedFlow.id)
        for flow_id in session.scalars(ended).all():
            forget_typed(flow_id)
        session.execute(update(RosterRow).where(RosterRow.person_id == person_id).values(nobody))


def export_contests(person_id: int) -> list[Row]:
    """Return what a person contested and what was answered."""
    return [
        {
            "number": found.number,
            **({"class": found.act.class_number} if found.act.class_number else {"wish": found.act.occupation}),
            "own_words": found.own_words,
            "state": found.state.value,
            "opened_at": found.opened_at,
            "due_on": found.due_on,
            "answer": found.answer,
        }
        for found in queries.list_contests_of(person_id)
    ]


def forget_words(person_id: int) -> None:
    """Delete what a person wrote about a contest; contests of wishes went with the wishes."""
    with transaction() as session:
        session.execute(update(Contest).where(Contest.person_id == person_id).values(own_words=None))


OWN_DATA = (
    OwnData(
        "station_visits",
        _l("Help at service stations"),
        export_visits,
        end_help,
        kept_because=_l("That a station acted for you stays on record, as proof of who acted on what consent."),
        labels={"at": _l("When"), "station": _l("Station"), "clerk": _l("Clerk")},
    ),
    OwnData(
        "contests",
        _l("What you contested"),
        export_contests,
        forget_words,
        labels={
            "number": _l("Number of the contest"),
            "class": _l("Class"),
            "wish": _l("Wish"),
            "own_words": _l("In your own words"),
            "state": _l("State"),
            "opened_at": _l("When"),
            "due_on": _l("Answer by"),
            "answer": _l("Answer of the bureau"),
        },
        words={
            "open": _l("The bureau is looking into it"),
            "upheld": _l("You were right: it is withdrawn"),
            "rejected": _l("The bureau found that it stands"),
        },
    ),
)
