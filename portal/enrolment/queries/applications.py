"""Reads about applications, always of one person."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import undefer

from portal.catalog.models import ClassSession
from portal.core import clock
from portal.core.audit import AuditEvent
from portal.core.db import session
from portal.core.errors import NotFound
from portal.eligibility import queries as eligibility
from portal.eligibility.errors import BrokenAnswer
from portal.eligibility.rules import packing
from portal.eligibility.rules.frozen import recomputed
from portal.eligibility.types import Answer
from portal.enrolment import rules
from portal.enrolment.models import Application
from portal.enrolment.queries.classes import CLASS_COLUMNS, get_class, with_class
from portal.enrolment.queries.seats import count_before
from portal.enrolment.types import (
    LIVE_STATES,
    ApplicationDetail,
    ApplicationState,
    ApplicationSummary,
    Clash,
    ClassFacts,
    Happening,
    Refusal,
    ShownThen,
    SignUpCheck,
    Timespan,
)

APPLICATIONS_AT_MOST = 200

_APPLICATIONS = with_class(
    select(Application, *CLASS_COLUMNS).join(ClassSession, ClassSession.id == Application.class_session_id)
).execution_options(populate_existing=True)


def list_for(person_id: int) -> list[ApplicationSummary]:
    """Return the person's applications, newest first."""
    stmt = _of_person(person_id).order_by(Application.id.desc()).limit(APPLICATIONS_AT_MOST)
    return [_summary(row) for row in session().execute(stmt)]


def get_application(application_id: int, *, person_id: int) -> ApplicationDetail:
    """Return one application with its place in the list and its story.

    Raises:
        NotFound: it does not exist or belongs to someone else.
    """
    stmt = _of_person(person_id).where(Application.id == application_id).options(undefer(Application.verdict))
    row = session().execute(stmt).one_or_none()
    if row is None:
        raise NotFound
    found, summary = row[0], _summary(row)
    waits = summary.shown_state == "waiting"
    return ApplicationDetail(
        summary=summary,
        place_in_list=count_before(found.class_session_id, found.arrival) + 1 if waits else None,
        story=_story(application_id),
        clashes=clashes_of(summary.class_session, person_id=person_id) if found.state in LIVE_STATES else (),
        can_withdraw=rules.may_step(found.state, ApplicationState.WITHDRAWN),
        shown_then=_shown_then(found.verdict),
    )


def asked_again(shown: Answer) -> ShownThen:
    """Ask the rules of today about the facts as they were at sign-up, on that same day."""
    about = {name: shown.facts.get(name) for name in ("training_date", "training_region", "training_type", "claim_key")}
    return ShownThen(shown, recomputed(shown, eligibility.current_book()), about)


def list_shown(person_id: int) -> dict[int, Mapping[str, Any]]:
    """Return what was kept of the answers shown at sign-up, by application."""
    stmt = select(Application.id, Application.verdict).where(Application.person_id == person_id)
    return {row.id: row.verdict for row in session().execute(stmt) if row.verdict}


def check_sign_up(class_id: int, *, person_id: int) -> SignUpCheck:
    """Return what someone must know before they apply: seats, place in the list, clashes, and why not.

    Raises:
        NotFound: there is no such class.
    """
    offered = get_class(class_id)
    live = find_live(class_id, person_id=person_id)
    waiting = count_before(class_id)
    full = offered.seats_taken >= offered.capacity or waiting > 0
    return SignUpCheck(
        class_session=offered,
        refusal=Refusal.ALREADY_APPLIED if live else rules.refusal(offered, clock.today()),
        application_id=live,
        place_in_list=waiting + 1 if full else None,
        clashes=clashes_of(offered, person_id=person_id),
    )


def find_live(class_id: int, *, person_id: int) -> int | None:
    """Return the person's live application for a class, or None."""
    stmt = select(Application.id).where(
        Application.person_id == person_id,
        Application.class_session_id == class_id,
        Application.state.in_(LIVE_STATES),
    )
    return session().scalar(stmt)


def list_that_can_end(person_id: int) -> list[int]:
    """Return the person's applications for classes that have not begun, in the order in which classes are locked."""
    return list(session().scalars(_that_can_end(select(Application.id), person_id)))


def list_classes_to_leave(person_id: int) -> list[int]:
    """Return the classes of these applications, in the same order."""
    return list(session().scalars(_that_can_end(select(Application.class_session_id), person_id)))


def _that_can_end(stmt: Select[int], person_id: int) -> Select[int]:
    states = [state for state in LIVE_STATES if rules.may_step(state, ApplicationState.WITHDRAWN)]
    own = (Application.person_id == person_id, Application.state.in_(states))
    return stmt.where(*own).order_by(Application.class_session_id)


def find_class_of(application_id: int, *, person_id: int | None = None) -> int | None:
    """Return the class of an application, or None where there is none, or it is not this person's."""
    stmt = select(Application.class_session_id).where(Application.id == application_id)
    if person_id is not None:
        stmt = stmt.where(Application.person_id == person_id)
    return session().scalar(stmt)


def clashes_of(offered: ClassFacts, *, person_id: int) -> tuple[Clash, ...]:
    """Return the person's other live applications that want the same days and hours."""
    stmt = (
        _of_person(person_id)
        .where(
            Application.state.in_(LIVE_STATES),
            Application.class_session_id != offered.id,
            ClassSession.starts_on <= offered.ends_on,
            ClassSession.ends_on >= offered.starts_on,
        )
        .order_by(Application.id)
    )
    wanted = _timespan(offered)
    others = [_summary(row) for row in session().execute(stmt)]
    return tuple(
        Clash(other.id, other.state, _holds_seat(other), other.class_session)
        for other in others
        if rules.overlap(wanted, _timespan(other.class_session))
    )


def _shown_then(verdict: dict[str, Any] | None) -> Answer | None:
    if verdict is None:
        return None
    try:
        return packing.unpacked(verdict)
    except BrokenAnswer:  # entered by hand, or before answers were kept
        return None


def _holds_seat(summary: ApplicationSummary) -> bool:
    return summary.state is not ApplicationState.WAITING or summary.shown_state == "offered"


def _of_person(person_id: int) -> Select[*tuple[Any, ...]]:
    return _APPLICATIONS.where(Application.person_id == person_id)


def _summary(row: Row[*tuple[Any, ...]]) -> ApplicationSummary:
    application, offered = row[0], ClassFacts(*row[1:])
    return ApplicationSummary(
        id=application.id,
        number=f"{offered.number}-{application.arrival}",
        state=application.state,
        offer_expires_at=application.offer_expires_at,
        end_reason=application.end_reason,
        channel=application.channel,
        applied_at=application.applied_at,
        class_session=offered,
    )


def _story(application_id: int) -> tuple[Happening, ...]:
    stmt = (
        select(AuditEvent.at, AuditEvent.action)
        .where(
            AuditEvent.subject_type == "application",
            AuditEvent.subject_id == application_id,
            AuditEvent.action.startswith("enrolment."),
        )
        .order_by(AuditEvent.id)
    )
    return tuple(Happening(at, action.partition(".")[2]) for at, action in session().execute(stmt))


def _timespan(offered: ClassFacts) -> Timespan:
    return Timespan(offered.starts_on, offered.ends_on, offered.daily_hours)
