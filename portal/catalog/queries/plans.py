"""Read classes as their provider and the bureau see them: drafts, reviews, changes."""

from sqlalchemy import select

from portal.catalog.errors import ClassNotFound
from portal.catalog.models import ClassChange, ClassChangeRequest, ClassSession
from portal.catalog.types.plans import ChangedThing, ChangeRequest, ClassPlan, Review
from portal.core.db import session


def get_plan(class_id: int) -> ClassPlan:
    """Return what is planned of a class.

    Raises:
        ClassNotFound: there is none.
    """
    row = _row(class_id)
    values = {name: getattr(row, name) for name in (*ClassPlan.__dataclass_fields__,)}
    return ClassPlan(**{**values, "target_groups": tuple(row.target_groups)})


def get_review(class_id: int) -> Review:
    """Return how far a draft has come.

    Raises:
        ClassNotFound: there is none.
    """
    row = _row(class_id)
    return Review(row.submitted_at, row.submitted_by_id, row.reviewed_at, row.reviewed_by_id, row.sent_back_reason)


def list_changes(class_id: int) -> list[ChangedThing]:
    """Return what a published class said differently before, the latest first."""
    stmt = select(ClassChange).where(ClassChange.class_session_id == class_id).order_by(ClassChange.id.desc())
    return [
        ChangedThing(row.field, row.before, row.after, row.changed_at, row.account_id)
        for row in session().scalars(stmt)
    ]


def find_request(class_id: int) -> ChangeRequest | None:
    """Return what a school wants changed of a class that an officer published, or None."""
    stmt = select(ClassChangeRequest).where(ClassChangeRequest.class_session_id == class_id)
    row = session().scalar(stmt.execution_options(populate_existing=True))
    return ChangeRequest(row.wanted, row.asked_at, row.refused_reason) if row else None


def _row(class_id: int) -> ClassSession:
    stmt = select(ClassSession).where(ClassSession.id == class_id).execution_options(populate_existing=True)
    row = session().scalar(stmt)
    if row is None:
        raise ClassNotFound(class_id)
    return row
