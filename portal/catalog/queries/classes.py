"""Read class sessions."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Row, Select, bindparam, select

from portal.catalog import rules
from portal.catalog.errors import ClassNotFound
from portal.catalog.models import CatalogEntry, ClassSession, Occupation, Provider
from portal.catalog.types import ClassCard, ClassDetail, ClassState, SignUpState
from portal.core import clock
from portal.core.db import session

_CARD: tuple[Any, ...] = (
    ClassSession.id,
    ClassSession.number,
    Occupation.name.label("occupation_name"),
    Occupation.name_mn.label("occupation_name_mn"),
    ClassSession.trade,
    ClassSession.level,
    ClassSession.hours,
    ClassSession.starts_on,
    ClassSession.ends_on,
    ClassSession.region_code,
    ClassSession.place,
    ClassSession.place_mn,
    ClassSession.language,
    ClassSession.mode,
    ClassSession.capacity,
    ClassSession.seats_taken,
    ClassSession.waiting,
    ClassSession.apply_from,
    ClassSession.apply_by,
    Provider.id.label("provider_id"),
    Provider.name.label("provider_name"),
    Provider.name_mn.label("provider_name_mn"),
    ClassSession.state,
    Provider.state.label("provider_state"),
    Provider.accredited_from,
    Provider.accredited_to,
)
_MORE: tuple[Any, ...] = (
    ClassSession.entry_id,
    ClassSession.occupation_id,
    Occupation.code.label("occupation_code"),
    Occupation.extra_permit,
    Occupation.code_warning,
    ClassSession.training_type,
    ClassSession.department,
    ClassSession.daily_hours,
    ClassSession.target_groups,
    ClassSession.bring,
    ClassSession.way_there,
    ClassSession.way_there_mn,
    ClassSession.contact_phone,
    ClassSession.cancelled_reason,
    CatalogEntry.amount_fen,
    CatalogEntry.document_number.label("amount_document"),
    Provider.phone.label("provider_phone"),
    Provider.credit_code.label("provider_credit_code"),
    Provider.kind.label("provider_kind"),
    ClassSession.is_demo,
)
_CARDS: Select[Any] = (
    select(*_CARD)
    .join(Occupation, Occupation.id == ClassSession.occupation_id)
    .join(Provider, Provider.id == ClassSession.provider_id)
)
_CARDS_OF = _CARDS.where(ClassSession.id.in_(bindparam("ids", expanding=True)))
_DETAILS: Select[Any] = _CARDS.add_columns(*_MORE).join(CatalogEntry, CatalogEntry.id == ClassSession.entry_id)
_CARD_NAMES = tuple(column.key for column in _CARD)
_CARD_FIELDS = tuple(field.name for field in fields(ClassCard) if field.name != "sign_up")
_DETAIL_FIELDS = tuple(
    field.name for field in fields(ClassDetail) if field.name not in ("sign_up", "provider_takes_people")
)


def get_class(class_id: int) -> ClassDetail:
    """Return a class, drafts included: pages of the public ask `get_published_class`.

    Raises:
        ClassNotFound: there is none.
    """
    found = list_classes_by_ids([class_id])
    if not found:
        raise ClassNotFound(class_id)
    return found[0]


def get_published_class(class_id: int) -> ClassDetail:
    """Return a class that the public may see.

    Raises:
        ClassNotFound: there is none, or it is still being prepared.
    """
    found = get_class(class_id)
    if found.state == ClassState.DRAFT:
        raise ClassNotFound(class_id)
    return found


def find_class_by_number(number: str) -> ClassDetail | None:
    """Return the class with this 班次编号, or None."""
    row = session().execute(_DETAILS.where(ClassSession.number == number)).first()
    return _detail(row) if row else None


def list_classes_by_ids(class_ids: Iterable[int]) -> list[ClassDetail]:
    """Return the classes with these ids, in the order in which they were asked for; unknown ones are left out."""
    wanted = [class_id for class_id in dict.fromkeys(class_ids) if 0 < class_id < 2**63]
    if not wanted:
        return []
    rows = session().execute(_DETAILS.where(ClassSession.id.in_(wanted)))
    found = {row.id: _detail(row) for row in rows}
    return [found[class_id] for class_id in wanted if class_id in found]


def list_cards(class_ids: Iterable[int]) -> list[ClassCard]:
    """Return the cards of published classes, in the order in which they were asked for."""
    wanted = list(class_ids)
    rows = session().execute(_CARDS_OF, {"ids": wanted}) if wanted else ()
    found = {row.id: card(row) for row in rows if row.state != ClassState.DRAFT}
    return [found[class_id] for class_id in wanted if class_id in found]


def cards() -> Select[Any]:
    """Return the statement that reads what cards show."""
    return _CARDS


def card(row: Row[Any]) -> ClassCard:
    """Return a card of a row that `cards` read; the same for the same row, so that it is drawn once."""
    return _card_of(tuple(row[: len(_CARD)]), clock.today())


@lru_cache(maxsize=4096)
def _card_of(values: tuple[Any, ...], today: date) -> ClassCard:
    facts = dict(zip(_CARD_NAMES, values, strict=True))
    sign_up = sign_up_of(SimpleNamespace(**facts), today)
    return ClassCard(sign_up=sign_up, **{name: facts[name] for name in _CARD_FIELDS})


def _detail(row: Row[Any]) -> ClassDetail:
    found = row._mapping
    values = {name: found[name] for name in _DETAIL_FIELDS}
    values["target_groups"] = tuple(row.target_groups)
    today = clock.today()
    return ClassDetail(sign_up=sign_up_of(row, today), provider_takes_people=_takes_people(row, today), **values)


def _takes_people(row: Any, today: date) -> bool:
    return rules.takes_people(
        row.provider_state, accredited_from=row.accredited_from, accredited_to=row.accredited_to, today=today
    )


def sign_up_of(row: Any, today: date) -> SignUpState:
    """Return what someone who looks at a class today can do about it."""
    return rules.sign_up_state(row, today=today, provider_takes_people=_takes_people(row, today))
