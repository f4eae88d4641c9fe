"""A herder leaves a wish in Mongolian; an officer finds it in the ledger and offers a class; she reads it in Mongolian."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Files, Portal, Visitor, assert_accessible, assert_no_sideways_scroll

EMBROIDERY = "ᠬᠠᠳᠬᠤᠮᠠᠯ"


def sign_in(page: Page, edition: str, identifier: str) -> Page:
    """Sign someone of the demonstration world in."""
    page.goto(f"/{edition}/login")
    page.locator("[name=identifier]").fill(identifier)
    page.locator("[name=password]").fill("demo-grassland-2026")
    page.locator("main form:has([name=identifier]) button").first.click()
    page.wait_for_load_state()
    return page


def look(page: Page) -> None:
    """Refuse a page that is not accessible in either edition, or wider than the phone."""
    here = page.url
    assert_accessible(page)
    other = here.replace("/zh/", "/mn/") if "/zh/" in here else here.replace("/mn/", "/zh/")
    page.goto(other)
    assert_accessible(page)
    page.goto(here.replace("/mn/", "/zh/"))
    assert_no_sideways_scroll(page)
    page.goto(here)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_wish_in_mongolian_is_answered_with_a_class(
    portal: Portal, visitor: Visitor, tmp_path: Path, *, scripts: bool
) -> None:
    number, banner = ("L20260001", "152528") if scripts else ("L20260002", "152527")
    Files(portal, tmp_path).bring_class(number, "抽纱刺绣工", banner, school=1, language="蒙古语授课")
    herder = sign_in(visitor(scripts=scripts), "mn", "13900150002")
    herder.goto("/mn/me/wishes/new")
    if scripts:
        look(herder)
    herder.locator("[name=own_words]").fill(EMBROIDERY)
    herder.locator("[name=region]").select_option(banner)
    herder.locator("[name=evaluation_wish]").check()
    herder.locator("main form:has([name=own_words]) button").first.click()
    expect(herder).to_have_url(f"{portal.address}/mn/me/wishes")
    expect(herder.get_by_role("main")).to_contain_text(EMBROIDERY)

    officer = sign_in(visitor(scripts=scripts), "zh", "officer2")
    officer.goto(f"/zh/office/ledger?region={banner}")
    expect(officer.get_by_role("heading", name=EMBROIDERY)).to_be_visible()
    if scripts:
        look(officer)
    officer.get_by_role("link", name=EMBROIDERY).click()
    wish = officer.url
    expect(officer.get_by_text("使用蒙古文")).not_to_have_count(0)
    if scripts:
        look(officer)
    officer.get_by_role("radio").first.check()
    officer.get_by_role("button", name="推荐这个班次").click()
    expect(officer.get_by_text("已告知本人，由本人自己报名。")).to_be_visible()
    officer.get_by_role("radio", name="我们近几天会给您打电话。").check()
    officer.get_by_role("button", name="发出答复").click()
    assert officer.url == wish
    expect(officer.get_by_text("答复已发到本人的消息里。")).to_be_visible()

    herder.goto("/mn/me/wishes")
    if scripts:
        look(herder)
    found = herder.locator("main .notice--success a[href*='/mn/classes/']").first
    address = str(found.get_attribute("href"))
    herder.goto("/mn/me/messages")
    expect(herder.locator(f"main a[href='{address}']")).not_to_have_count(0)
    herder.goto(address)
    expect(herder.get_by_role("main")).to_contain_text(EMBROIDERY)
    expect(herder.locator("main a[href$='/apply']")).to_be_visible()


def test_pages_of_visits_and_posts_fit_a_small_phone(portal: Portal, visitor: Visitor) -> None:
    page = sign_in(visitor(width=320, height=568), "zh", "officer1")
    for path in ("/office/ledger", "/office/visits", "/office/posts", "/office/posts/new"):
        page.goto(f"/zh{path}")
        look(page)
    page.goto("/zh/office/visits")
    page.locator("main a[href*='/office/visits/']").first.click()
    look(page)
    clerk = sign_in(visitor(), "zh", "clerk1")
    clerk.goto("/zh/office/visits")
    look(clerk)
