"""Offer places to choose from: the leagues, and the banners of the one chosen."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.core import regions
from portal.core.regions import Place


@dataclass(frozen=True)
class PlaceChoices:
    """What the choice of a place offers, each with a number: the league one is in with its banners, then the others."""

    league: Place | None
    inside: tuple[tuple[Place, int], ...]
    leagues: tuple[tuple[Place, int], ...]


def place_choices(chosen: str | None, counts: Mapping[str, int]) -> PlaceChoices:
    """Return the places that have something, and the chosen one in any case."""
    league = next((place for place in regions.path(chosen) if place.level == "prefecture"), None)
    banners = regions.children(league.code) if league else []
    found = sorted(code for code in counts if code.endswith("00") and not code.endswith("0000"))
    leagues = [place for code in found if (place := regions.get(code)) and place != league]
    inside = [place for place in banners if place.code in counts or place.code == chosen]
    return PlaceChoices(
        league=league,
        inside=tuple((place, counts.get(place.code, 0)) for place in ([league, *inside] if league else [])),
        leagues=tuple((place, counts[place.code]) for place in leagues),
    )
