"""Say where to ask in each place that may count, and what the answer is if the training is there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from portal.core import regions
from portal.eligibility import queries
from portal.eligibility.queries import Helper
from portal.eligibility.rules.address import PLACES
from portal.eligibility.types import Word
from portal.eligibility.views import wording
from portal.eligibility.views.wording import Named

HELPERS_SHOWN = 2


@dataclass(frozen=True, slots=True)
class Counter:
    """One place of a person, with its answer and the people who help there."""

    code: str
    place: Named
    whose: list[str]
    word: Word | None
    helpers: tuple[Helper, ...]


def where_to_ask(facts: Mapping[str, object], word_if_held_in: Callable[[str], Word | None]) -> list[Counter]:
    """Return each place the answers name, once, the place of the class first.

    Args:
        facts: What is known.
        word_if_held_in: The best word the rules give if the class is held in a place.
    """
    whose: dict[str, list[str]] = {}
    for name in PLACES:
        place = regions.get(str(facts.get(name, "")))
        if place is not None:  # another province is in no table
            _add(whose, place.code, str(wording.FACTS[name]))
    return [_counter(code, names, word_if_held_in(code)) for code, names in whose.items()]


def are_apart(counters: list[Counter]) -> bool:
    """Say whether the places lie in different leagues or cities, so that more than one bureau has a say."""
    return len({counter.code[:4] for counter in counters}) > 1


def _add(whose: dict[str, list[str]], code: str, label: str) -> None:
    """Put a place under its code; of a city and a banner inside it, the banner stands for both."""
    wider = next((known for known in whose if code.startswith(regions.prefix(known))), None)
    narrower = next((known for known in whose if known.startswith(regions.prefix(code))), None)
    if narrower is not None:
        whose[narrower].append(label)
    elif wider is not None:
        whose[code] = [*whose.pop(wider), label]
    else:
        whose[code] = [label]


def _counter(code: str, whose: list[str], word: Word | None) -> Counter:
    place = regions.get(code)
    named = Named(place.name, place.name_mn) if place else Named(code)
    helpers = () if code.endswith("0000") else queries.helpers_in(code)[:HELPERS_SHOWN]
    return Counter(code, named, whose, word, helpers)
