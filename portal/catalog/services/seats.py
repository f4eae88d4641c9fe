"""Keep the numbers of seats on the class, on behalf of the room that gives the seats out."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.catalog.errors import ClassNotFound
from portal.catalog.models import ClassSession
from portal.core.db import transaction


def lock_class(session: Session, class_id: int) -> ClassSession:
    """Return the row of a class, locked and fresh, until the running transaction ends.

    Rows that only point to the class do not wait: who writes one may hold a wish that is asked for further below.

    Raises:
        ClassNotFound: there is none.
    """
    stmt = (
        select(ClassSession)
        .where(ClassSession.id == class_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    found = session.scalar(stmt)
    if found is None:
        raise ClassNotFound(class_id)
    return found


def set_seat_counts(class_id: int, taken: int, waiting: int) -> None:
    """Write down how many seats are taken or held and how many people wait, as counted under `lock_class`."""
    with transaction() as session:
        session.execute(
            update(ClassSession).where(ClassSession.id == class_id).values(seats_taken=taken, waiting=waiting)
        )
