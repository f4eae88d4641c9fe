"""A graduate in her last term finds a short course, compares, sees what the policy gives, and signs up."""

import re
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from portal.core import clock, credit_codes
from tests.e2e.conftest import ROOT, Portal, Visitor, assert_accessible

OCCUPATION = "互联网营销师"
IN_INNER_MONGOLIA = "面向毕业年度高等院校、职业院校学生开设中短期技能培训班"
IN_JILIN = "积极为毕业年度学生提供职业技能培训服务"
HEAD = "班次编号,统一社会信用代码,职业(工种),等级,开班日期,结业日期,地点,区划代码,名额,报名截止日期,授课语言,培训方式,面向人员"
CLAIM = """
from portal.app import create_app
from portal.core import phones
from portal.people import queries as people
from portal.records import services
from portal.records.types import NewClaim

with create_app().app_context():
    (person,) = people.list_person_ids_by_phone(phones.parse("{phone}").value)
    claim = NewClaim("training_subsidy", None, "互联网营销师", "四级", 2025, "NM24-TRAIN", "三(五)")
    services.claim_subsidy(person, claim, account_id=None)
"""

editions = pytest.mark.parametrize("edition", ["zh", "mn"])


@pytest.fixture(scope="module")
def graduate(portal: Portal) -> dict[str, str]:
    """The graduate of the demonstration world; a subsidy for the fourth level was paid to her before."""
    me = next(someone for someone in portal.sign_ins() if someone["name"] == "萨日娜")
    subprocess.run(
        [sys.executable, "-c", CLAIM.format(phone=me["identifier"])], cwd=ROOT, env=portal.environment, check=True
    )
    return me


@pytest.fixture(scope="module")
def classes(portal: Portal, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Numbers of three short courses for graduates and of one that would repeat a subsidy, soon, in Hohhot."""
    today = clock.today()
    numbers = [f"G2026000{number}" for number in range(4)]
    rows = []
    for week, (number, level) in enumerate(zip(numbers, ("五级", "五级", "五级", "四级"), strict=True), start=1):
        first = today + timedelta(weeks=week)
        last, by = first + timedelta(days=4), first - timedelta(days=1)
        rows.append(
            f"{number},{credit_codes.make(0)},{OCCUPATION},{level},{first},{last},新华大街1号,150102,20,{by},"
            "汉语授课,集中面授,毕业年度学生"
        )
    file = tmp_path_factory.mktemp("classes") / "classes.csv"
    Path(file).write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
    assert "accepted: 4" in portal.flask("import", "classes", str(file))
    return numbers


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def scripts(request: pytest.FixtureRequest) -> bool:
    """Whether the phone runs scripts."""
    return bool(request.param)


Look = Callable[[Page], None]


@pytest.fixture
def look(scripts: bool) -> Look:
    """Refuse a page that is not accessible (axe itself is a script)."""
    return assert_accessible if scripts else lambda _page: None


def main_of(page: Page) -> Locator:
    return page.get_by_role("main")


def sign_in(page: Page, edition: str, me: dict[str, str]) -> None:
    page.goto(f"/{edition}/login")
    page.locator("[name=identifier]").fill(me["identifier"])
    page.locator("[name=password]").fill(me["password"])
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(re.compile(f"/{edition}/me"))


def open_class(page: Page, edition: str, number: str) -> None:
    """Look through the classes of one trade for her group until the one with this number."""
    page.goto(f"/{edition}/classes?q={OCCUPATION}&group=graduation_year&region=150102&open=1")
    addresses = [link.get_attribute("href") for link in main_of(page).locator("a.cover").all()]
    for address in addresses:
        page.goto(str(address))
        if number in main_of(page).inner_text():
            return
    raise AssertionError(f"no class {number} among {addresses}")


def said_of(page: Page, words: str) -> Locator:
    """Return the rule with these words, where it is among what holds."""
    return main_of(page).locator("li.card:not(details *)").filter(has_text=words)


@editions
def test_graduate_compares_and_signs_up(
    visitor: Visitor, graduate: dict[str, str], classes: list[str], edition: str, scripts: bool, look: Look
) -> None:
    page = visitor(scripts=scripts)
    sign_in(page, edition, graduate)

    # Three classes side by side: hours, certificate, level, institution, subsidised or not.
    open_class(page, edition, classes[0])
    look(page)
    expect(main_of(page).locator("#entitled")).to_be_visible()
    main_of(page).locator("a[href*='/classes/compare']").click()
    look(page)
    cards = main_of(page).locator("li.card")
    expect(cards).to_have_count(3)
    for card in cards.all():
        for words in ("80", "职业技能等级证书", "五级", "职业技能培训学校"):
            expect(card).to_contain_text(words)
        expect(card.locator("dd .tag")).to_have_count(1)

    # Sign up, with what the policy gives said before.
    open_class(page, edition, classes[0])
    main_of(page).locator("a[href$='/apply']").click()
    look(page)
    expect(main_of(page).locator("#entitled ~ .notice .tag").first).to_be_visible()
    main_of(page).locator("form button[type=submit]").click()
    page.wait_for_url(re.compile(r"/me/applications/\d+$"))
    look(page)

    # Into the calendar of the phone.
    calendar = page.request.get(str(main_of(page).locator("a[href$='.ics']").get_attribute("href")))
    assert "BEGIN:VCALENDAR" in calendar.text()

    # What was said is kept.
    main_of(page).locator("a[href$='/entitlement']").click()
    look(page)
    expect(main_of(page).locator("#again")).to_be_visible()
    expect(main_of(page).locator("#again ~ .notice").first).not_to_have_class(re.compile("warning"))

    page.go_back()
    main_of(page).locator("a[href$='/withdraw']").click()
    main_of(page).locator("form button[type=submit]").click()
    page.wait_for_url(re.compile(r"/me/applications/\d+$"))


@editions
def test_graduate_is_told_of_a_repeat_and_not_stopped(
    visitor: Visitor, graduate: dict[str, str], classes: list[str], edition: str, scripts: bool, look: Look
) -> None:
    page = visitor(scripts=scripts)
    sign_in(page, edition, graduate)

    open_class(page, edition, classes[3])
    main_of(page).locator("a[href$='/apply']").click()
    look(page)

    expect(main_of(page).locator("#entitled ~ .notice--warning h3")).to_have_count(1)
    expect(main_of(page).locator("form button[type=submit]")).to_be_enabled()
    open_class(page, edition, classes[1])
    main_of(page).locator("a[href$='/apply']").click()
    expect(main_of(page).locator("#entitled ~ .notice--warning h3")).to_have_count(0)


@editions
def test_graduate_checks_the_rules_of_the_graduation_year(
    visitor: Visitor, graduate: dict[str, str], edition: str, scripts: bool, look: Look
) -> None:
    page = visitor(scripts=scripts)
    asked = f"/{edition}/eligibility/result?training_date=%s&training_region=%s&groups=graduation_year&graduation_year_student=yes"

    # Her class of today comes after the plans of both regions.
    page.goto(asked % (clock.today(), "150100"))
    look(page)
    expect(said_of(page, IN_INNER_MONGOLIA)).to_have_count(0)
    ended = main_of(page).locator("details li.card")
    expect(ended.filter(has_text=IN_INNER_MONGOLIA).locator(".tag--still")).to_have_count(1)
    expect(ended.filter(has_text=IN_JILIN)).to_have_count(1)

    # Within them, day and school decide, never age.
    page.goto(asked % ("2025-06-01", "150100"))
    expect(said_of(page, IN_INNER_MONGOLIA).locator(".tag--good")).to_have_count(1)
    page.goto(asked % ("2025-06-01", "220100"))
    look(page)
    expect(said_of(page, IN_JILIN).locator(".tag--good")).to_have_count(1)
    expect(said_of(page, IN_INNER_MONGOLIA)).to_have_count(0)
    page.goto((asked % ("2025-06-01", "220100")).replace("=yes", "=no"))
    expect(said_of(page, IN_JILIN).locator(".tag--bad")).to_have_count(1)
