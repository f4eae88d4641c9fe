"""Name places, levels, groups and answers in the language of the page."""

from datetime import date

from portal.core import regions
from portal.core.i18n import _, edition, format_date
from portal.core.terms import Term, terms
from portal.eligibility.rules import address
from portal.eligibility.types import Group


def place_name(code: str) -> str:
    """Return the name of a place in the language of the page where it has one."""
    if code in (address.ELSEWHERE, address.ELSEWHERE_CODE):
        return _("Another province")
    place = regions.get(code)
    if place is None:
        return code
    return place.name_mn if edition() == "mn" and place.name_mn else place.name


def answer_text(name: str, value: str) -> str:
    """Return an answer as a person reads it."""
    if name in address.PLACES:
        return place_name(value)
    if name == "training_date":
        return format_date(date.fromisoformat(value))
    lists = {"level": "level", "earlier_level": "level", "groups": "group", "certificate": "certificate_kind"}
    found = terms(lists[name]).get(value) if name in lists else None
    if found is not None:
        return term_name(found)
    words = {address.YES: _("Yes"), address.NO: _("No"), address.NOT_YET: _("Not yet")}
    if value == address.NONE:
        return _("None of these") if name == "groups" else _("The class is over and I did not get one")
    return words.get(value, value)


def fact_texts(name: str, value: object) -> list[str]:
    """Return a fact of the record as a person reads it, one line for each part."""
    if isinstance(value, bool):
        return [_("Yes") if value else _("No")]
    if name in address.PLACES:
        return [place_name(str(value))]
    if isinstance(value, date):
        return [format_date(value)]
    if name == "claim_key" and isinstance(value, list | tuple):
        return [" ".join(str(part) for part in value if part)]
    if name == "groups" and isinstance(value, list | tuple | set | frozenset):
        return [answer_text("groups", str(part)) for part in value] or [_("None of these")]
    if isinstance(value, list | tuple | set | frozenset):
        return [text for part in value for text in fact_texts("claim_key", part)] or [_("None")]
    return [str(value)]


def group_name(term: Term | None, group: Group) -> str:
    """Name a group by its common name, else as the documents do."""
    return group.zh if term is None else term_name(term)


def term_name(term: Term) -> str:
    """Name a fixed word in the language of the page where it has one."""
    return term.mn if edition() == "mn" and term.mn else term.zh
