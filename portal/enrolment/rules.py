"""Arithmetic of seats, offers, clashes and wishes."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import ceil

from portal.catalog import rules as catalog
from portal.catalog.types import ClassState, Mode, SignUpState, TeachingLanguage
from portal.core import clock, mongolian, search_keys
from portal.enrolment.types import (
    ApplicationState,
    ClassFacts,
    EndReason,
    NewWish,
    OccupationWords,
    Refusal,
    Season,
    Timespan,
    WhyOpen,
)

TIME_TO_ANSWER = timedelta(hours=48)  # our own measure; no document sets one
WISHES_AT_MOST = 10
ACT_WITHIN = timedelta(days=15)  # our own measure; the documents say 及时 and name no number

# Words that say that someone wishes, not what.
_FILLER = ("我想学", "想学", "我想", "我要", "想", "学习", "学", "培训班", "培训", "技术", "做", "当")
_FEWEST_LATIN = 4  # letters; fewer begin half the pinyin there is

_STEPS: dict[ApplicationState, frozenset[ApplicationState]] = {
    ApplicationState.WAITING: frozenset(
        {
            ApplicationState.ACCEPTED,
            ApplicationState.WITHDRAWN,
            ApplicationState.DECLINED,
            ApplicationState.EXPIRED,
        }
    ),
    ApplicationState.ACCEPTED: frozenset(
        {ApplicationState.ATTENDING, ApplicationState.WITHDRAWN, ApplicationState.DECLINED}
    ),
    # Someone who attends is declined only where the bureau ends the class, as when its provider is withdrawn.
    ApplicationState.ATTENDING: frozenset(
        {ApplicationState.COMPLETED, ApplicationState.ABSENT, ApplicationState.DECLINED}
    ),
}

# How a correction of a result changes what an application says; nobody takes these steps otherwise.
_CORRECTIONS = frozenset(
    {
        (ApplicationState.COMPLETED, ApplicationState.ABSENT),
        (ApplicationState.ABSENT, ApplicationState.COMPLETED),
    }
)

_REFUSED = {
    SignUpState.NOT_YET_OPEN: Refusal.NOT_YET_OPEN,
    SignUpState.PAST_DEADLINE: Refusal.DEADLINE_PASSED,
    SignUpState.CLOSED: Refusal.CLOSED,
    SignUpState.RUNNING: Refusal.RUNNING,
    SignUpState.FINISHED: Refusal.FINISHED,
    SignUpState.CANCELLED: Refusal.CANCELLED,
}

_SEASONS = {
    Season.SPRING: (3, 4, 5),
    Season.SUMMER: (6, 7, 8),
    Season.AUTUMN: (9, 10, 11),
    Season.WINTER: (12, 1, 2),
}

_HOURS = re.compile(r"(\d{1,2}):(\d{2})\s*[-–—~～至]\s*(\d{1,2}):(\d{2})")


@dataclass(frozen=True, slots=True)
class Seats:
    """How the seats of one class stand."""

    capacity: int
    taken: int  # accepted, attending, or held by a running offer
    waiting: int  # waiting without an offer

    @property
    def to_offer(self) -> int:
        """How many of the waiting can be offered a seat now."""
        return min(max(self.capacity - self.taken, 0), self.waiting)

    @property
    def open_to_newcomers(self) -> bool:
        """Whether someone who comes now gets a seat: one is free and nobody waits for it."""
        return self.taken < self.capacity and self.waiting == 0


def may_step(before: ApplicationState, after: ApplicationState) -> bool:
    """Say whether an application may go from one state to another."""
    return after in _STEPS.get(before, frozenset())


def may_correct(before: ApplicationState, after: ApplicationState) -> bool:
    """Say whether the correction of a result leads an application from one state to another."""
    return (before, after) in _CORRECTIONS


def offer_ends(moment: datetime, apply_by: date) -> datetime | None:
    """Return until when a seat offered now is held: 48 hours, never past the last day to apply; None after it."""
    deadline = clock.end_of_day(apply_by)
    return min(moment + TIME_TO_ANSWER, deadline) if moment < deadline else None


def offers_run(state: ClassState, moment: datetime, apply_by: date) -> bool:
    """Say whether freed seats of a class are still offered to the waiting.

    A class closed by hand takes nobody new, but keeps its word to those who wait.
    """
    return state in (ClassState.OPEN, ClassState.CLOSED) and moment < clock.end_of_day(apply_by)


def refusal(offered: ClassFacts, today: date) -> Refusal | None:
    """Return why nobody can apply for a class today, or None."""
    taking = catalog.takes_people(
        offered.provider_state,
        accredited_from=offered.accredited_from,
        accredited_to=offered.accredited_to,
        today=today,
    )
    state = catalog.sign_up_state(offered, today=today, provider_takes_people=taking)
    if state is SignUpState.CLOSED and not taking:
        return Refusal.PROVIDER_WITHDRAWN
    return _REFUSED.get(state)


def overlap(one: Timespan, other: Timespan) -> bool:
    """Say whether two classes want the same person at the same time; unknown hours are taken as the whole day."""
    if one.starts_on > other.ends_on or other.starts_on > one.ends_on:
        return False
    hours, others = _hours(one.daily_hours), _hours(other.daily_hours)
    if not hours or not others:
        return True
    return any(begin < other_end and other_begin < end for begin, end in hours for other_begin, other_end in others)


def hours_of_day(daily_hours: str | None) -> int | None:
    """Return how many whole hours one day of a class has, or None where its hours are not known."""
    minutes = _minutes_of_day(daily_hours)
    return round(minutes / 60) or None if minutes else None


def most_hours_of_day(daily_hours: str | None) -> int:
    """Return how many whole hours someone attends a class on one day at most: a begun hour counts in full."""
    minutes = _minutes_of_day(daily_hours)
    return min(ceil(minutes / 60), 24) if minutes else 24


def most_hours(daily_hours: str | None, days: int) -> int:
    """Return how many whole hours the days of a class hold at most; unknown hours are taken as the whole day."""
    return (_minutes_of_day(daily_hours) or 24 * 60) * days // 60


def _minutes_of_day(daily_hours: str | None) -> int | None:
    spans = _hours(daily_hours)
    minutes = sum((end.hour - begin.hour) * 60 + end.minute - begin.minute for begin, end in spans)
    return minutes if minutes > 0 else None


def fits_instead(ended: ClassFacts, other: ClassFacts, today: date) -> bool:
    """Say whether people of a class that does not take place may be moved into another one.

    It teaches the same occupation at the same level, has not begun, and its provider may take people.
    """
    taking = catalog.takes_people(
        other.provider_state,
        accredited_from=other.accredited_from,
        accredited_to=other.accredited_to,
        today=today,
    )
    same = (ended.occupation_id, ended.level) == (other.occupation_id, other.level) and ended.id != other.id
    return same and taking and other.state in (ClassState.OPEN, ClassState.CLOSED) and other.starts_on >= today


def season_of(day: date) -> Season:
    """Return the season a day falls in."""
    return next(season for season, months in _SEASONS.items() if day.month in months)


def is_same_wish(one: NewWish, other: NewWish) -> bool:
    """Tell whether two wishes ask for the same: one occupation, or the same words, in one place and way."""
    if (one.occupation_id, one.region_code, one.mode) != (other.occupation_id, other.region_code, other.mode):
        return False
    return one.occupation_id is not None or heard(one.own_words) == heard(other.own_words)


def heard(own_words: str | None) -> str:
    """Return words as they sound: in small letters, with or without the narrow blank of Mongolian."""
    return (own_words or "").casefold().replace("\u202f", " ")


def fits(wish: NewWish, offered: ClassFacts, *, regions: Iterable[str], meant: Collection[int] = ()) -> bool:
    """Say whether a class is what a wish asks for.

    Args:
        wish: What someone would like to learn.
        offered: The class.
        regions: Codes of the places the class lies in, from the province down.
        meant: Occupations that own words may mean.
    """
    same = offered.occupation_id in meant if wish.occupation_id is None else wish.occupation_id == offered.occupation_id
    return (
        same
        and (offered.mode is Mode.ONLINE or wish.region_code in regions)
        and wish.season in (Season.ANY, season_of(offered.starts_on))
        and wish.mode in (None, offered.mode)
        and (wish.language is None or offered.language in (wish.language, TeachingLanguage.BOTH))
    )


def occupations_meant(words: str | None, known: Iterable[OccupationWords]) -> frozenset[int]:
    """Return the occupations that someone's own words may mean, in Chinese, pinyin or Mongolian.

    Only sure forms count: nobody is to be told of a class because of its first letters.
    """
    text = (words or "").strip()
    terms = search_keys.query_terms(search_keys.without_filler(text, _FILLER)) if _says_enough(text) else []
    shapes = {mongolian.shape_key(word) for word in mongolian.content_words(text)}
    plain = search_keys.plain(text)
    return frozenset(
        one.id
        for one in known
        if (terms and all(any(form in one.key for form in term.sure) for term in terms))
        or any(name in plain for name in _short_names(one))
        or _is_within(one.name_mn, shapes)
    )


def may_be_open_again(state: ApplicationState, reason: EndReason | None) -> WhyOpen | None:
    """Return why a wish is open again after its application came into a state, or None where it is not."""
    if state is ApplicationState.ABSENT:
        return WhyOpen.DID_NOT_ATTEND
    if reason is EndReason.CLASS_CANCELLED:
        return WhyOpen.CLASS_CANCELLED
    if state is ApplicationState.WITHDRAWN and reason is None:
        return WhyOpen.CONTESTED
    if reason in (EndReason.WITHDREW, EndReason.OFFER_DECLINED):
        return WhyOpen.LEFT_CLASS
    return WhyOpen.NO_SEAT if reason in (EndReason.LIST_CLOSED, EndReason.OFFER_RAN_OUT) else None


def act_by(day: date) -> date:
    """Return the day by which the office must do something about a wish left, or open again, on a day."""
    return day + ACT_WITHIN


def days_open(created_at: datetime, closed_at: datetime | None, today: date) -> int:
    """Return how many days a wish has been, or was, open."""
    until = clock.to_local(closed_at).date() if closed_at else today
    return (until - clock.to_local(created_at).date()).days


def _says_enough(text: str) -> bool:
    plain = search_keys.plain(text)
    return len(plain) >= _FEWEST_LATIN if plain.isascii() and plain else len(plain) > 1 or bool(text and not plain)


def _short_names(one: OccupationWords) -> list[str]:
    """Return the names as people say them: 养老护理 for 养老护理员."""
    return [
        name[:-1] if len(name) > 3 and name[-1] in "员师工" else name
        for name in map(search_keys.plain, one.names)
        if len(name) > 1
    ]


def _is_within(name_mn: str | None, shapes: Collection[str]) -> bool:
    words = mongolian.content_words(name_mn or "")
    return bool(words) and all(mongolian.shape_key(word) in shapes for word in words)


def _hours(text: str | None) -> list[tuple[time, time]]:
    found = []
    for parts in _HOURS.findall(text or ""):
        begin_hour, begin_minute, end_hour, end_minute = map(int, parts)
        if max(begin_hour, end_hour) > 23 or max(begin_minute, end_minute) > 59:
            return []
        found.append((time(begin_hour, begin_minute), time(end_hour, end_minute)))
    return found
