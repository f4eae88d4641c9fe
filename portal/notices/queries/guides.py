"""Guides and targets, read once from their files."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from portal.notices.errors import NoSuchGuide
from portal.notices.queries.documents import DATA, all_documents, read_yaml
from portal.notices.rules import guides as reading
from portal.notices.types import Guide, GuideKind, TargetSeries


@cache
def all_guides() -> Mapping[str, Guide]:
    """Return the guides by slug, in the order of the index."""
    rows: list[dict[str, Any]] = []
    for path in sorted((DATA / "guides").glob("*.yaml")):
        rows += read_yaml(f"guides/{path.name}")
    reader = reading.Reader(all_documents(), read_yaml("shared.yaml"))
    return MappingProxyType({guide.slug: guide for guide in reader.guides(rows)})


def get_guide(slug: str) -> Guide:
    """Return a guide.

    Raises:
        NoSuchGuide: there is none.
    """
    found = all_guides().get(slug)
    if found is None:
        raise NoSuchGuide(slug)
    return found


def guide_groups() -> dict[GuideKind, list[Guide]]:
    """Return the guides by what they are about."""
    groups: dict[GuideKind, list[Guide]] = {kind: [] for kind in GuideKind}
    for guide in all_guides().values():
        groups[guide.kind].append(guide)
    return groups


def search_guides(query: str) -> tuple[Guide, ...]:
    """Return the guides that answer a query, the surest first."""
    return reading.search(tuple(all_guides().values()), query)


@cache
def targets() -> tuple[TargetSeries, ...]:
    """Return the numbers the documents set."""
    return reading.Reader(all_documents(), {}).series(read_yaml("targets.yaml"))
