"""Where journeys 2, 5 and 10 fail: no class in one's language, a clerk's own phone, a page at twice the size."""

import json
import re

from playwright.sync_api import expect

from portal.core import identity_numbers
from tests.e2e.conftest import Visitor, assert_accessible, look_at
from tests.e2e.test_ledger import sign_in
from tests.e2e.test_station import Desk

HALF_A_SCREEN = (683, 384)  # 1366 by 768 at 200 %
CURED = "ᠮᠠᠯ\u202fᠤᠨ ᠡᠮᠴᠢ ᠪᠣᠯᠬᠤ"
FOCUSED = """
() => {
  const it = document.activeElement, box = it.getBoundingClientRect();
  const seen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return it === document.body || (seen && getComputedStyle(it).outlineStyle !== "none") ? "" : it.outerHTML;
}
"""


def test_the_phone_of_a_clerk_is_nobody_elses_and_the_keyboard_finds_its_way_at_twice_the_size(
    visitor: Visitor,
) -> None:
    width, height = HALF_A_SCREEN
    desk = Desk(visitor(width=width, height=height))
    page = desk.page
    page.goto("/zh/type-size?size=large")
    desk.go("/station")
    desk.press("/station/flows")
    page.fill("[name=id_number]", identity_numbers.make(530_000))
    desk.send("[name=id_number]")
    page.fill("[name=name]", "王桂芝")
    page.check("[name=whose][value=own]")
    page.fill("[name=phone]", "139 0479 0001")
    page.select_option("[name=region]", "150822")
    desk.send("[name=whose]")

    expect(page.locator("#phone-error")).to_contain_text("这是工作人员或服务站的电话")
    expect(page.get_by_role("alert").first).to_be_focused()
    for _key in range(25):
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUSED) == ""
    page.check("[name=whose][value=relative]")
    page.fill("[name=phone]", "13904791234")
    page.select_option("[name=relation]", index=2)
    desk.send("[name=whose]")
    expect(page.get_by_role("main")).to_contain_text("王桂芝")

    answer = page.goto("/zh/office/requests")  # whoever wrote somebody down decides about no correction
    assert answer is not None
    assert answer.status == 403


def test_where_no_class_is_taught_in_mongolian_the_wish_is_kept(visitor: Visitor) -> None:
    herder = sign_in(visitor(), "mn", "13900150002")
    herder.goto("/mn/classes?region=152921&language=mn")
    herder.locator("main input[type=search]").fill(CURED)
    herder.locator("main form:has(input[type=search]) button").first.click()
    herder.locator("main a[href*='/me/wishes/new']").first.click()
    assert_accessible(herder)
    expect(herder.locator("[name=own_words]")).to_have_value(CURED)
    herder.locator("main form:has([name=own_words]) button").first.click()
    expect(herder).to_have_url(re.compile("/mn/me/wishes$"))
    expect(herder.get_by_role("main")).to_contain_text(CURED)
    assert "\u202f" in herder.content()


def test_what_one_takes_along_names_nobody_else(visitor: Visitor) -> None:
    page = sign_in(visitor(), "zh", "13900150010")
    page.goto("/zh/me/privacy")
    look_at(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="下载成文件").click()
    content = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert "陈秀兰" in str(content)
    for other in ("李建军", "王桂芝", "孟姐", "高老师", "赵科长"):
        assert other not in str(content)
