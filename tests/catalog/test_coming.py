"""The classes to come, kept at hand: the same answers as the rows themselves give, and fresh."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from random import Random
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.catalog import queries, services
from portal.catalog.models import ClassSession
from portal.catalog.queries import class_bits
from portal.catalog.queries.class_bits import ClassBits, ClassLine
from portal.catalog.types import ClassFilter, ClassState, Cursor, Page, SignUpState, TeachingLanguage
from portal.core import clock, regions, search_keys
from portal.core.terms import terms
from tests.factories import ClassSessionFactory, ProviderFactory

NAMES = ("养老护理员", "焊工", "中式烹调师", "家畜饲养员", "电工", "养蜂员")
MONGOLIAN = ("ᠠᠰᠠᠷᠠᠮᠵᠢ", "ᠭᠠᠭᠨᠠᠭᠤᠷ", None, "ᠮᠠᠯᠴᠢᠨ", None, None)
SCHOOLS = ("科尔沁职业培训学校", "呼和浩特养老服务中心", "赤峰焊接学校")
PLACES = ("150502", "150523", "150102", "150402", "150100")
QUERIES = (
    "养老",
    "hu",
    "yanglao",
    "hg",
    "焊工",
    "hanjie",
    "asaramji",
    "ᠠᠰᠠᠷᠠᠮᠵᠢ",
    "dian",
    "xyz",
    "养 ke",
    "yang lao",
    "!!",
)


@pytest.fixture
def many(session: Session) -> list[ClassSession]:
    """Classes of all kinds."""
    random = Random(7)  # noqa: S311 - rows to look for, not secrets
    gone = ProviderFactory(state="withdrawn")
    return [_class(random, gone) for _number in range(110)]


def _class(random: Random, gone: Any) -> ClassSession:
    name, school, place = random.randrange(len(NAMES)), random.choice(SCHOOLS), random.choice(PLACES)
    keys = (search_keys.index_key(NAMES[name], MONGOLIAN[name]), search_keys.index_key(school))
    row: ClassSession = ClassSessionFactory(
        **({"provider": gone} if random.random() < 0.1 else {}),
        starts_on=clock.today() + timedelta(days=random.randrange(-3, 25)),
        apply_from=clock.today() - timedelta(days=random.choice((40, 40, -3))),
        region_code=place,
        trade=random.choice(("care", "repair", "farming")),
        level=random.choice("543"),
        mode=random.choice(("onsite", "online")),
        language=random.choice(list(TeachingLanguage)),
        target_groups=random.choice(([], [], ["veteran"], ["veteran", "migrant_worker"])),
        state=random.choice((ClassState.OPEN,) * 6 + (ClassState.CLOSED, ClassState.DRAFT, ClassState.CANCELLED)),
        waiting=random.choice((0, 0, 0, 2)),
        search_key=search_keys.join_keys(*keys, search_keys.index_key(regions.full_name(place))),
    )
    return row


def _asked(random: Random) -> ClassFilter:
    days = [clock.today() + timedelta(days=random.randrange(25)) for _ in range(2)]
    choices: dict[str, Any] = {
        "q": random.choice(QUERIES),
        "region": random.choice(("150500", "150502", "150100", "150000")),
        "trade": random.choice(("care", "repair")),
        "level": random.choice("54"),
        "mode": "onsite",
        "language": random.choice(("zh", "mn", "both")),
        "group": random.choice(("veteran", "disabled")),
        "open_only": True,
        "starts_from": min(days),
        "starts_to": max(days),
    }
    return ClassFilter(**{name: choices[name] for name in random.sample(sorted(choices), random.randrange(4))})


def _answers(row: ClassSession, asked: ClassFilter, but: str = "") -> bool:
    """Say of one row what the lists must say of all."""
    tests = {
        "q": not asked.q or search_keys.rank_of(row.search_key, asked.q) < search_keys.NOT_FOUND,
        "region": asked.region is None or row.region_code.startswith(regions.prefix(asked.region)),
        "trade": asked.trade in (None, row.trade),
        "level": asked.level in (None, row.level),
        "mode": asked.mode in (None, row.mode),
        "language": asked.language in (None, row.language) or row.language == "both",
        "group": asked.group is None or not row.target_groups or asked.group in row.target_groups,
        "open": not asked.open_only or queries.get_class(row.id).sign_up is SignUpState.OPEN,
        "days": (asked.starts_from or clock.today()) <= row.starts_on <= (asked.starts_to or date.max),
        "published": row.state != ClassState.DRAFT,
    }
    return all(fits for name, fits in tests.items() if name != but)


def _in_order(rows: list[ClassSession], asked: ClassFilter) -> list[int]:
    found = [row for row in rows if _answers(row, asked)]
    rank = {row.id: search_keys.rank_of(row.search_key, asked.q) if asked.q else 0 for row in found}
    return [row.id for row in sorted(found, key=lambda row: (rank[row.id], row.starts_on, row.id))]


def _pages(asked: ClassFilter) -> Iterator[Page[Any]]:
    page: Page[Any] | None = queries.list_classes(asked, Cursor())
    while page is not None:
        yield page
        page = queries.list_classes(asked, page.next) if page.next else None


def test_finds_what_the_rows_say_in_order_forth_and_back(many: list[ClassSession]) -> None:
    for seed in range(40):
        asked = _asked(Random(seed))  # noqa: S311
        expected = _in_order(many, asked)

        pages = list(_pages(asked))
        last = pages[-1]
        back = [card.id for card in last.items]
        while last.previous is not None:
            last = queries.list_classes(asked, last.previous)
            back = [card.id for card in last.items] + back

        assert [card.id for page in pages for card in page.items] == expected, asked
        assert back == expected, asked


def test_counts_what_each_further_choice_would_leave(many: list[ClassSession]) -> None:
    for seed in range(40, 70):
        _compare_counts(many, _asked(Random(seed)))  # noqa: S311


def _compare_counts(many: list[ClassSession], asked: ClassFilter) -> None:
    facets = queries.class_facets(asked)
    levels = Counter(row.level for row in many if _answers(row, asked, but="level"))
    banners = Counter(row.region_code for row in many if _answers(row, asked, but="region"))
    veterans = [
        row for row in many if _answers(row, asked, but="group") and "veteran" in (row.target_groups or ["veteran"])
    ]
    open_ones = [row for row in many if _answers(row, asked, but="open")]

    assert facets.total == len(_in_order(many, asked))
    assert facets.counts["level"] == levels
    assert {code: facets.counts["region"].get(code, 0) for code in PLACES[:4]} == {
        code: banners[code] for code in PLACES[:4]
    }
    assert facets.counts["group"]["veteran"] == len(veterans)
    still_open = [row for row in open_ones if queries.get_class(row.id).sign_up is SignUpState.OPEN]
    assert facets.counts["open"].get("1", 0) == len(still_open)


def test_a_jump_by_number_and_a_cursor_that_does_not_fit(many: list[ClassSession]) -> None:
    ids = _in_order(many, ClassFilter())

    second = queries.list_classes(ClassFilter(), Cursor(2))
    odd = queries.list_classes(ClassFilter(), Cursor(2, ("tomorrow", "1")))

    assert [card.id for card in second.items] == ids[20:40] == [card.id for card in odd.items]
    assert queries.list_classes(ClassFilter(q="yang"), Cursor(1, ("x", "y", "z"))).number == 1
    assert queries.list_classes(ClassFilter(), Cursor(99)).items == ()


def test_each_change_shows(session: Session, many: list[ClassSession]) -> None:
    before = queries.class_facets(ClassFilter())
    first = queries.list_classes(ClassFilter(open_only=True), Cursor()).items[0].id
    services.set_seat_counts(first, taken=30, waiting=1)
    new = ClassSessionFactory(starts_on=clock.today() + timedelta(days=1), apply_by=clock.today(), level="1")
    session.flush()
    after = queries.class_facets(ClassFilter())

    assert after.counts["open"]["1"] == before.counts["open"]["1"]  # one less, one more
    assert after.total == before.total + 1
    assert [card.id for card in queries.list_classes(ClassFilter(level="1"), Cursor()).items] == [new.id]
    assert [card.id for page in _pages(ClassFilter()) for card in page.items] == _in_order([*many, new], ClassFilter())


def test_a_class_that_is_put_off_or_taken_back_moves(session: Session) -> None:
    put_off, taken_back, past = (ClassSessionFactory() for _ in range(3))
    assert queries.class_facets(ClassFilter()).total == 3
    put_off.starts_on, put_off.ends_on = clock.today() + timedelta(days=60), clock.today() + timedelta(days=70)
    taken_back.state = ClassState.DRAFT
    past.apply_by = past.starts_on = clock.today() - timedelta(days=1)
    session.flush()

    assert [card.id for card in queries.list_classes(ClassFilter(), Cursor()).items] == [put_off.id]
    soon = ClassFilter(starts_to=clock.today() + timedelta(days=59))
    assert queries.class_facets(soon).total == 0


def test_a_provider_that_leaves_the_directory_closes_its_classes(session: Session) -> None:
    row = ClassSessionFactory()
    assert queries.class_facets(ClassFilter(open_only=True)).total == 1

    services.withdraw_provider(row.provider_id, on=clock.today())

    assert queries.class_facets(ClassFilter(open_only=True)).total == 0


def test_statements_past_the_mapper_are_seen_too(session: Session) -> None:
    row = ClassSessionFactory()
    assert queries.class_facets(ClassFilter(level="4")).total == 0
    session.execute(update(ClassSession).where(ClassSession.id == row.id).values(level="4"))

    assert queries.class_facets(ClassFilter(level="4")).total == 1


def test_tomorrow_is_another_list(session: Session) -> None:
    ClassSessionFactory(starts_on=clock.today(), apply_by=clock.today())
    assert queries.class_facets(ClassFilter()).total == 1

    with time_machine.travel(clock.now() + timedelta(days=1), tick=False):
        assert queries.class_facets(ClassFilter()).total == 0
    assert queries.class_facets(ClassFilter()).total == 1


def test_is_not_asked_again_within_a_second(app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    ClassSessionFactory()
    assert queries.class_facets(ClassFilter()).total == 1
    monkeypatch.setitem(app.config, "CLASSES_KEPT_SECONDS", 3600)
    ClassSessionFactory()

    assert queries.class_facets(ClassFilter()).total == 1


def test_keys_in_one_piece_are_taken_apart(session: Session) -> None:
    row = ClassSessionFactory()

    assert services.renew_class_keys() == ["search keys of classes: 1 renewed"]
    assert services.renew_class_keys() == []
    session.refresh(row)
    assert len(search_keys.parts(row.search_key)) == 5
    assert queries.class_facets(ClassFilter(q="yanglao")).total == 1


def test_a_key_without_the_words_of_its_trade_gets_them(session: Session) -> None:
    row = ClassSessionFactory()
    trade = terms("trade")["care"]
    row.search_key = search_keys.join_keys("one", "two", "three", "four")

    assert services.renew_class_keys() == ["search keys of classes: 1 renewed"]
    assert services.renew_class_keys() == []

    for word in (trade.zh, trade.mn):
        assert queries.class_facets(ClassFilter(q=word)).total == 1


@pytest.mark.engine_free
def test_many_changes_lay_all_out_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(class_bits, "_LOOSE_AT_MOST", 3)
    day = date(2026, 3, 1)
    lines = [ClassLine(number, day, (("level", "5"),), ("^焊工$",)) for number in range(5)]
    bits = ClassBits(lines)
    for number in range(4):
        bits.put(ClassLine(number, day, (("level", "4"),), ("^电工$",)))
    bits.put(lines[4])

    assert bits.is_loose
    assert bits.counts("level", bits.live) == {"5": 1, "4": 4}
    assert [place[1] for place in islice(bits.walk(bits.live & bits.holding("电工")), 9)] == [0, 1, 2, 3]
    assert bits.live & bits.holding("焊工") == bits.having("level", "5") & bits.live
