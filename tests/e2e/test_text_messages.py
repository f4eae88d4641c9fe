"""A code instead of a signature at the station, the queue at the bureau, and what the person reads of it."""

from datetime import date

import pytest
from playwright.sync_api import expect

from portal.cli.demo.village import SERIAL
from portal.core import identity_numbers
from portal.station.services.codes import DEMO_CODE
from tests.e2e.conftest import Visitor, assert_accessible, assert_no_sideways_scroll
from tests.e2e.test_station import CLERK_PASSWORD, Desk


@pytest.mark.parametrize(("lang", "scripts", "who"), [("zh", True, 0), ("mn", True, 2), ("zh", False, 5)])
def test_a_person_reads_a_code_out_instead_of_signing(visitor: Visitor, lang: str, scripts: bool, who: int) -> None:
    desk = Desk(visitor(scripts=scripts), lang=lang, scripts=scripts)
    page = desk.page
    desk.go("/station")
    desk.press("/station/flows")
    page.fill("[name=id_number]", identity_numbers.make(SERIAL + who, birth_date=date(1968 + 3 * who, 5, 4)))
    desk.send("[name=id_number]")
    desk.press("/read-back")
    page.locator("main a[href$='/code']").click()
    desk.look()
    desk.press("/code/send")
    expect(page.get_by_text(DEMO_CODE)).to_be_visible()

    page.fill("[name=code]", "000000")
    page.check("[name=present]")
    desk.send("[name=code]")
    expect(page.locator("[name=code]")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("[name=present]")).to_be_checked()  # what was ticked is still ticked
    page.fill("[name=code]", f"{DEMO_CODE[:3]} {DEMO_CODE[3:]}")
    desk.send("[name=code]")

    expect(page.locator("main a[href$='/classes']")).to_be_visible()


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1366, 768), (320, 568)])
def test_the_bureau_looks_at_the_queue_and_sends_one_again(visitor: Visitor, width: int, height: int) -> None:
    page = visitor(width=width, height=height)
    page.goto("/zh/login")
    page.fill("[name=identifier]", "officer1")
    page.fill("[name=password]", CLERK_PASSWORD)
    page.locator("main form button[type=submit]").click()
    with page.expect_navigation():
        page.get_by_role("link", name="短信").first.click()
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    page.get_by_role("link", name="已发送").click()

    page.get_by_role("button", name="再发一次").first.click()

    expect(page.get_by_role("status")).to_be_visible()
    assert_accessible(page)


def test_a_trainee_sees_where_their_text_messages_went(visitor: Visitor) -> None:
    page = visitor()
    page.goto("/zh/login")
    page.fill("[name=identifier]", "13900150007")
    page.fill("[name=password]", CLERK_PASSWORD)
    page.locator("main form button[type=submit]").click()
    page.goto("/zh/me/messages")
    expect(page.get_by_text("139****0007").first).to_be_visible()
    assert_accessible(page)

    page.get_by_role("main").get_by_role("link", name="选择是否接收").click()
    page.get_by_label("不要给我发短信").check()
    page.get_by_role("button", name="保存").click()

    expect(page.get_by_label("不要给我发短信")).to_be_checked()
