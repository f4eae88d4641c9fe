"""Journey 8: one officer makes a new edition of the demand catalog, another publishes it, everyone reads what changed."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from portal.core import clock
from tests.e2e.conftest import Portal, Visitor, assert_accessible
from tests.e2e.test_public_notice import look, sign_in

SIZES = {"phone": (390, 844), "desk": (1366, 768)}


def begin(page: Page) -> str:
    """Copy the catalog in force, or go on with the draft that waits, and return its address."""
    page.get_by_role("link", name="目录管理").click()
    look(page)
    page.locator("main summary").first.click()
    page.get_by_role("radio", name="需求指导目录").check()
    page.get_by_label("地区").select_option(label="通辽市")
    page.get_by_role("button", name="复制成草稿").click()
    look(page)
    again = page.get_by_role("button", name="撤回修改")
    if again.count():
        again.click()
    return page.url


def add_a_reused_code(page: Page, draft: str) -> None:
    """Type the code of 2021, be warned, and take the one of today."""
    page.goto(f"{draft}/rows/new")
    page.get_by_label("职业编码").fill("4-02-07-10")
    page.get_by_label("学时").fill("60")
    page.get_by_label("等级").select_option(label="特级技师")
    page.get_by_label("紧缺程度").select_option(label="急需紧缺")
    page.get_by_role("button", name="加入").click()
    expect(page.locator("#code-error")).to_contain_text("国际快递业务师")
    assert_accessible(page)
    page.get_by_label("职业编码").fill("4-10-08-01")
    page.get_by_role("button", name="加入").click()
    expect(page.get_by_text("已加入")).to_be_visible()


def add_a_craft(page: Page, draft: str, name: str) -> None:
    """Enter a local craft without a code."""
    page.goto(f"{draft}/rows/new")
    page.get_by_label("职业名称").fill(name)
    page.get_by_label("学时").fill("40")
    page.get_by_role("button", name="加入").click()
    expect(page.locator("#name-error")).to_be_visible()
    page.get_by_label("地方特色工艺").check()
    page.get_by_role("button", name="加入").click()
    expect(page.get_by_text(name).first).to_be_visible()


def open_row(page: Page, draft: str, name: str) -> None:
    """Find a row of the draft and open it."""
    page.goto(f"{draft}/rows")
    page.get_by_label("搜索").fill(name)
    page.get_by_role("main").get_by_role("button", name="搜索").click()
    page.locator("main table a").first.click()


def change_under_each_others_hands(first: Page, second: Page, draft: str) -> None:
    """Let both open the same row: the first one's amount needs its document, the second is told and sees both."""
    open_row(first, draft, "养老护理员")
    second.goto(first.url)
    first.get_by_label("补贴标准（元）").fill("1200")
    first.get_by_role("button", name="保存").click()
    expect(first.locator("#document_number-error")).to_be_visible()
    first.get_by_label("补贴标准的文号").fill("通财〔2026〕2号（演示）")
    first.get_by_role("button", name="保存").click()
    expect(first.get_by_text("已保存")).to_be_visible()
    second.get_by_label("学时").fill("90")
    second.get_by_role("button", name="保存").click()
    expect(second.get_by_text("其他经办人刚才改过")).to_be_visible()
    expect(second.get_by_text("赵科长").first).to_be_visible()
    assert_accessible(second)


def say_from_when(page: Page, draft: str) -> None:
    """Set the document and the first day; a day before today asks why."""
    page.goto(f"{draft}/about")
    page.get_by_label("依据文件").fill("关于发布需求指导目录的通知（演示）")
    page.get_by_label("文号").fill("通人社发〔2026〕9号（演示）")
    page.get_by_label("生效日期").fill((clock.today() - timedelta(days=1)).isoformat())
    page.get_by_role("button", name="保存").click()
    expect(page.locator("#past_reason-error, #valid_from-error").first).to_be_visible()
    look_at_error(page)
    page.get_by_label("生效日期").fill((clock.today() + timedelta(days=45)).isoformat())
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已保存")).to_be_visible()


def look_at_error(page: Page) -> None:
    """Refuse a page with errors that is not accessible; it cannot be loaded again in the other edition."""
    assert_accessible(page)


@pytest.mark.parametrize("size", SIZES)
def test_a_new_edition_is_made_by_one_officer_and_published_by_another(
    portal: Portal, visitor: Visitor, size: str
) -> None:
    width, height = SIZES[size]
    first = sign_in(visitor(width=width, height=height), portal, "officer1")
    second = sign_in(visitor(width=width, height=height), portal, "officer2")
    draft = begin(first)

    add_a_reused_code(first, draft)
    add_a_craft(first, draft, f"奶豆腐制作（{size}）")
    open_row(first, draft, "焊工")
    look(first)
    first.get_by_role("button", name="取消这一行").click()
    change_under_each_others_hands(first, second, draft)
    say_from_when(first, draft)

    look(first)
    first.get_by_role("button", name="提交审核").click()
    expect(first.get_by_role("button", name="审核通过并发布")).to_have_count(0)
    second.goto(draft)
    look(second)
    second.get_by_role("button", name="审核通过并发布").click()
    expect(second.get_by_text("已发布，尚未施行")).to_be_visible()

    reader = visitor(scripts=False, width=width, height=height)
    reader.goto("/zh/catalog")
    reader.get_by_role("link", name="全部版本和每版的变化").click()
    look_in_both(reader)
    number = draft.rpartition("/")[2]
    reader.goto(f"/zh/catalog/editions/{number}")
    expect(reader.get_by_role("heading", name="起的变化")).to_be_visible()
    expect(reader.get_by_text(f"奶豆腐制作（{size}）")).to_be_visible()
    look_in_both(reader)
    reader.get_by_role("link", name="内蒙古自治区职业技能培训需求指导目录").or_(
        reader.get_by_role("link", name="通辽市职业技能培训需求指导目录")
    ).first.click()
    expect(reader.get_by_role("heading", level=1)).to_contain_text("需求指导目录")


def look_in_both(page: Page) -> None:
    """Refuse a page that a reader without scripts could not use in one of the editions."""
    here = page.url
    for edition in ("/mn/", "/zh/"):
        answer = page.goto(here.replace("/zh/", edition))
        assert answer is not None
        assert answer.status == 200
