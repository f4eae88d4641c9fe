"""Offer places, levels and certificates to choose from."""

from typing import Any

from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from portal.core import regions
from portal.core.i18n import _, _l
from portal.core.terms import terms
from portal.eligibility.forms.names import place_name, term_name
from portal.eligibility.rules import address

Choices = list[SelectChoice]
NOT_SURE = _l("I do not know")
_OWN_AUTHORITY = ("150781", "152501")
_PROVINCES = ("150000", "220000")


def choices_of(*pairs: tuple[str, Any], under: str | None = None) -> Choices:
    """Return choices from values and labels, under one heading where one is given."""
    return [SelectChoice(value, label, optgroup=under) for value, label in pairs]


class PlaceField(SelectField):
    """A league or city of the two regions, a whole region, or somewhere else."""

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, choices=place_choices, validate_choice=False, **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Choose the league or city of the place in the address."""
        self.data = shown_place(valuelist[0]) if valuelist else None


class YesNoField(RadioField):
    """Yes, no, or unknown."""

    def __init__(self, label: Any, **options: Any) -> None:
        choices = choices_of((address.YES, _l("Yes")), (address.NO, _l("No")), ("", NOT_SURE))
        super().__init__(label, choices=choices, validate_choice=False, default="", **options)


def place_choices() -> Choices:
    """Return the places to choose from: leagues and cities by region, each region as a whole, and elsewhere."""
    found = choices_of(("", _("I do not know")))
    for province in _PROVINCES:
        own = [place for code in _OWN_AUTHORITY if code.startswith(province[:2]) and (place := regions.get(code))]
        places = [(place.code, place_name(place.code)) for place in (*regions.children(province), *own)]
        whole = (province, _("Here, but I do not know where exactly"))
        found += choices_of(*places, whole, under=place_name(province))
    return [*found, *choices_of((address.ELSEWHERE, _("Another province")), under=_("Somewhere else"))]


def shown_place(code: str) -> str:
    """Return the choice that stands for a code: itself, or the league or city it lies in."""
    if code in (*_OWN_AUTHORITY, *_PROVINCES, address.ELSEWHERE) or len(code) != 6:
        return code
    found = regions.resolve(code)
    return f"{(found or code)[:4]}00"


def level_choices() -> Choices:
    """Return the levels to choose from."""
    levels = ((term.code, term_name(term)) for term in terms("level").values())
    return choices_of(("", _("I do not know")), *levels)


def certificate_choices() -> Choices:
    """Return the kinds of certificate, and the ways of having none."""
    kinds = ((term.code, term_name(term)) for term in terms("certificate_kind").values())
    over = (address.NONE, _("The class is over and I did not get one"))
    return choices_of((address.NOT_YET, _("Not yet")), *kinds, over, ("", _("I do not know")))
