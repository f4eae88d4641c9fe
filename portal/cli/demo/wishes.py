"""Wishes of the demonstration world and what became of them, visits after courses, posts to fill."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import cycle

from portal.catalog import queries as catalog
from portal.catalog.types import ClassFilter, Cursor
from portal.cli.demo.people import DemoPerson
from portal.core import clock
from portal.enrolment import queries as ledger
from portal.enrolment import services as enrolment
from portal.enrolment.types import Actor, Channel, LedgerFilter, LedgerLine, NewAnswer, NewWish, Ready, Season
from portal.people import services as people
from portal.people.queries import find_signed_in
from portal.people.queries.rights import find_staff_account
from portal.people.rules import CONSENT_VERSION
from portal.people.types import ConsentChannel, GivenConsent
from portal.records import queries as records
from portal.records import services as record_services
from portal.records.types import CertificateKind, NewPost, NewVisit, VisitReach, VisitWay, Work

CITY = "150500"
HERDER = 6  # of the people of the journeys: she reads Mongolian, and a station helped her

# Days ago, occupation or own words, season, language of teaching, a job too, the level exam too.
WISHES = (
    (46, None, "想学电焊，最好在旗里，晚上上课", Season.ANY, None, True, True),
    (38, "养老护理员", None, Season.WINTER, "mn", True, False),
    (29, "家畜繁殖员", None, Season.ANY, "both", False, True),
    (21, None, "想学做奶豆腐、奶皮子，自己开个小店", Season.WINTER, "mn", False, False),
    (17, "美容师", None, Season.SPRING, None, True, False),
    (12, None, "开挖掘机", Season.ANY, None, True, True),
    (9, "养老护理员", None, Season.ANY, None, True, True),
    (6, "中式面点师", None, Season.ANY, None, False, False),
    (4, "焊工", None, Season.ANY, None, True, True),
    (2, None, "无人机打药", Season.SUMMER, None, False, True),
)
SAID = (
    NewVisit(date.min, VisitWay.PHONE, Work.EMPLOYED, True, "某某养老院（演示）", "科尔沁区", "护理员", 3),
    NewVisit(date.min, VisitWay.VISIT, Work.OWN_BUSINESS, True, "自家小店（演示）", "开鲁县开鲁镇", "店主", 6),
    NewVisit(date.min, VisitWay.PHONE, Work.LOOKING, None, None, None, None, 1),
    NewVisit(date.min, VisitWay.PHONE, Work.NOT_REACHED, None, None, None, None, 1),
)
POSTS = (
    ("养老护理员", "护理员", "科尔沁区某养老院（演示）", "150502", None, "5", 6),
    ("焊工", "焊工", "开发区某机械厂（演示）", "150502", CertificateKind.SPECIAL_OPERATION, None, 4),
    ("家畜繁殖员", "牧场繁殖技术员", "扎鲁特旗某牧场（演示）", "150526", None, "5", 2),
)


def wish_and_follow(officers: tuple[int, int], everyone: Sequence[DemoPerson], today: date) -> None:
    """Let people of Tongliao wish, officers answer and arrange, and staff ask those who finished.

    Args:
        officers: Accounts of the officer of the city and of the one of the region.
        everyone: The people of the journeys first.
        today: The present local day.
    """
    occupations = {one.name: one.id for one in ledger.occupations_by_trade()}
    near = [person for person in everyone[10:] if person.region.startswith(CITY[:4])]
    for (days, *wanted), person in zip(WISHES, cycle(near), strict=False):
        with clock.at(today - timedelta(days=days)):
            enrolment.add_wish(_wish(wanted, occupations), person_id=person.person_id, actor=Actor(account_id=None))
    for days, person, name in zip((25, 14), near[-2:], _taught_soon(), strict=False):
        with clock.at(today - timedelta(days=days)):
            wish = _wish((name, None, Season.ANY, None, True, True), occupations)
            enrolment.add_wish(wish, person_id=person.person_id, actor=Actor(account_id=None))
    with clock.at(today - timedelta(days=33)):
        _leave_at_station(everyone[HERDER], occupations)
    _act(officers[0], today)
    _ask(officers[0], today)
    _enter_posts(officers[0], everyone[HERDER], occupations, today)


def _taught_soon() -> list[str]:
    """Return what is taught in the city in classes that still take sign-ups: wishes that can be met."""
    offered = catalog.list_classes(ClassFilter(region=CITY, open_only=True), Cursor()).items
    return list(dict.fromkeys(one.occupation_name for one in offered))


def _wish(wanted: Sequence[object], occupations: dict[str, int]) -> NewWish:
    name, own_words, season, language, job, exam = wanted
    occupation = occupations.get(str(name)) if name else None
    words = str(own_words or name) if occupation is None else None
    return NewWish(
        occupation, words, CITY, Season(str(season)), None, str(language) if language else None, bool(job), bool(exam)
    )


def _leave_at_station(person: DemoPerson, occupations: dict[str, int]) -> None:
    """Let a clerk leave a wish for someone with a signed sheet, so that it can be contested."""
    clerk_id = find_staff_account("clerk1")
    found = find_signed_in(clerk_id) if clerk_id else None
    if found is None or found[0].station_id is None:
        return
    who = found[0]
    given = GivenConsent(
        "application", CONSENT_VERSION, channel=ConsentChannel.STATION, station_id=who.station_id, proof="YS-0001"
    )
    consent_id = people.add_consent(person.person_id, given, by_account_id=who.account_id)
    wish = _wish(("刺绣工", None, Season.WINTER, "mn", False, False), occupations)
    actor = Actor(who.account_id, Channel.STATION, who.station_id, consent_id)
    enrolment.add_wish(wish, person_id=person.person_id, actor=actor)


def _act(officer: int, today: date) -> None:
    """Tell people of what is open, then answer one, offer a class to one, and mark one as met."""
    with clock.at(today - timedelta(days=3)):
        enrolment.tell_wishes_of_new_classes()
        lines = list(ledger.list_ledger(LedgerFilter(CITY)).items)
        fitting = next((line for line in lines if line.fitting), None)
        if fitting is not None:
            enrolment.arrange_wish(fitting.id, fitting.fitting[0].id, region=CITY, account_id=officer)
        others = iter([line for line in lines if line is not fitting and line.occupation][-3:])
        _answer(others, officer)


def _answer(others: Iterator[LedgerLine], officer: int) -> None:
    answers = (
        NewAnswer(Ready.NO_CLASS_YET, None, closes=False),
        NewAnswer(Ready.COME_TO_STATION, "请带上身份证和户口本。", closes=True),
    )
    for answer, line in zip(answers, others, strict=False):
        enrolment.answer_wish(line.id, answer, region=CITY, account_id=officer)
    for line in others:
        enrolment.mark_met(line.id, region=CITY, account_id=officer)


def _ask(officer: int, today: date) -> None:
    """Plan whom to ask, and let the officer have asked a few of those who were due longest."""
    while record_services.plan_follow_ups():
        pass
    reach = VisitReach(officer, region_code=CITY)
    for said, line in zip(SAID, records.list_follow_ups(reach).items, strict=False):
        day = today - timedelta(days=9)
        with clock.at(day):
            record_services.record_visit(line.id, replace(said, asked_on=day), reach=reach)


def _enter_posts(officer: int, person: DemoPerson, occupations: dict[str, int], today: date) -> None:
    held = [line.occupation.zh for line in records.list_for(person.person_id).certificates if line.state == "valid"]
    own = [(held[0], held[0], "通辽市某企业（演示）", "150524", None, None, 3)] if held else []
    with clock.at(today - timedelta(days=5)):
        for number, (name, title, employer, region, kind, level, openings) in enumerate((*own, *POSTS)):
            if name not in occupations:
                continue
            until, phone = today + timedelta(days=25 + number), f"0475-81000{number:02d}"
            new = NewPost(title, employer, region, occupations[name], kind, level, openings, until, phone)
            record_services.enter_post(new, region=CITY, account_id=officer, is_demo=True)
