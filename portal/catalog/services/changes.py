"""Say that a class was changed by a file, to whoever knows the people on it: this room knows nobody."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask, current_app

from portal.catalog.models import ClassSession

CONCERNS_PEOPLE = ("starts_on", "ends_on", "place")


def tell_changes_by(app: Flask, tell: Callable[[int], object]) -> None:
    """Let someone be called with each class whose days or place a file changes, within its transaction."""
    app.extensions["class_changes"] = tell


def concerns_people(row: ClassSession, values: Mapping[str, Any]) -> bool:
    """Tell whether new values of a class change what people on it must know."""
    return any(name in values and getattr(row, name) != values[name] for name in CONCERNS_PEOPLE)


def say_changed(class_id: int) -> None:
    """Say that a class has new days or another place."""
    current_app.extensions["class_changes"](class_id)
