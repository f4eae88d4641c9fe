"""Give pages of other rooms the words of an answer: they hand over facts or an answer and draw what comes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from portal.core import clock
from portal.eligibility import queries
from portal.eligibility.rules import address
from portal.eligibility.rules.summary import is_set_aside, summary_of
from portal.eligibility.types import Answer, Comparison, Summary
from portal.eligibility.views import shown
from portal.people.access import maybe_signed_in


@dataclass(frozen=True, slots=True)
class OwnEntitlement:
    """What a class gives whoever is signed in, with the address of the whole answer."""

    page: shown.Page
    address: str


def my_entitlement(class_facts: Mapping[str, object]) -> OwnEntitlement | None:
    """Say what a class gives the person signed in; None where nobody is, or someone of the staff."""
    who = maybe_signed_in()
    if who is None or who.person_id is None:
        return None
    day = class_facts.get("training_date")
    known = queries.known_facts(who.person_id, day if isinstance(day, date) else clock.today())
    found = queries.class_summary(class_facts, {"today": clock.today(), **known})
    return OwnEntitlement(in_words(found), result_about(class_facts))


def in_words(found: Summary) -> shown.Page:
    """Put a summary into the words of the page."""
    return shown.page_of(found, queries.current_book())


def answer_in_words(found: Answer) -> shown.Page:
    """Put a frozen answer into the words of the page."""
    return in_words(summary_of(found.verdicts))


def changes_in_words(found: Comparison) -> list[shown.ShownChange]:
    """Put into words what differs between two answers; rules that were of no concern and still are, are left out."""
    matter = (change for change in found.changes if change.after is None or not is_set_aside(change.after))
    return shown.changes_of(matter)


def questions_about(class_facts: Mapping[str, object]) -> str:
    """Return the address that begins the questions about a class; it holds nothing about a person."""
    return url_for("eligibility.questions", **_query(class_facts))


def result_about(class_facts: Mapping[str, object]) -> str:
    """Return the address of the whole answer about a class; what the record knows is filled in where it is opened."""
    return url_for("eligibility.result", **_query(class_facts))


def _query(class_facts: Mapping[str, object]) -> dict[str, Any]:
    """Write the facts of a class into a query; people read the name of an occupation, not its code."""
    query: dict[str, Any] = dict(address.written(class_facts))
    names = {code: name for name, code in queries.occupation_codes().items()}
    if "occupation" in query:
        query["occupation"] = [names.get(code, code) for code in query["occupation"]]
    return query
