"""What an officer looks for in the ledger, and what they do about a wish."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from portal.catalog.types import Cursor
from portal.core import regions
from portal.core.i18n import _, _l, edition, format_date
from portal.core.typed_text import one_line
from portal.core.web import PortalForm
from portal.enrolment.types import ClassFacts, LedgerFilter, NewAnswer, Ready, Shelf
from portal.records.rules import printable

AGES = (0, 15, 30, 60, 90, 180)  # days
_LONGEST = 60


@dataclass(frozen=True)
class LedgerAsked:
    """What an address asks of the ledger, the same in its shortest writing, and where the page begins."""

    filter: LedgerFilter
    address: dict[str, str]
    cursor: Cursor

    @property
    def chosen(self) -> int:
        """How many filters are set."""
        return len(self.address.keys() - {"state", "q"})


class LedgerFilterForm(PortalForm):
    """Where, what, and how long."""

    region = SelectField(_l("Where"), [Optional()])
    days = SelectField(_l("Open for at least"), [Optional()])

    class Meta(PortalForm.Meta):
        """An address changes nothing, so it carries no token."""

        csrf = False

    def __init__(self, own: str, args: Mapping[str, str], **kwargs: Any) -> None:
        """Offer the places inside the officer's region, and take from the address what is among the choices."""
        super().__init__(formdata=MultiDict(args), **kwargs)
        self.region.choices = _places(own)
        self.days.choices = [(str(days), _("%(days)s days", days=days) if days else _("Any age")) for days in AGES]
        self.region.data = self.region.data if self.region.data in dict(_flat(self.region.choices)) else own
        self.days.data = self.days.data if self.days.data in map(str, AGES) else "0"


def read_ledger_filter(args: Mapping[str, str], own: str) -> tuple[LedgerAsked, LedgerFilterForm]:
    """Return what is asked of the ledger of a region, and the form that shows it; what makes no sense is left out."""
    form = LedgerFilterForm(own, args)
    state, q = args.get("state", ""), one_line(printable(args.get("q", "")))[:_LONGEST]
    shelf = Shelf(state) if state in tuple(Shelf) else Shelf.OPEN
    address = {
        "state": "" if shelf is Shelf.OPEN else shelf.value,
        "q": q,
        "region": "" if form.region.data == own else str(form.region.data),
        "days": "" if form.days.data == "0" else str(form.days.data),
    }
    asked = LedgerFilter(str(form.region.data), shelf, q, int(form.days.data))
    return LedgerAsked(asked, {name: value for name, value in address.items() if value}, read_cursor(args)), form


class ArrangeForm(PortalForm):
    """Which of the fitting classes is offered to the person."""

    class_session = RadioField(_l("Classes that fit"), [InputRequired(_l("Choose a class"))])

    def offer(self, fitting: Iterable[ClassFacts]) -> None:
        """Offer the classes that fit now."""
        self.class_session.choices = [(str(one.id), _in_one_line(one)) for one in fitting]

    @property
    def class_id(self) -> int:
        """The class chosen."""
        return int(self.class_session.data)


class WishAnswerForm(PortalForm):
    """What the person is answered."""

    ready = RadioField(
        _l("Ready sentence"),
        [Optional()],
        description=_l("Each person reads it in their own language."),
        default="",
    )
    answer = TextAreaField(
        _l("Answer"),
        [Length(max=500, message=_l("At most 500 characters"))],
        description=_l("The person reads this. Please write no names and no numbers."),
    )
    closes = BooleanField(
        _l("This settles the wish: close it"),
        description=_l("Otherwise it stays open. The person can open it again in any case."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ready.choices = [
            ("", _("None, I write myself")),
            (Ready.CLASS_PLANNED.value, _("A class is being planned. We tell you when it opens.")),
            (Ready.NO_CLASS_YET.value, _("No class is planned yet. Your wish stays in the ledger.")),
            (Ready.WE_CALL.value, _("We call you in the next days.")),
            (Ready.COME_TO_STATION.value, _("Please come to the service station near you. Bring your identity card.")),
        ]

    def validate_answer(self, field: TextAreaField) -> None:
        """Ask for one of the two."""
        if not self.ready.data and not _words(field.data):
            raise ValidationError(_("Choose a ready sentence, or write an answer"))

    def validate_closes(self, field: BooleanField) -> None:
        """Refuse to close a wish with a sentence that promises that it stays open."""
        if field.data and self.ready.data in (Ready.NO_CLASS_YET.value, Ready.CLASS_PLANNED.value):
            raise ValidationError(_("This sentence promises that we go on looking, so the wish stays open"))

    def to_answer(self) -> NewAnswer:
        """Return the valid answers as the service expects them."""
        ready = Ready(self.ready.data) if self.ready.data else None
        return NewAnswer(ready, _words(self.answer.data) or None, bool(self.closes.data))


def read_cursor(args: Mapping[str, str]) -> Cursor:
    """Return where a page begins; what makes no sense is the first."""
    number, *keys = args.get("page", "1").split("~")
    digits = number.removesuffix("b")
    if not (digits.isascii() and digits.isdigit() and 0 < len(digits) < 6):
        return Cursor()
    return Cursor(max(int(digits), 1), tuple(keys), number.endswith("b"))


def _words(text: str | None) -> str:
    return "\n".join(filter(None, map(printable, (text or "").splitlines())))


def _places(own: str) -> list[tuple[str, str]] | dict[str, list[tuple[str, str]]]:
    place = regions.get(own)
    everywhere = (own, _("My whole region"))
    if place is None or place.level != "province":
        return [everywhere, *((inside.code, _named(inside.name, inside.name_mn)) for inside in regions.children(own))]
    groups: dict[str, list[tuple[str, str]]] = {"": [everywhere]}
    for league in regions.children(own):
        title = _named(league.name, league.name_mn)
        inside = [(below.code, _named(below.name, below.name_mn)) for below in regions.children(league.code)]
        groups[title] = [(league.code, _("%(place)s: anywhere", place=title)), *inside]
    return groups


def _flat(choices: Any) -> list[tuple[str, str]]:
    groups = choices.values() if isinstance(choices, dict) else [choices]
    return cast(list[tuple[str, str]], [choice for group in groups for choice in group])


def _in_one_line(one: ClassFacts) -> str:
    left = _("%(number)s seats left", number=max(one.capacity - one.seats_taken, 0))
    shown = (
        _named(one.name, one.name_mn),
        format_date(one.starts_on),
        _named(*regions.with_town(one.region_code, one.place, one.place_mn)),
        _named(one.provider, one.provider_mn),
        left,
    )
    return " · ".join(shown)


def _named(zh: str, mn: str | None) -> str:
    return mn if mn and edition() == "mn" else zh
