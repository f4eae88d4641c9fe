"""A school plans a class, a bureau publishes it, a trainee comes, and what they learned can be verified by anyone."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from portal.core import clock
from tests.e2e.conftest import Portal, Visitor, assert_accessible, assert_no_sideways_scroll

NUMBER = "S000115000012345678A90"  # twenty-two characters, one of them a letter
ISSUER = "内蒙古职业技能评价服务中心（演示）"


def look(page: Page) -> None:
    """Refuse a page that is not accessible in either edition, or wider than the screen; then go on in Chinese."""
    here = page.url
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    page.goto(here.replace("/zh/", "/mn/"))
    assert_accessible(page)
    page.goto(here)


def sign_in(page: Page, portal: Portal, login: str) -> Page:
    """Sign someone in."""
    someone = next(one for one in portal.sign_ins() if one["identifier"] == login)
    page.goto("/zh/login")
    page.locator("[name=identifier]").fill(login)
    page.locator("[name=password]").fill(someone["password"])
    page.get_by_role("main").get_by_role("button", name="登录").click()
    page.wait_for_load_state()
    return page


def draft(page: Page, place: str) -> str:
    """Draft a class that begins and may be applied for today, submit it, and return its address."""
    page.goto("/zh/office/classes/new")
    look(page)
    page.get_by_role("button", name="保存草稿").click()
    expect(page.get_by_text("请填写地点").first).to_be_visible()
    page.locator("#entry").select_option(index=1)
    for label, day in (("开班日期", 0), ("结业日期", 0), ("报名截止", 0)):
        page.get_by_label(label).fill((clock.today() + timedelta(days=day)).isoformat())
    page.locator("#daily_hours").fill("9:00-12:00，14:00-17:00")
    page.locator("#place").fill(place)
    page.locator("#way_there").fill("乘3路公交车")
    page.locator("#capacity").fill("2")
    page.get_by_role("button", name="保存草稿").click()
    expect(page.get_by_text("草稿已保存")).to_be_visible()
    look(page)
    page.get_by_role("button", name="提交审核").click()
    expect(page.get_by_text("已提交").first).to_be_visible()
    return page.url


def publish(page: Page, address: str, place: str) -> None:
    """Look through the plan and publish it."""
    page.goto("/zh/office/reviews")
    look(page)
    page.goto(address.replace("/office/classes/", "/office/reviews/"))
    expect(page.get_by_text(place)).to_be_visible()
    look(page)
    page.get_by_role("button", name="发布这个班").click()
    expect(page.get_by_text("现在可以报名了")).to_be_visible()


def apply(page: Page, address: str) -> str:
    """Sign the trainee up and return their name."""
    page.goto(address.replace("/office/classes/", "/classes/"))
    expect(page.get_by_text("乘3路公交车")).to_be_visible()
    page.goto(f"{page.url}/apply")
    if page.locator("[name=clash_known]").count():
        page.locator("[name=clash_known]").check()
    page.get_by_role("main").get_by_role("button", name="报名").first.click()
    page.wait_for_load_state()
    assert "/me/applications/" in page.url
    return page.url


@pytest.mark.parametrize("size", [{"width": 390, "height": 844}, {"width": 1366, "height": 768}], ids=["phone", "desk"])
def test_from_the_plan_of_a_class_to_a_verified_record(portal: Portal, visitor: Visitor, size: dict[str, int]) -> None:
    place, number = f"明仁大街{size['width']}号", f"{NUMBER[:-4]}{size['width']:04d}"
    school, bureau = sign_in(visitor(**size), portal, "school1"), sign_in(visitor(**size), portal, "officer2")
    trainee = sign_in(visitor(), portal, "13900150007")

    address = draft(school, place)
    publish(bureau, address, place)
    apply(trainee, address)
    attend(school, address)
    report(school, address, number)

    trainee.goto("/zh/me/record")
    expect(trainee.get_by_text(number).first).to_be_visible()
    code = issue(trainee)
    anyone = visitor()
    anyone.goto(f"/v/{code}")
    expect(anyone.get_by_text(number[-4:]).first).to_be_visible()


def attend(page: Page, address: str) -> None:
    """Note who was there today."""
    page.goto(f"{address}/roll")
    look(page)
    page.goto(f"{address}/attendance")
    look(page)
    page.get_by_role("link", name="待登记").or_(page.locator("main .card a")).first.click()
    look(page)
    page.get_by_role("button", name="保存这一天").click()
    expect(page.get_by_text("新登记或改动")).to_be_visible()


def report(page: Page, address: str, number: str) -> None:
    """Report the result; what is missing is said first."""
    page.goto(f"{address}/results")
    look(page)
    page.locator("main .card a").first.click()
    expect(page.locator("#hours")).to_have_value("6")
    look(page)
    page.get_by_label("合格", exact=True).check()
    page.locator("#kind").select_option("skill_level")
    page.get_by_role("button", name="保存成绩").click()
    expect(page.locator("#number-error")).to_be_visible()
    page.locator("#number").fill(number)
    page.locator("#issuer").fill(ISSUER)
    page.locator("#issued_on").fill(clock.today().isoformat())
    page.get_by_role("button", name="保存成绩").click()
    expect(page.get_by_text("成绩已记入档案")).to_be_visible()
    page.goto(f"{address}/certificates")
    expect(page.get_by_text(number)).to_be_visible()
    look(page)


def issue(page: Page) -> str:
    """Let the trainee issue a summary and return its code."""
    page.goto("/zh/me/record/summary")
    page.locator("main form button").first.click()
    page.wait_for_load_state()
    link = page.locator("main a[href*='.pdf']").first.get_attribute("href")
    assert link is not None
    return link.rsplit("/", 1)[1].removesuffix(".pdf")
