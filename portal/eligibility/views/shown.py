"""Prepare an answer for a page or a document: each verdict with all its words, in the order of reading."""

from collections.abc import Iterable
from dataclasses import dataclass

from portal.core import regions
from portal.core.i18n import format_date
from portal.eligibility.rules.summary import word_for
from portal.eligibility.types import Change, Kind, Rulebook, Summary, Verdict, Word
from portal.eligibility.views import open_points, rule_titles, rule_words, wording
from portal.eligibility.views.wording import Named

_DAY_AND_PLACE = frozenset({"training_date", "training_region"})
_OWN_PLACES = frozenset({"hukou_region", "job_region", "residence_region"})


@dataclass(frozen=True, slots=True)
class Shown:
    """One verdict in words; ``is_far``: where only its gist is printed."""

    rule_id: str
    word: Word
    title: str
    title_mn: str
    explanation: str
    in_chinese: str
    reasons: list[str]
    missing: list[str]
    groups: list[Named]
    quotes: list[tuple[str, str]]
    starts: str
    ends: str | None
    open_conditions: list[Named]
    open_details: list[Named]
    barred: list[str]
    asks: list[Named]
    note: str
    is_far: bool


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of support with the verdicts about it."""

    kind: Kind
    name: str
    picture: str
    word: Word
    verdicts: list[Shown]


@dataclass(frozen=True, slots=True)
class Page:
    """A whole answer in words; ``lead_alone`` is for where no question can be answered."""

    lead: str
    lead_alone: str
    word: Word | None
    best: list[str]
    asks: list[Named]
    sections: list[Section]
    set_aside: list[Shown]


@dataclass(frozen=True, slots=True)
class ShownChange:
    """One rule that answers differently when something is changed."""

    title: str
    explanation: str
    before: Word
    after: Word


def page_of(summary: Summary, book: Rulebook) -> Page:
    """Put an answer into words."""
    sections = [
        Section(
            part.kind,
            wording.kind_name(part.kind, part.verdicts[0]),
            wording.PICTURES.get(part.kind, "money"),
            part.word,
            [shown(found, book, word_for(found, part.kind)) for found in part.verdicts],
        )
        for part in summary.kinds
    ]
    lead = str(wording.LEADS[summary.word])
    return Page(
        lead=lead,
        lead_alone=str(wording.NOTHING_TO_ANSWER) if summary.word is Word.TO_BE_CONFIRMED else lead,
        word=summary.word,
        best=[part.name for part in sections if part.word is summary.word and part.kind is not Kind.SERVICE],
        asks=[bureau(code) for code in summary.asks],
        sections=sections,
        set_aside=[shown(found, book) for found in summary.set_aside],
    )


def shown(found: Verdict, book: Rulebook, word: Word | None = None) -> Shown:
    """Put one verdict into words."""
    sources = wording.sources_of(found)
    return Shown(
        rule_id=found.rule_id,
        word=word or found.word,
        title=found.title,
        title_mn=rule_titles.mongolian_title(found),
        explanation=rule_words.explanation(found),
        in_chinese=rule_words.explanation_in_chinese(found),
        reasons=wording.reasons_of(found),
        missing=wording.missing_of(found.missing),
        groups=wording.groups_named(found, book),
        quotes=[(cite.quotation, source) for cite, source in zip(found.citations, sources, strict=False)],
        starts=format_date(found.period.first),
        ends=None if found.period.last is None else format_date(found.period.last),
        open_conditions=open_points.points_of(found.open_conditions),
        open_details=open_points.points_of(found.open_details),
        barred=[wording.kind_name(kind) for kind in found.barred_kinds],
        asks=[bureau(code) for code in found.ask],
        note=found.note,
        is_far=_is_far(found),
    )


def _is_far(found: Verdict) -> bool:
    """Say whether not even day and place are known: most rules then may hold, and none of them is near."""
    missing = set(found.missing)
    return not missing.isdisjoint(_DAY_AND_PLACE) or missing >= _OWN_PLACES


def changes_of(changes: Iterable[Change]) -> list[ShownChange]:
    """Put into words what a changed answer changes for the person; a refusal that becomes history changes nothing."""
    nothing = {Word.NOT_ELIGIBLE, Word.OUT_OF_PERIOD}
    return [
        ShownChange(change.after.title, rule_words.explanation(change.after), change.before.word, change.after.word)
        for change in changes
        if change.before and change.after and not {change.before.word, change.after.word} <= nothing
    ]


def bureau(code: str) -> Named:
    """Name the place whose bureau answers."""
    place = regions.get(code)
    return Named(place.name, place.name_mn) if place else Named(code)
