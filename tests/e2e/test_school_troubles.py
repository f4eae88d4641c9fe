"""Journey 7, where it fails: results that do not fit the roll, a forgotten trainee, corrections, a school that leaves."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
from playwright.sync_api import Page, expect

from portal.core import clock, credit_codes, identity_numbers
from portal.office.types import RESULT_COLUMNS
from tests.e2e.conftest import Files, Portal, Visitor, look_at
from tests.e2e.test_ledger import sign_in
from tests.e2e.test_school import issue

PASSWORD = "four white mares"
NUMBER = RESULT_COLUMNS.index("证书编号")


def press_until_told_why(page: Page, button: str, reason: str) -> None:
    """Press a button with no reason, which is refused, and again with one."""
    page.get_by_role("button", name=button).click()
    expect(page.locator("#reason-error")).to_be_visible()
    look_at(page)
    page.fill("[name=reason]", reason)
    page.get_by_role("button", name=button).click()


def register(page: Page, name: str, id_number: str, phone: str) -> Page:
    """Let someone register."""
    page.goto("/zh/register")
    for field, typed in {"name": name, "id_number": id_number, "phone": phone, "password": PASSWORD}.items():
        page.fill(f"[name={field}]", typed)
    page.select_option("[name=region]", "150525")
    page.check("[name=consent]")
    page.get_by_role("main").get_by_role("button", name="注册", exact=True).click()
    expect(page.get_by_text("注册成功")).to_be_visible()
    return page


def open_class(page: Page, number: str) -> str:
    """Find a class of the school by its number and return its address."""
    page.goto("/zh/office/classes")
    page.fill("[name=number]", number)
    page.get_by_role("button", name="打开这个班次").click()
    expect(page.get_by_role("main")).to_contain_text(number)
    return page.url


def sign_up(page: Page, address: str) -> str:
    """Sign someone up, also where they have another class on the same day."""
    page.goto(f"{address.replace('/office/classes/', '/classes/')}/apply")
    if page.locator("[name=clash_known]").count():
        page.check("[name=clash_known]")
    page.get_by_role("main").get_by_role("button", name="报名").first.click()
    expect(page.get_by_text("您有名额了").first).to_be_visible()
    return page.url


def row(number: str, name: str, id_number: str, certificate: Any, result: str = "合格") -> list[Any]:
    """Return a row of a file of results."""
    issued = ["通辽市职业技能评价中心", clock.today().isoformat()] if certificate else ["", ""]
    kind = ["职业技能等级证书", certificate, "五级"] if certificate else ["", "", ""]
    return [number, name, id_number, "80", result, *kind, *issued]


def report(page: Page, file: Path, *rows: list[Any]) -> None:
    """Send a file of results."""
    book = openpyxl.Workbook()
    for cells in (list(RESULT_COLUMNS), *rows):
        book.active.append(cells)
    book.save(file)
    page.goto("/zh/office/results")
    page.set_input_files("[name=file]", str(file))
    page.get_by_role("button", name="上报文件").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("文件处理结果")


def refused(page: Page) -> list[list[Any]]:
    """Bring the refused rows home."""
    with page.expect_download() as download:
        page.get_by_role("link", name="下载退回的行").click()
    with download.value.path().open("rb") as file:
        return [list(cells) for cells in openpyxl.load_workbook(file).active.iter_rows(min_row=2, values_only=True)]


def test_results_are_held_against_the_roll_and_corrected_with_a_reason(
    portal: Portal, visitor: Visitor, tmp_path: Path
) -> None:
    lesson, clashing, files = "R13660001", "R13660002", Files(portal, tmp_path)
    files.bring_class(lesson, "养老护理员", "150502", seats=2)
    files.bring_class(clashing, "中式面点师", "150502")
    her_number, his_number, nobody = (identity_numbers.make(513_660 + place) for place in range(3))
    school = sign_in(visitor(width=1366, height=768), "zh", "school1")
    address, other = open_class(school, lesson), open_class(school, clashing)
    her = register(visitor(), "萨其拉", her_number, "13850001366")
    sign_up(her, address)
    sign_up(her, other)
    him = register(visitor(), "巴雅尔", his_number, "13860001366")
    sign_up(him, address)

    note_a_day(school, address, clashing)
    leave(her)
    school.goto(f"{address}/results")
    expect(school.get_by_text("本人已申请删除：已锁定")).to_be_visible()
    expect(school.get_by_role("main")).not_to_contain_text("萨其拉")
    look_at(school)

    hers, his = "S0001150000000001366A1", "S0001150000000001366A2"
    as_quantity = row(lesson, "巴雅尔", his_number, 150000123456789012)
    report(
        school,
        tmp_path / "1.xlsx",
        row(lesson, "萨其拉", her_number, hers),
        as_quantity,
        row(lesson, "路人", nobody, ""),
    )
    expect(school.get_by_text("表格把证书编号当成数值")).to_be_visible()
    expect(school.get_by_text("此人不在这个班次的学员名单里")).to_be_visible()
    look_at(school)
    mended = refused(school)[0][: len(RESULT_COLUMNS)]
    mended[NUMBER] = his
    report(school, tmp_path / "2.xlsx", mended)
    expect(school.get_by_text("每一行都已写入")).to_be_visible()

    him.goto("/zh/me/record")
    expect(him.get_by_text(his).first).to_be_visible()
    code = issue(him)
    report(school, tmp_path / "3.xlsx", row(lesson, "巴雅尔", his_number, "", "不合格"))
    expect(school.get_by_text("须先撤销证书，才能更改结果").first).to_be_visible()
    revoke(sign_in(visitor(), "zh", "officer2"), address, his)
    anyone = visitor()
    anyone.goto(f"/v/{code}")
    expect(anyone.get_by_text("已撤销").first).to_be_visible()
    him.goto("/zh/me/messages")
    expect(him.get_by_text("评价过程不合规定").first).to_be_visible()
    correct(school, address)
    him.goto("/zh/me/record")
    expect(him.get_by_text("成绩录错了").first).to_be_visible()
    expect(him.get_by_text("已更正。更正前").first).to_be_visible()


def note_a_day(page: Page, address: str, clashing: str) -> None:
    """Be warned of who is wanted elsewhere at the same hour, and note that everybody was there."""
    page.goto(f"{address}/roll")
    expect(page.get_by_text("有1人同一时间在别的班也有名额")).to_be_visible()
    look_at(page)
    page.goto(f"{address}/attendance/{clock.today().isoformat()}")
    expect(page.get_by_role("main")).to_contain_text(clashing)
    hours = page.locator("[name^=hours_]").first
    hours.fill("0")
    page.get_by_role("button", name="保存这一天").click()
    expect(page.locator("[id^=hours_][id$=-error]")).to_be_visible()
    look_at(page)
    hours.fill("6")
    page.get_by_role("button", name="保存这一天").click()
    expect(page.get_by_text("新登记或改动2条")).to_be_visible()


def leave(page: Page) -> None:
    """Have one's data deleted."""
    page.goto("/zh/me/privacy/erase")
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="删除我的数据").click()
    expect(page.get_by_text("您的数据已删除")).to_be_visible()


def revoke(page: Page, address: str, number: str) -> None:
    """Revoke a certificate with a reason."""
    page.goto(f"{address}/certificates")
    page.locator(".card", has_text=number).get_by_role("link", name="撤销").click()
    look_at(page)
    button = page.get_by_role("main").get_by_role("button", name="撤销")
    button.click()
    expect(page.locator("#reason-error")).to_be_visible()
    page.fill("[name=reason]", "评价过程不合规定")
    button.click()
    expect(page.get_by_text("证书已撤销")).to_be_visible()


def correct(page: Page, address: str) -> None:
    """Correct a result on its page: without a reason nothing is written."""
    page.goto(f"{address}/results")
    page.get_by_role("link", name="巴雅尔").click()
    page.get_by_label("不合格").check()
    press_until_told_why(page, "保存成绩", "成绩录错了")
    expect(page.get_by_text("成绩已记入档案")).to_be_visible()


def test_people_of_a_school_that_left_are_told_and_moved(portal: Portal, visitor: Visitor, tmp_path: Path) -> None:
    officer, files = sign_in(visitor(), "zh", "officer1"), Files(portal, tmp_path)
    left = enter_school(officer, credit_codes.make(961))
    files.bring_class("J20260001", "家政服务员", "150502", school=961)
    files.bring_class("J20260002", "家政服务员", "150502")
    person = register(visitor(), "朝格图", identity_numbers.make(520_000), "13870000001")
    bureau = sign_in(visitor(), "zh", "officer2")
    application = sign_up(person, open_class(bureau, "J20260001"))

    officer.goto(f"{left}/withdraw")
    press_until_told_why(officer, "确认退出并通知学员", "评估不合格")
    expect(officer.get_by_text("已通知1人")).to_be_visible()
    person.goto(application)
    expect(person.get_by_text("人社部门正在给您找别的班")).to_be_visible()
    look_at(person)

    officer.locator("main .card a").first.click()
    officer.get_by_role("button", name="终止这个班并转移学员").click()
    expect(officer.locator("#into-error")).to_be_visible()
    look_at(officer)
    officer.get_by_role("radio", name="J20260002").check()
    officer.get_by_role("button", name="终止这个班并转移学员").click()
    person.goto(application)
    expect(person.get_by_text("您被转到了另一个班")).to_be_visible()
    person.get_by_role("main").get_by_role("link", name="查看另一份报名").click()
    expect(person.get_by_role("main")).to_contain_text("J20260002")
    expect(person.get_by_text("您有名额了").first).to_be_visible()


def enter_school(page: Page, code: str) -> str:
    """Take an institution into the directory and return its address."""
    page.goto("/zh/office/providers/new")
    told = {"credit_code": code, "name": "中途退出培训学校", "address": "明仁大街7号", "phone": "0475-8100000"}
    for field, typed in {**told, "accredited_from": clock.today().isoformat()}.items():
        page.fill(f"[name={field}]", typed)
    page.select_option("[name=region]", "150502")
    page.get_by_label("照护家政").check()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("机构已列入目录")).to_be_visible()
    return page.url


def test_a_school_neither_plans_what_it_may_not_nor_rewrites_a_day_without_a_reason(visitor: Visitor) -> None:
    page = sign_in(visitor(), "zh", "school1")
    page.goto("/zh/office/classes/new")
    expect(page.locator("#entry")).not_to_contain_text("焊工")
    page.locator("#entry").select_option(index=1)
    for field, days in (("starts_on", -1), ("ends_on", 0), ("apply_by", -2)):
        page.fill(f"[name={field}]", (clock.today() + timedelta(days=days)).isoformat())
    for field, typed in {"daily_hours": "9:00-12:00", "place": "明仁大街8号", "capacity": "2"}.items():
        page.fill(f"[name={field}]", typed)
    page.get_by_role("button", name="保存草稿").click()
    expect(page.locator("#starts_on-error")).to_contain_text("班次要在开班之前发布")
    look_at(page)

    page.goto("/zh/office/classes")
    page.locator(".card", has_text="正在上课").get_by_role("link").first.click()
    page.get_by_role("link", name="考勤", exact=True).click()
    page.locator("main .card", has_text="缺勤").get_by_role("link").first.click()
    box = page.locator("[name^=present_]").first
    was_there = box.is_checked()
    box.set_checked(not was_there)
    page.get_by_role("button", name="保存这一天").click()
    expect(page.locator("#reason-error")).to_be_visible()
    look_at(page)
    assert box.is_checked() is not was_there
    page.fill("[name=reason]", "补交了签到表")
    page.get_by_role("button", name="保存这一天").click()
    expect(page.get_by_text("改前").first).to_be_visible()
    expect(page.get_by_text("补交了签到表").first).to_be_visible()
