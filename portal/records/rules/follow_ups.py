"""When people are asked how they fare after a course, and whether a certificate is what a post asks for.

Source:
    Notice on training of migrant workers, 2024-02-07, part 3 (3): "加强对参训学员的后续跟踪回访服务",
    "引导推荐与其技能水平相匹配的就业岗位". It sets no days; these are our own measures of 2026-11.
"""

from datetime import date, timedelta

FIRST_AFTER = timedelta(days=30)  # the last day of the course
FOLLOWED_FOR = timedelta(days=365)
MONTHS = (1, 3, 6)  # to the next visit
LEVELS = ("none", "5", "4", "3", "2", "1", "special", "chief")  # from the lowest to the highest


def first_due_on(ends_on: date) -> date:
    """Return when someone is asked for the first time."""
    return ends_on + FIRST_AFTER


def next_due_on(asked_on: date, months: int) -> date | None:
    """Return when someone is asked again, or None where nobody asks any more."""
    return asked_on + timedelta(days=30 * months) if months else None
