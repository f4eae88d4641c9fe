"""Reads about signed sheets and what rests on them."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import or_, select

from portal.core.db import session
from portal.enrolment.models import Application, Wish
from portal.enrolment.rules import heard
from portal.people.models import Consent
from portal.station.types import FlowView

AT_ONCE = 500


def people_of_sheets(station_id: int, numbers: Collection[str]) -> dict[str, set[int]]:
    """Return who signed the sheets of these numbers at a station."""
    found: dict[str, set[int]] = defaultdict(set)
    wanted = sorted(set(numbers))
    for start in range(0, len(wanted), AT_ONCE):
        stmt = select(Consent.proof, Consent.person_id).where(
            Consent.station_id == station_id, Consent.proof.in_(wanted[start : start + AT_ONCE])
        )
        for proof, person_id in session().execute(stmt):
            found[str(proof)].add(person_id)
    return found


def proof_of(flow: FlowView) -> str:
    """Return what proves that the person of a flow agreed: the number of the sheet, or that of the code."""
    stmt = select(Consent.proof).where(Consent.id == flow.consent_id, Consent.person_id == flow.person_id)
    return session().scalar(stmt) or flow.sheet_number


def find_signed_up(person_id: int, class_id: int, *, station_id: int, proof: str) -> int | None:
    """Return the application for a class that this very sheet has already led to, live or ended, or None."""
    stmt = (
        select(Application.id)
        .join(Consent, Consent.id == Application.consent_id)
        .where(
            Application.person_id == person_id,
            Application.class_session_id == class_id,
            Consent.station_id == station_id,
            Consent.proof == proof,
        )
    )
    return session().scalar(stmt.order_by(Application.id).limit(1))


def find_same_wish(
    person_id: int, occupation_id: int | None, own_words: str | None, *, station_id: int, proof: str
) -> int | None:
    """Return a wish for the same that is open, or that this very sheet has already led to, or None."""
    stmt = (
        select(Wish.id, Wish.own_words)
        .outerjoin(Consent, Consent.id == Wish.consent_id)
        .where(
            Wish.person_id == person_id,
            Wish.occupation_id == occupation_id if occupation_id is not None else Wish.occupation_id.is_(None),
            or_(Wish.state == "open", (Consent.station_id == station_id) & (Consent.proof == proof)),
        )
        .order_by(Wish.id)
    )
    found, said = session().execute(stmt), heard(own_words)
    return next((id_ for id_, words in found if occupation_id is not None or heard(words) == said), None)
