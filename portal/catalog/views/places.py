"""Offer places to choose from: the leagues, and the banners of the one chosen."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.core import regions
from portal.core.regions import Place


@dataclass(frozen=True)
class PlaceChoices:
    """What the choice of a place offers, each with a number: the league one is in with its banners, then the others.

    Where nothing was counted there are no numbers.
    """

    league: Place | None
    inside: tuple[tuple[Place, int | None], ...]
    leagues: tuple[tuple[Place, int | None], ...]


def place_choices(chosen: str | None, counts: Mapping[str, int] | None) -> PlaceChoices:
    """Return the places that have something, all where nothing was counted, and the chosen one in any case."""
    league = next((place for place in regions.path(chosen) if place.level == "prefecture"), None)
    banners = regions.children(league.code) if league else []
    leagues = [place for place in _leagues(counts) if place != league]
    inside = [place for place in banners if counts is None or place.code in counts or place.code == chosen]
    return PlaceChoices(
        league=league,
        inside=tuple((place, _number(place, counts)) for place in ([league, *inside] if league else [])),
        leagues=tuple((place, _number(place, counts)) for place in leagues),
    )


def _leagues(counts: Mapping[str, int] | None) -> list[Place]:
    if counts is None:
        return regions.prefectures()
    found = sorted(code for code in counts if code.endswith("00") and not code.endswith("0000"))
    return [place for code in found if (place := regions.get(code))]


def _number(place: Place, counts: Mapping[str, int] | None) -> int | None:
    return None if counts is None else counts.get(place.code, 0)
