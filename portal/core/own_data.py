"""Give people what is stored about them, and forget it when they ask: each room answers for its own tables.

Source:
    Personal Information Protection Law, articles 45 (view and copy) and 47 (delete; where a keeping period runs, stop
    everything except storage and protection).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, current_app

from portal.core.i18n import LazyText

Row = dict[str, Any]  # key in English, value as plain text, number, truth value, date or moment


@dataclass(frozen=True)
class OwnData:
    """What one room keeps about a person."""

    name: str  # key in the exported file
    title: LazyText
    export: Callable[[int], list[Row]]
    erase: Callable[[int], object] | None = None  # runs inside the transaction of the deletion
    kept_because: LazyText | None = None  # said before deletion where something must stay
    labels: Mapping[str, LazyText] = field(default_factory=dict)  # of the keys of a row that people are shown
    words: Mapping[str, LazyText] = field(default_factory=dict)  # of fixed values, by their plain text


def register(app: Flask, part: OwnData) -> None:
    """Add a room's part."""
    app.extensions.setdefault("own_data", []).append(part)


def parts() -> list[OwnData]:
    """Return all parts, in the order they were added."""
    found: list[OwnData] = current_app.extensions.get("own_data", [])
    return list(found)
