"""Read classes for their provider, and for the bureau whose region they lie in."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from portal.catalog import queries as catalog
from portal.catalog.models import CatalogEntry, ClassChangeRequest, ClassSession, Occupation, Provider
from portal.catalog.queries import plans
from portal.catalog.queries.classes import sign_up_of
from portal.catalog.types import ClassDetail, ClassState
from portal.core import clock
from portal.core.db import read_as, session
from portal.core.errors import NotFound
from portal.office.types.classes import ChangeLine, ClassLine, ClassPage, OfficeClass, ProviderFacts, Shelf
from portal.people.models import Account
from portal.records.queries.claims import in_reach
from portal.records.types import Reach

PAGE = 20
CLASHES_SHOWN = 10
_OVER = (ClassState.FINISHED, ClassState.CANCELLED)
_WAITS = and_(ClassSession.state == ClassState.DRAFT, ClassSession.submitted_at.is_not(None))
_ASKED = and_(
    ClassSession.id.in_(select(ClassChangeRequest.class_session_id).where(ClassChangeRequest.refused_reason.is_(None))),
    ClassSession.state.not_in((ClassState.DRAFT, *_OVER)),
)
_SENT_BACK = and_(
    ClassSession.state == ClassState.DRAFT,
    ClassSession.submitted_at.is_(None),
    ClassSession.sent_back_reason.is_not(None),
)
_LINES: Select[*tuple[Any, ...]] = (
    select(
        ClassSession.id,
        ClassSession.number,
        Occupation.name,
        func.coalesce(CatalogEntry.name_mn, Occupation.name_mn).label("name_mn"),
        ClassSession.level,
        Provider.name.label("provider"),
        Provider.name_mn.label("provider_mn"),
        ClassSession.region_code,
        ClassSession.place,
        ClassSession.place_mn,
        ClassSession.starts_on,
        ClassSession.ends_on,
        ClassSession.daily_hours,
        ClassSession.capacity,
        ClassSession.seats_taken,
        ClassSession.waiting,
        ClassSession.state,
        ClassSession.submitted_at,
        ClassSession.sent_back_reason,
        ClassSession.apply_from,
        ClassSession.apply_by,
        Provider.state.label("provider_state"),
        Provider.accredited_from,
        Provider.accredited_to,
    )
    .join(Occupation, Occupation.id == ClassSession.occupation_id)
    .join(CatalogEntry, CatalogEntry.id == ClassSession.entry_id)
    .join(Provider, Provider.id == ClassSession.provider_id)
)


def list_classes(reach: Reach, shelf: Shelf, page: int = 1) -> ClassPage:
    """Return a page of classes: what is being prepared first, then by first day; of those over, the latest first."""
    over = ClassSession.state.in_(_OVER)
    stmt = _LINES.where(_visible(reach), over if shelf is Shelf.OVER else ~over)
    if shelf is Shelf.OVER:
        stmt = stmt.order_by(ClassSession.ends_on.desc(), ClassSession.id.desc())
    else:
        draft_first = case((ClassSession.state == ClassState.DRAFT, 0), else_=1)
        stmt = stmt.order_by(draft_first, ClassSession.starts_on, ClassSession.id)
    rows = session().execute(stmt.limit(PAGE + 1).offset((page - 1) * PAGE)).all()
    return ClassPage(tuple(_line(row) for row in rows[:PAGE]), page, len(rows) > PAGE)


def find_class_id(reach: Reach, number: str) -> int | None:
    """Return the class with this 班次编号, or None where it is out of reach."""
    return session().scalar(select(ClassSession.id).where(ClassSession.number == number, _visible(reach)))


def list_reviews(reach: Reach) -> list[ClassLine]:
    """Return the classes that wait for an officer of a region, the longest waiting first."""
    stmt = _LINES.where(_visible(reach), _WAITS).order_by(ClassSession.submitted_at, ClassSession.id).limit(100)
    return [_line(row) for row in session().execute(stmt)]


def list_change_requests(reach: Reach) -> list[ClassLine]:
    """Return the published classes whose school wants them changed, by first day."""
    stmt = _LINES.where(_visible(reach), _ASKED)
    rows = session().execute(stmt.order_by(ClassSession.starts_on, ClassSession.id).limit(100))
    return [_line(row) for row in rows]


def count_reviews(reach: Reach) -> int:
    """Return how many classes wait for an officer of a region: to be published, or changed."""
    return _count(reach, _WAITS) + _count(reach, _ASKED)


def count_sent_back(reach: Reach) -> int:
    """Return how many classes of a provider an officer sent back."""
    return _count(reach, _SENT_BACK)


def get_class(reach: Reach, class_id: int) -> OfficeClass:
    """Return a class of a provider, or of a region once it is submitted.

    Raises:
        NotFound: there is none, or it is out of reach.
    """
    if session().scalar(select(ClassSession.id).where(ClassSession.id == class_id, _visible(reach))) is None:
        raise NotFound
    detail, review, changes = catalog.get_class(class_id), plans.get_review(class_id), plans.list_changes(class_id)
    known = (review.submitted_by_id, review.reviewed_by_id, *(change.account_id for change in changes))
    names = _names(one for one in known if one is not None)
    return OfficeClass(
        detail=detail,
        submitted_at=review.submitted_at,
        submitted_by=names.get(review.submitted_by_id or 0),
        reviewed_at=review.reviewed_at,
        reviewed_by=names.get(review.reviewed_by_id or 0),
        sent_back_reason=review.sent_back_reason,
        changes=tuple(
            ChangeLine(one.field, one.before, one.after, one.changed_at, names.get(one.account_id, ""))
            for one in changes
        ),
        request=plans.find_request(class_id),
    )


def list_clashes(found: ClassDetail) -> list[ClassLine]:
    """Return what an officer should hold a plan against.

    That is what the same provider, or anyone at the same place, has on these days, and the same occupation and level
    in the same county.
    """
    same = or_(
        ClassSession.provider_id == found.provider_id,
        and_(ClassSession.place == found.place, ClassSession.region_code == found.region_code),
        and_(
            ClassSession.occupation_id == found.occupation_id,
            ClassSession.level == found.level,
            ClassSession.region_code == found.region_code,
        ),
    )
    stmt = _LINES.where(
        same,
        ClassSession.id != found.id,
        ClassSession.state.not_in((ClassState.DRAFT, *_OVER)),
        ClassSession.starts_on <= found.ends_on,
        ClassSession.ends_on >= found.starts_on,
    )
    rows = session().execute(stmt.order_by(ClassSession.starts_on, ClassSession.id).limit(CLASHES_SHOWN))
    return [_line(row) for row in rows]


def provider_facts(provider_id: int) -> ProviderFacts:
    """Return what an officer looks at of a provider."""
    row = session().get_one(Provider, provider_id)
    stmt = select(func.count()).where(
        ClassSession.provider_id == provider_id, ClassSession.state.not_in((ClassState.DRAFT, *_OVER))
    )
    now = session().scalar(stmt) or 0
    return ProviderFacts(row.accredited_from, row.accredited_to, row.state, tuple(row.trades), now)


def _line(row: Any) -> ClassLine:
    """Return a class of a list with the word for it that the public page has."""
    return read_as(ClassLine, row, sign_up=sign_up_of(row, clock.today()))


def _visible(reach: Reach) -> ColumnElement[bool]:
    if reach.provider_id is not None:
        return ClassSession.provider_id == reach.provider_id
    return and_(in_reach(reach, ClassSession.region_code), or_(ClassSession.state != ClassState.DRAFT, _WAITS))


def _count(reach: Reach, which: ColumnElement[bool]) -> int:
    return session().scalar(select(func.count()).select_from(ClassSession).where(_visible(reach), which)) or 0


def _names(account_ids: Iterable[int]) -> dict[int, str]:
    stmt = select(Account.id, Account.display_name).where(Account.id.in_(set(account_ids)))
    return {row.id: row.display_name or "" for row in session().execute(stmt)}
