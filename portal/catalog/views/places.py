"""Offer places to choose from: the leagues, and the banners of the one chosen."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from portal.core import regions
from portal.core.i18n import edition
from portal.core.regions import Place


@dataclass(frozen=True)
class PlaceChoices:
    """What the choice of a place offers: the league one is in with its banners, then the other leagues."""

    league: Place | None
    banners: tuple[tuple[Place, int], ...]
    leagues: tuple[tuple[Place, int], ...]
    counts: Mapping[str, int]


def place_text(code: str) -> Markup:
    """Return the place with the league and banner it lies in, in the words of the edition."""
    places = regions.path(code)
    places = places[1:] or places
    if edition() == "zh":
        return escape("".join(place.name for place in places))
    return Markup(" ").join(_in_mongolian(place) for place in places)


def _in_mongolian(place: Place) -> Markup:
    if place.name_mn:
        return escape(place.name_mn)
    return Markup('<span lang="zh-Hans-CN">{}</span>').format(place.name)


def place_choices(chosen: str | None, counts: Mapping[str, int]) -> PlaceChoices:
    """Return the places that have something, and the chosen one in any case."""
    league = next((place for place in regions.path(chosen) if place.level == "prefecture"), None)
    banners = regions.children(league.code) if league else []
    found = {code for code in counts if code.endswith("00") and not code.endswith("0000")}
    leagues = [place for code in sorted(found) if (place := regions.get(code)) and place != league]
    return PlaceChoices(
        league=league,
        banners=tuple((p, counts.get(p.code, 0)) for p in banners if p.code in counts or p.code == chosen),
        leagues=tuple((place, counts[place.code]) for place in leagues),
        counts=counts,
    )
