"""Announcements, and reports of wrong words."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class AnnouncementKind(StrEnum):
    """What an announcement is about."""

    POLICY = "policy"
    CLASSES = "classes"
    PUBLICATION = "publication"
    SERVICE = "service"


@dataclass(frozen=True)
class NewAnnouncement:
    """An announcement to be published.

    Args:
        title_zh: One line, without a full stop.
        body_zh: Plain text, a paragraph for each line.
        published_on: Local day it is dated.
        kind: What it is about.
        region: Code of the place it concerns; None for the whole portal.
        source: Who says so, and the number of the document where there is one.
        title_mn: The title in Mongolian, where somebody wrote it.
        body_mn: The body in Mongolian, where somebody wrote it.
    """

    title_zh: str
    body_zh: str
    published_on: date
    kind: AnnouncementKind
    region: str | None = None
    source: str | None = None
    title_mn: str | None = None
    body_mn: str | None = None


@dataclass(frozen=True)
class Announcement:
    """An announcement as published."""

    id: int
    title_zh: str
    title_mn: str | None
    body_zh: str
    body_mn: str | None
    published_on: date
    kind: AnnouncementKind
    region: str | None
    source: str | None
    updated_at: datetime


@dataclass(frozen=True)
class AnnouncementPage:
    """One page of announcements, newest first."""

    announcements: tuple[Announcement, ...]
    number: int
    has_next: bool


@dataclass(frozen=True)
class WordReport:
    """A word that a reader finds wrong."""

    edition: str
    page: str | None
    word: str
    suggestion: str | None
