"""Choose among the classes to come, and count what each further choice would leave."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import reduce
from itertools import islice
from operator import and_

from portal.catalog.queries.class_bits import EVERYONE, ClassBits, Place
from portal.catalog.queries.classes import list_cards
from portal.catalog.queries.coming import coming
from portal.catalog.types import PAGE_SIZE, ClassCard, ClassFilter, Cursor, Facets, Page
from portal.core import search_keys
from portal.core.terms import terms

Found = tuple[int, Place]  # rank of the answer, then the order of the list

_FACETS_AT_MOST = 256
_PAGES_TO_JUMP = 50  # pages one may jump to by number; beyond, the way leads from page to page


def coming_facets(asked: ClassFilter) -> Facets:
    """Return how many of the classes to come answer, and how many would with each further choice."""
    bits = coming()
    kept: dict[ClassFilter, Facets] = bits.answers  # another one after each change
    found = kept.get(asked)
    if found is None:
        if len(kept) >= _FACETS_AT_MOST:
            kept.clear()
        found = kept[asked] = _facets(bits, asked)
    return found


def _facets(bits: ClassBits, asked: ClassFilter) -> Facets:
    among = _window(bits, asked) & reduce(lambda a, b: a | b, _ranks(bits, asked.q), 0)
    chosen = _chosen(bits, asked)
    counts: dict[str, Mapping[str, int]] = {}
    for name in ("region", "trade", "level", "mode", "language", "group", "open"):
        counts[name] = bits.counts(name, _all_of(among, chosen, but=name))
    everyone = counts["group"].get(EVERYONE, 0)
    counts["group"] = {code: counts["group"].get(code, 0) + everyone for code in terms("group")}
    return Facets(_all_of(among, chosen).bit_count(), counts)


def list_coming(asked: ClassFilter, cursor: Cursor) -> Page[ClassCard]:
    """Return a page of the classes to come: the best answers first where words were typed, then by their first day."""
    bits = coming()
    fitting = _all_of(_window(bits, asked), _chosen(bits, asked))
    ranks = [rank & fitting for rank in _ranks(bits, asked.q)]
    beyond = _beyond(cursor, has_rank=bool(asked.q))
    back = cursor.back and beyond is not None
    number = cursor.number if beyond else min(cursor.number, _PAGES_TO_JUMP)
    skipped = 0 if beyond else (number - 1) * PAGE_SIZE
    found = list(islice(_walk(bits, ranks, beyond, back=back), skipped, skipped + PAGE_SIZE + 1))
    more, found = len(found) > PAGE_SIZE, found[:PAGE_SIZE]
    if back:
        found.reverse()
    has_next, has_previous = found and (more or back), found and (more if back else number > 1)
    return Page(
        items=tuple(list_cards([place[1] for _rank, place in found])),
        number=number,
        next=_cursor(found[-1], asked, number + 1) if has_next else None,
        previous=_cursor(found[0], asked, max(number - 1, 1), back=True) if has_previous else None,
    )


def _window(bits: ClassBits, asked: ClassFilter) -> int:
    return bits.live & bits.between(asked.starts_from, asked.starts_to)


def _ranks(bits: ClassBits, q: str) -> list[int]:
    return search_keys.ranked(q, bits.holding) if q else [-1]


def _chosen(bits: ClassBits, asked: ClassFilter) -> dict[str, int]:
    """Return for each choice made the classes that answer it."""
    chosen = {}
    for name in ("trade", "level", "mode", "language"):
        if (value := getattr(asked, name)) is not None:
            chosen[name] = bits.having(name, value)
    if asked.region is not None:
        chosen["region"] = bits.having("region" if len(asked.region) == 6 else "place", asked.region)
    if asked.group is not None:
        chosen["group"] = bits.having("group", EVERYONE, asked.group)
    if asked.open_only:
        chosen["open"] = bits.having("open", "1")
    return chosen


def _all_of(among: int, chosen: Mapping[str, int], but: str | None = None) -> int:
    return reduce(and_, (classes for name, classes in chosen.items() if name != but), among)


def _walk(bits: ClassBits, ranks: Sequence[int], beyond: Found | None, *, back: bool) -> Iterator[Found]:
    numbered = list(enumerate(ranks))
    for rank, classes in reversed(numbered) if back else numbered:
        if beyond is not None and (rank > beyond[0] if back else rank < beyond[0]):
            continue
        start = beyond[1] if beyond is not None and rank == beyond[0] else None
        for place in bits.walk(classes, beyond=start, back=back):
            yield rank, place


def _beyond(cursor: Cursor, *, has_rank: bool) -> Found | None:
    """Return what the page comes after; a cursor that does not fit the list gives its first page."""
    keys = cursor.keys if has_rank else ("0", *cursor.keys)
    try:
        rank, day, class_id = keys
        return int(rank), (date.fromisoformat(day), int(class_id))
    except ValueError:
        return None


def _cursor(found: Found, asked: ClassFilter, number: int, *, back: bool = False) -> Cursor:
    rank, (day, class_id) = found
    keys = (day.isoformat(), str(class_id))
    return Cursor(number, (str(rank), *keys) if asked.q else keys, back)
