"""Reads for moving people out of classes of a withdrawn provider."""

from collections.abc import Sequence

from sqlalchemy import func, select

from portal.catalog.models import ClassSession
from portal.catalog.types import ClassState
from portal.core import clock
from portal.core.db import session
from portal.enrolment import rules
from portal.enrolment.models import Application
from portal.enrolment.queries.classes import CLASS_COLUMNS, get_class, with_class
from portal.enrolment.types import LIVE_STATES, ApplicationState, ClassFacts
from portal.enrolment.types.moving import ClassToSettle, Move

CHOICES_AT_MOST = 20
_GOES_ON = (ClassState.DRAFT, ClassState.OPEN, ClassState.CLOSED, ClassState.RUNNING)
_CLASSES = with_class(select(*CLASS_COLUMNS).select_from(ClassSession))


def list_to_settle(provider_id: int) -> list[ClassToSettle]:
    """Return the classes of a provider that are to come or run, with how many people each concerns."""
    stmt = _CLASSES.where(
        ClassSession.provider_id == provider_id,
        ClassSession.state.in_(_GOES_ON),
        ClassSession.ends_on >= clock.today(),
    ).order_by(ClassSession.starts_on, ClassSession.id)
    found = [ClassFacts(*row) for row in session().execute(stmt)]
    counted = _people([one.id for one in found])
    return [ClassToSettle(one, *counted.get(one.id, (0, 0))) for one in found]


def get_to_settle(class_id: int) -> ClassToSettle:
    """Return one class with how many people it concerns.

    Raises:
        NotFound: there is none.
    """
    return ClassToSettle(get_class(class_id, drafts=True), *_people([class_id]).get(class_id, (0, 0)))


def list_instead(ended: ClassFacts) -> list[ClassFacts]:
    """Return classes that can take the people of one that is ended: the same region first, then the soonest."""
    stmt = (
        _CLASSES.where(
            ClassSession.occupation_id == ended.occupation_id,
            ClassSession.level == ended.level,
            ClassSession.id != ended.id,
            ClassSession.state.in_((ClassState.OPEN, ClassState.CLOSED)),
            ClassSession.starts_on >= clock.today(),
        )
        .order_by(
            ClassSession.region_code != ended.region_code,
            func.substr(ClassSession.region_code, 1, 4) != ended.region_code[:4],
            ClassSession.starts_on,
            ClassSession.id,
        )
        .limit(CHOICES_AT_MOST)
    )
    found = [ClassFacts(*row) for row in session().execute(stmt)]
    return [one for one in found if rules.fits_instead(ended, one, clock.today())]


def list_people_of(provider_id: int) -> list[tuple[Application, int]]:
    """Return the live applications for classes of a provider, each with its class."""
    stmt = (
        select(Application, ClassSession.id)
        .join(ClassSession, ClassSession.id == Application.class_session_id)
        .where(ClassSession.provider_id == provider_id, Application.state.in_(LIVE_STATES))
        .order_by(Application.id)
    )
    return [(row[0], row[1]) for row in session().execute(stmt)]


def find_move(application_id: int) -> Move | None:
    """Return where an application was moved to or came from, or None."""
    columns = (Application.id, Application.moved_from_id, Application.moved_reason)
    for onward, condition in (
        (True, Application.moved_from_id == application_id),
        (False, (Application.id == application_id) & Application.moved_from_id.is_not(None)),
    ):
        row = session().execute(select(*columns).where(condition).order_by(Application.id.desc()).limit(1)).first()
        if row is not None:
            return Move(row.id if onward else row.moved_from_id, row.moved_reason or "", onward)
    return None


def _people(class_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Return for each class how many have a seat or an offer, and how many wait."""
    waits = (Application.state == ApplicationState.WAITING) & Application.offer_expires_at.is_(None)
    stmt = (
        select(Application.class_session_id, waits.label("waits"), func.count())
        .where(Application.class_session_id.in_(class_ids), Application.state.in_(LIVE_STATES))
        .group_by(Application.class_session_id, waits)
    )
    found: dict[int, tuple[int, int]] = {}
    for class_id, waiting, number in session().execute(stmt):
        seated, waits_now = found.get(class_id, (0, 0))
        found[class_id] = (seated, number) if waiting else (number, waits_now)
    return found
