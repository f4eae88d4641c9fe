"""Guides: what the documents say, in plain words, statement by statement."""

from dataclasses import dataclass
from enum import StrEnum

from portal.notices.types.documents import PolicyDocument
from portal.notices.types.text import Text

__all__ = ["Guide", "GuideKind", "Part", "Section", "Source", "Statement", "Target", "TargetSeries", "Text"]


class GuideKind(StrEnum):
    """What a guide is about, in the order of the index."""

    SERVICE = "service"
    TRAINING = "training"
    SUBSIDY = "subsidy"
    STARTUP = "startup"
    GROUP = "group"
    PROGRAMME = "programme"


class Part(StrEnum):
    """A section of a guide, in the order people ask."""

    WHAT = "what"
    WHO = "who"
    GIVES = "gives"
    CONDITIONS = "conditions"
    STEPS = "steps"
    PAPERS = "papers"
    LIMITS = "limits"
    CARE = "care"  # what must not be done
    ASK = "ask"


@dataclass(frozen=True)
class Source:
    """The words of a document on which a statement rests."""

    document: PolicyDocument
    clause: str
    anchor: str
    quote: str


@dataclass(frozen=True)
class Statement:
    """One thing said to people: from a document, or how this portal does it (then with the page to go to)."""

    text: Text
    source: Source | None
    page: str | None


@dataclass(frozen=True)
class Section:
    """The statements of one part."""

    part: Part
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class Guide:
    """One guide.

    Args:
        group: Code of the group of people it is for, where it is a page of a group.
        unstated: What people ask and no document says.
        documents: The documents it rests on, in the order they are first named.
        key: What it is searched by.
    """

    slug: str
    kind: GuideKind
    icon: str
    title: Text
    lead: Text
    group: str | None
    sections: tuple[Section, ...]
    unstated: tuple[Text, ...]
    documents: tuple[PolicyDocument, ...]
    key: str


@dataclass(frozen=True)
class Target:
    """One number that a document sets."""

    label: Text
    value: float
    at_least: bool
    source: Source


@dataclass(frozen=True)
class TargetSeries:
    """Numbers of one kind that may stand in one chart.

    Args:
        unit: times, people, certificates, percent, places.
        charted: Whether the numbers may be compared by length; shares of different wholes may not.
    """

    id: str
    title: Text
    note: Text | None
    unit: str
    charted: bool
    targets: tuple[Target, ...]
