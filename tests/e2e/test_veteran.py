"""A veteran from another league asks what holds for him where he lives and where he is registered."""

import re
from datetime import date

import pytest
from playwright.sync_api import Locator, Page, expect

from portal.core import clock
from tests.e2e.conftest import Portal, Visitor, assert_accessible

BAOTOU, TONGLIAO = "150200", "150500"
STATION_OF_BAOTOU, STATION_OF_TONGLIAO = "tel:0470-8100004", "tel:0470-8100002"
FREE_IN_ORDOS = "开展免费职业技能培训"
OTHER_LEAGUE = "逐步实现退役军人跨地区异地培训"

editions = pytest.mark.parametrize("edition", ["zh", "mn"])
with_and_without_scripts = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])


def main_of(page: Page) -> Locator:
    return page.get_by_role("main")


def go_on(page: Page, *, scripts: bool) -> None:
    """Answer what is on the page, and look at the next one."""
    with page.expect_navigation():
        main_of(page).locator("form button[type=submit]").last.click()
    if scripts:
        assert_accessible(page)


def answer_questions(page: Page, *, scripts: bool) -> None:
    """Say where and when, where he lives and is registered, and that he is a veteran; skip what comes after."""
    page.locator("[name=training_region]").select_option(BAOTOU)
    go_on(page, scripts=scripts)
    page.locator("[name=residence_region]").select_option(BAOTOU)
    page.locator("[name=hukou_region]").select_option(TONGLIAO)
    go_on(page, scripts=scripts)
    veteran = page.locator("[name=groups][value=veteran]")
    if not veteran.is_visible():
        main_of(page).locator("summary").click()
    veteran.check()
    go_on(page, scripts=scripts)


def quotes(page: Page, words: str, *, of_history: bool) -> Locator:
    """Return the clauses with these words among what holds, or among what has ended."""
    where = "details blockquote" if of_history else ".cards > .card > blockquote:not(details *)"
    return main_of(page).locator(where).filter(has_text=words)


@editions
@with_and_without_scripts
def test_veteran_asks_from_another_league(visitor: Visitor, edition: str, scripts: bool) -> None:
    page = visitor(scripts=scripts)
    page.goto(f"/{edition}/eligibility")
    answer_questions(page, scripts=scripts)

    # He need not answer everything.
    with page.expect_navigation():
        main_of(page).locator("a[href*='/eligibility/result']").last.click()
    if scripts:
        assert_accessible(page)
    for answer in (f"training_region={BAOTOU}", f"hukou_region={TONGLIAO}", "groups=veteran"):
        assert answer in page.url

    # Nobody says no because he is registered elsewhere; each place has its answer, and someone to ask.
    whom = main_of(page).locator("#whom ~ ul.cards").first
    expect(whom.locator("li.card")).to_have_count(2)
    expect(whom.locator("li.card .tag--wait")).to_have_count(2)
    for phone in (STATION_OF_BAOTOU, STATION_OF_TONGLIAO):
        expect(whom.locator(f"a[href='{phone}']")).to_be_visible()
    expect(main_of(page)).to_contain_text("12333")
    expect(main_of(page).locator(".tag--bad:not(details *)")).to_have_count(0)

    # The plan of Ordos and the aim of 2022 have ended: they are history, and promise nothing.
    for words in (FREE_IN_ORDOS, OTHER_LEAGUE):
        expect(quotes(page, words, of_history=False)).to_have_count(0)
        expect(quotes(page, words, of_history=True)).to_have_count(1)
    history = main_of(page).locator("details li.card").filter(has_text=FREE_IN_ORDOS)
    expect(history.locator(".tag--still")).to_have_count(1)


@editions
@with_and_without_scripts
def test_veteran_sees_what_a_class_in_2025_would_have_changed(visitor: Visitor, edition: str, scripts: bool) -> None:
    page = visitor(scripts=scripts)
    day = clock.today().isoformat()
    page.goto(
        f"/{edition}/eligibility/result?training_date={day}&training_region={BAOTOU}&residence_region={BAOTOU}"
        "&hukou_region=152326&groups=veteran"
    )

    # The code he was born under is out of use, and is nothing to be warned about.
    expect(main_of(page).locator(".notice--error")).to_have_count(0)
    expect(main_of(page).locator(f"#whom ~ ul.cards a[href='{STATION_OF_TONGLIAO}']")).to_have_count(1)

    main_of(page).locator("#what-if ~ details > summary").first.click()
    page.locator("[name=if_training_date]").fill(date(2025, 6, 1).isoformat())
    with page.expect_navigation():
        main_of(page).locator("#what-if ~ details button[type=submit]").first.click()
    if scripts:
        assert_accessible(page)
    main_of(page).locator("#what-if ~ .notice a").click()

    aim = main_of(page).locator("li.card:not(details *)").filter(has_text=OTHER_LEAGUE)
    expect(aim.locator(".tag--wait")).to_have_count(1)
    expect(quotes(page, FREE_IN_ORDOS, of_history=False)).to_have_count(0)
    paper = page.request.get(_pdf(page))
    assert paper.body().startswith(b"%PDF-")


@editions
def test_veteran_who_signs_in_finds_what_his_record_knows(portal: Portal, visitor: Visitor, edition: str) -> None:
    page = visitor()
    me = next(someone for someone in portal.sign_ins() if someone["name"] == "包强")
    page.goto(f"/{edition}/login")
    page.locator("[name=identifier]").fill(me["identifier"])
    page.locator("[name=password]").fill(me["password"])
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(re.compile(f"/{edition}/me"))

    page.goto(f"/{edition}/eligibility/result?training_date={clock.today().isoformat()}&training_region={BAOTOU}")

    assert_accessible(page)
    assert "groups" not in page.url
    known = main_of(page).locator("dl.rows div").filter(has=page.locator("use[href$='#record']"))
    assert known.count() >= 3  # where he is registered, that he is a veteran, what was paid before
    expect(main_of(page).locator(f"#whom ~ ul.cards a[href='{STATION_OF_TONGLIAO}']")).to_have_count(1)


def _pdf(page: Page) -> str:
    return str(main_of(page).locator("a[href*='result.pdf']").get_attribute("href"))
