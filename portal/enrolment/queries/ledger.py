"""Reads of the ledger: the wishes that one bureau answers for, those whose day comes first, first.

A wish belongs to the bureaus of the place wished for and above it; one for the whole region to those of where the
person lives, so that somebody near answers for it.

Source:
    Notice on training of migrant workers, 2024-02-07, part 3 (1): "建立职业技能培训、技能等级评价和就业需求台账".
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select

from portal.catalog.models import Occupation
from portal.catalog.queries.paging import Key, page_of
from portal.catalog.types import Cursor, Page
from portal.core import clock, identity_numbers, names, phones, regions, search_keys
from portal.core.db import session
from portal.core.errors import NotFound
from portal.enrolment import rules
from portal.enrolment.models import Wish
from portal.enrolment.queries.acts import acts_of
from portal.enrolment.queries.wishes import FittingClasses, content_of
from portal.enrolment.types import Act, ClassFacts, LedgerFilter, LedgerLine, Shelf, WishState
from portal.people.models import Person, PersonGroup, Station
from portal.people.types import PhoneOwner

ROWS_AT_ONCE = 500  # of an export
_CLASSES_TO_CHOOSE = 12
_SHELVES = {
    Shelf.OPEN: and_(Wish.state == WishState.OPEN, Wish.arranged_class_id.is_(None)),
    Shelf.ARRANGED: and_(Wish.state == WishState.OPEN, Wish.arranged_class_id.is_not(None)),
    Shelf.ANSWERED: Wish.state == WishState.ANSWERED,
    Shelf.MET: Wish.state == WishState.MET,
    Shelf.WITHDRAWN: Wish.state == WishState.WITHDRAWN,
}


def _number(text: str) -> int:
    if len(text) > 12:
        raise ValueError(text)
    return int(text)


_BY_DAY = (Key(Wish.due_on, date.fromisoformat), Key(Wish.id, _number))
_NEWEST = (Key(Wish.id, _number, descending=True),)


def list_ledger(asked: LedgerFilter, cursor: Cursor | None = None) -> Page[LedgerLine]:
    """Return a page of the ledger with what was done about each wish and which classes fit: five statements at most."""
    keys = _BY_DAY if asked.shelf in (Shelf.OPEN, Shelf.ARRANGED) else _NEWEST
    page: Page[Row[Any]] = page_of(_asked(asked), keys, cursor or Cursor(), lambda row: row)
    return Page(tuple(_lines(page.items)), page.number, page.next, page.previous)


def count_ledger(region: str) -> dict[str, int]:
    """Return how many wishes of a region lie on each shelf, and under ``overdue`` how many open ones wait too long."""
    overdue = and_(Wish.state == WishState.OPEN, Wish.due_on < clock.today())
    shelves = {**{shelf.value: condition for shelf, condition in _SHELVES.items()}, "overdue": overdue}
    counts = [func.count().filter(condition).label(name) for name, condition in shelves.items()]
    stmt = select(*counts).select_from(Wish).where(_in_ledger(region))
    return dict(session().execute(stmt).one()._mapping)


def count_overdue(region: str) -> int:
    """Return how many open wishes of a region wait too long, for the desk."""
    late = (Wish.state == WishState.OPEN, Wish.due_on < clock.today())
    return session().scalar(select(func.count()).select_from(Wish).where(_in_ledger(region), *late)) or 0


def get_line(wish_id: int, *, region: str) -> LedgerLine:
    """Return one wish of the ledger, with more of the classes that fit.

    Raises:
        NotFound: there is none, or another bureau answers for it.
    """
    row = session().execute(_all(region).where(Wish.id == wish_id)).one_or_none()
    if row is None:
        raise NotFound
    return next(_lines([row], _CLASSES_TO_CHOOSE))


def find_wisher(wish_id: int, *, region: str) -> int | None:
    """Return whose wish it is, or None where there is none or the bureau of another region answers for it."""
    return session().scalar(select(Wish.person_id).where(Wish.id == wish_id, _in_ledger(region)))


def classes_for(wish_id: int) -> tuple[ClassFacts, ...]:
    """Return the open classes that fit a wish now, soonest first."""
    wish = session().get(Wish, wish_id)
    if wish is None:
        return ()
    content = content_of(wish)
    return FittingClasses([content]).of(content, _CLASSES_TO_CHOOSE)


def name_of(occupation_id: int | None) -> tuple[str | None, str | None]:
    """Return the names of an occupation; none where a wish is in own words."""
    row = session().execute(select(Occupation.name, Occupation.name_mn).where(Occupation.id == occupation_id)).first()
    return (row.name, row.name_mn) if row else (None, None)


def all_lines(asked: LedgerFilter | None, *, region: str) -> Iterator[LedgerLine]:
    """Yield the wishes of a region for a file, oldest first, some hundred at a time; all of them without a filter."""
    last = 0
    while True:
        stmt = _all(region) if asked is None else _asked(asked)
        rows = session().execute(stmt.where(Wish.id > last).order_by(Wish.id).limit(ROWS_AT_ONCE)).all()
        yield from _lines(rows)
        if len(rows) < ROWS_AT_ONCE:
            return
        last = rows[-1].Wish.id


def _asked(asked: LedgerFilter) -> Select[*tuple[Any, ...]]:
    stmt = _all(asked.region).where(_SHELVES[asked.shelf])
    if asked.q:
        stmt = stmt.where(search_keys.matches(Occupation.search_key, asked.q))
    if asked.days:
        stmt = stmt.where(Wish.created_at < clock.end_of_day(clock.today() - timedelta(days=asked.days)))
    return stmt


def _all(region: str) -> Select[*tuple[Any, ...]]:
    return (
        select(Wish, Person, Occupation.name, Occupation.name_mn, Occupation.trade, Station.name, Station.name_mn)
        .join(Person, Person.id == Wish.person_id)
        .outerjoin(Occupation, Occupation.id == Wish.occupation_id)
        .outerjoin(Station, Station.id == Wish.station_id)
        .where(_in_ledger(region))
        .execution_options(populate_existing=True)
    )


def _in_ledger(region: str) -> ColumnElement[bool]:
    own = select(func.coalesce(Person.present_region, Person.home_region)).where(Person.id == Wish.person_id)
    lives = own.correlate(Wish).scalar_subquery()
    near = and_(Wish.region_code == regions.HOME_PROVINCE, regions.inside(lives, region))
    return or_(regions.inside(Wish.region_code, region), near)


def _lines(rows: Any, classes: int = 3) -> Iterator[LedgerLine]:
    acts = acts_of([row.Wish for row in rows])
    still = [content_of(row.Wish) for row in rows if row.Wish.state is WishState.OPEN]
    fitting, groups = FittingClasses(still), _groups([row.Person.id for row in rows])
    for row in rows:
        is_open = row.Wish.state is WishState.OPEN
        fits = fitting.of(content_of(row.Wish), classes) if is_open else ()
        yield _line(row, acts[row.Wish.id], fits, groups.get(row.Person.id, ()))


def _groups(person_ids: list[int]) -> dict[int, tuple[str, ...]]:
    stmt = (
        select(PersonGroup.person_id, PersonGroup.group_code)
        .where(
            PersonGroup.person_id.in_(person_ids),
            or_(PersonGroup.valid_to.is_(None), PersonGroup.valid_to >= clock.today()),
        )
        .order_by(PersonGroup.id)
    )
    found: dict[int, tuple[str, ...]] = {}
    for person_id, code in session().execute(stmt) if person_ids else ():
        found[person_id] = tuple(dict.fromkeys((*found.get(person_id, ()), code)))
    return found


def _line(row: Row[Any], acts: tuple[Act, ...], fitting: tuple[ClassFacts, ...], groups: tuple[str, ...]) -> LedgerLine:
    wish, person, name, name_mn, trade, station, station_mn = tuple(row)[:7]
    arranged = wish.state is WishState.OPEN and wish.arranged_class_id is not None
    today = clock.today()
    # A wish of the release before knows no day.
    due_on = max(wish.due_on, rules.act_by(clock.to_local(wish.created_at).date()))
    return LedgerLine(
        id=wish.id,
        person_id=person.id,
        masked_name=names.mask(person.name),
        masked_id_number=identity_numbers.mask(person.id_number),
        masked_phone=phones.mask(person.phone) if person.phone else None,
        phone_is_own=person.phone_owner is not PhoneOwner.RELATIVE,
        language=person.language,
        groups=groups,
        home_region=person.present_region or person.home_region,
        occupation=name,
        occupation_mn=name_mn,
        trade=trade,
        wish=content_of(wish),
        place=tuple(regions.path(wish.region_code)[1:] or regions.path(wish.region_code)),
        shelf=Shelf.ARRANGED if arranged else Shelf(wish.state.value),
        state=wish.state,
        channel=wish.channel,
        station=station,
        station_mn=station_mn,
        created_at=wish.created_at,
        closed_at=wish.closed_at,
        days_open=rules.days_open(wish.created_at, wish.closed_at, today),
        due_on=due_on,
        is_overdue=wish.state is WishState.OPEN and due_on < today,
        acts=acts,
        fitting=fitting,
    )
