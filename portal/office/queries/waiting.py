"""Ask a neighbour on the same floor what waits there: the roof introduces the two."""

from collections.abc import Callable

from flask import Flask, current_app

CountContests = Callable[[str], int]
_NAME = "office.contests"


def know_contests_by(app: Flask, count: CountContests) -> None:
    """Let the desk ask how many contested sign-ups and wishes of a region wait for an answer."""
    app.extensions[_NAME] = count


def count_contests(region_code: str) -> int:
    """Return how many contested sign-ups and wishes of a region wait for an answer."""
    count: CountContests = current_app.extensions[_NAME]
    return count(region_code)
