"""An officer looks at the figures of a place, takes them along, and looks into an alarm. No script is needed."""

import io
from datetime import timedelta

import openpyxl
import pytest
from playwright.sync_api import expect

from portal.core import clock
from tests.e2e.conftest import Visitor, assert_accessible, assert_no_sideways_scroll

PASSWORD = "demo-grassland-2026"


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1366, 768)])
def test_officer_reads_figures_and_takes_them_along(visitor: Visitor, width: int, height: int) -> None:
    page = visitor(width=width, height=height)
    year = str((clock.today() - timedelta(days=48)).year)  # when the last results of the zone came in
    page.goto("/zh/login")
    page.fill("[name=identifier]", "officer1")
    page.fill("[name=password]", PASSWORD)
    page.locator("main form button[type=submit]").click()
    page.goto("/zh/office")
    page.get_by_role("main").get_by_role("link", name="统计数据").click()
    page.locator("details.panel summary").click()
    page.select_option("[name=region]", "150571")
    page.select_option("[name=year]", year)
    page.select_option("[name=by]", "recorded")
    page.locator("details.panel button[type=submit]").click()

    expect(page.locator("main .lead")).to_contain_text("通辽经济技术开发区")
    for figure in page.locator("figure.chart").all():
        expect(figure.get_by_role("img")).to_be_visible()
    expect(page.get_by_role("table", name="月份")).to_be_visible()
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    with page.expect_download() as taken:
        page.get_by_role("link", name="下载表格（.xlsx）").click()
    book = openpyxl.load_workbook(io.BytesIO(taken.value.path().read_bytes()))
    assert book.worksheets[0].cell(2, 2).value == year


def test_officer_looks_into_an_alarm_without_scripts(visitor: Visitor) -> None:
    page = visitor(scripts=False)
    page.goto("/zh/login")
    page.fill("[name=identifier]", "officer1")
    page.fill("[name=password]", PASSWORD)
    page.locator("main form button[type=submit]").click()
    page.goto("/zh/office/alarms")
    page.get_by_role("link", name="很多人用同一个手机号").click()
    page.get_by_label("关闭", exact=True).check()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("alert")).to_contain_text("请写下您查到的情况")

    page.get_by_label("您查到的情况").fill("嘎查长代收短信，已分别问过三人")
    page.get_by_label("关闭原因").select_option("explained")
    page.get_by_role("button", name="保存").click()

    expect(page.get_by_role("status")).to_contain_text("预警已关闭")
    page.goto("/zh/office/alarms?closed=1")
    page.get_by_role("link", name="很多人用同一个手机号").click()
    expect(page.get_by_role("main")).to_contain_text("嘎查长代收短信")
