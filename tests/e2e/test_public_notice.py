"""A batch of subsidies from the desk of one officer to that of another, and an objection by whoever reads it."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from portal.core import clock
from tests.e2e.conftest import Portal, Visitor, assert_accessible, assert_no_sideways_scroll


def look(page: Page) -> None:
    """Refuse a page that is not accessible in either edition, or wider than the phone; then go on in Chinese."""
    here = page.url
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    page.goto(here.replace("/zh/", "/mn/"))
    assert_accessible(page)
    page.goto(here)


def sign_in(page: Page, portal: Portal, login: str) -> Page:
    """Sign a member of staff in."""
    someone = next(one for one in portal.sign_ins() if one["identifier"] == login)
    page.goto("/zh/login")
    page.locator("[name=identifier]").fill(login)
    page.locator("[name=password]").fill(someone["password"])
    page.get_by_role("main").get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("我的工作台")
    return page


def make_batch(page: Page) -> str:
    """Make a batch of one claim that waits and return its address."""
    page.goto("/zh/office/batches")
    look(page)
    boxes = page.locator("[name=claims]")
    for place in range(1, boxes.count()):
        boxes.nth(place).uncheck()
    page.get_by_label("公示第一天").fill(clock.today().isoformat())
    page.get_by_label("公示最后一天").fill((clock.today() + timedelta(days=7)).isoformat())
    page.get_by_role("button", name="建好这一批").click()
    expect(page.get_by_text("须由另一位经办人核对后发布").first).to_be_visible()
    look(page)
    return page.url


@pytest.mark.parametrize("scripts", [True, False])
def test_a_notice_is_published_by_a_second_officer_and_anyone_objects(
    portal: Portal, visitor: Visitor, *, scripts: bool
) -> None:
    maker = sign_in(visitor(), portal, "officer1")
    look(maker)
    batch = make_batch(maker)
    expect(maker.get_by_role("button", name="发布这一批")).to_have_count(0)

    second = sign_in(visitor(), portal, "officer2")
    second.goto(batch)
    second.get_by_role("button", name="发布这一批").click()
    expect(second.get_by_text("这一批已开始公示")).to_be_visible()

    reader = visitor(scripts=scripts)
    reader.goto(batch.replace("/office/", "/notices/"))
    expect(reader.get_by_text("姓名已作遮挡")).to_be_visible()
    reader.get_by_role("link", name="提异议").first.click()
    reader.get_by_label("哪里不对？").fill("等级不对")
    reader.get_by_role("button", name="发送").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("您的异议已收到")
    reader.get_by_role("link", name="查看进度").click()
    expect(reader.get_by_text("等级不对")).to_be_visible()

    second.goto("/zh/office/objections")
    look(second)
    second.locator(".card", has_text=f"第{batch.rpartition('/')[2]}批").get_by_role("link").click()
    look(second)
    second.locator("[name=answer]").fill("已核实，等级登记有误。")
    second.locator("[name=refuse]").check()
    second.get_by_role("button", name="发出答复").click()

    reader.reload()
    expect(reader.get_by_text("已核实，等级登记有误。")).to_be_visible()


def test_the_public_pages_are_accessible_in_both_editions(visitor: Visitor) -> None:
    page = visitor()

    for address in ("/zh/notices/batches", "/zh/objections", "/zh/objections/0000-0000-0000-0000"):
        page.goto(address)
        look(page)
    page.goto("/zh/notices/batches")
    for place in (0, 1):
        page.goto("/zh/notices/batches")
        page.locator(".card a").nth(place).click()
        look(page)
    page.goto("/zh/notices/batches")
    page.locator(".card a").first.click()
    page.get_by_role("link", name="提出异议").click()
    look(page)
