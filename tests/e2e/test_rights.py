"""A clerk wrote someone down wrongly: she has it corrected by somebody else, sees who looked, and leaves."""

import re
import subprocess

import pyotp
import pytest
from playwright.sync_api import Page, expect

from portal.core import clock, identity_numbers
from tests.e2e.conftest import Portal, Visitor, assert_accessible, assert_no_sideways_scroll
from tests.e2e.test_public_notice import sign_in
from tests.e2e.test_station import SIZES, Desk, numbers_of_sheets

PASSWORD = "three grey geese"


def look(page: Page) -> None:
    """Refuse a page that is not accessible in either edition, or wider than the screen; then go on in Chinese."""
    page.wait_for_load_state()
    here = page.url
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    page.goto(here.replace("/zh/", "/mn/"))
    assert_accessible(page)
    page.goto(here)


def send(page: Page, field: str) -> None:
    """Send the form that holds a field."""
    page.locator(f"main form:has({field}) button[type=submit]").first.click()
    page.wait_for_load_state()


def written_down_wrongly(desk: Desk, number: str) -> str:
    """Write someone down with a wrong name and a group that is not hers; return the code of her slip."""
    page = desk.page
    desk.go("/station")
    desk.press("/station/flows")
    page.fill("[name=id_number]", number)
    desk.send("[name=id_number]")
    page.fill("[name=name]", "阿拉担")
    page.check("[name=whose][value=none]")
    page.select_option("[name=region]", "150525")
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    page.check("[name=groups][value=ex_poverty]")
    desk.send("[name=whose]")
    desk.press("/read-back")
    flow = page.url.removesuffix("/consent")
    for tick in ("present", "signed", "card_seen"):
        page.check(f"[name={tick}]")
    page.fill("[name=sheet_number]", numbers_of_sheets(page.content())[0])
    desk.send("[name=present]")
    page.goto(f"{flow}/classes")
    page.locator("main .cards a.cover").first.click()
    page.locator("main form:has([name=form_token]) button[type=submit]").last.click()
    page.wait_for_load_state()
    token = str(page.locator("[name=csrf_token]").first.get_attribute("value"))
    slip = page.request.post(f"{page.url}/slip", form={"csrf_token": token}, headers={"Referer": page.url})
    text = subprocess.run(["pdftotext", "-", "-"], input=slip.body(), capture_output=True, check=True).stdout.decode()
    found = re.search(r"\b(\d{4}) ?(\d{4})\b(?!\d)", text.replace(number, ""))
    assert found, text
    desk.press("/finish")
    return found[1] + found[2]


def at_home(page: Page, number: str, code: str) -> None:
    """Open one's account with the code of the slip."""
    page.goto("/zh/password/new")
    page.fill("[name=id_number]", number)
    page.fill("[name=code]", code)
    page.fill("[name=password]", PASSWORD)
    send(page, "[name=code]")
    page.goto("/zh/me/privacy")
    expect(page.get_by_role("main")).to_contain_text("脱贫人员")
    look(page)


def take_group_back(page: Page) -> None:
    """Change at once what is one's own to say: nobody checked this group."""
    page.goto("/zh/me/profile")
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    page.uncheck("[name=groups][value=ex_poverty]")
    send(page, "[name=groups]")
    page.goto("/zh/me/privacy")
    expect(page.get_by_role("main")).not_to_contain_text("脱贫人员")


def ask(page: Page, about: str, wanted: str) -> str:
    """Ask for a correction and return its number."""
    page.goto(f"/zh/me/privacy/correct/{about}")
    look(page)
    send(page, "[name=wanted]")  # nothing typed: the field says what is missing
    page.fill("[name=wanted]", wanted)
    page.fill("[name=own_words]", "服务站录入时写错了")
    send(page, "[name=wanted]")
    look(page)
    return page.url.rsplit("/", 1)[1]


def answer(page: Page, number: str) -> None:
    """Find a request among those of the region and accept it."""
    page.goto("/zh/office/requests")
    look(page)
    page.get_by_role("link", name=number).click()
    look(page)
    page.check("[name=state][value=accepted]")
    page.fill("[name=answer]", "已与登记信息核对，予以更正。")
    send(page, "[name=state]")
    expect(page.get_by_role("main")).to_contain_text("已更正")


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_she_is_corrected_by_somebody_else_and_leaves(
    portal: Portal, visitor: Visitor, width: int, height: int
) -> None:
    number = identity_numbers.make(30_000 + width)
    code = written_down_wrongly(Desk(visitor(width=width, height=height)), number)
    home = visitor(width=width, height=height)
    at_home(home, number, code)
    take_group_back(home)
    name = ask(home, "name", "阿拉坦")

    office = sign_in(visitor(width=width, height=height), portal, "officer1")
    answer(office, name)
    expect(office.get_by_role("main")).to_contain_text("阿拉坦")

    home.goto("/zh/me/privacy")
    expect(home.get_by_role("main")).not_to_contain_text("脱贫人员")
    expect(home.get_by_role("main")).to_contain_text(name)
    home.goto("/zh/me/messages")
    expect(home.get_by_role("main")).to_contain_text(name)

    home.goto("/zh/me/privacy/erase")
    look(home)
    home.fill("[name=password]", PASSWORD)
    send(home, "[name=password]")
    expect(home.get_by_role("main")).to_contain_text("您的数据已删除")
    leaves_only_what_is_locked(office, number)


def leaves_only_what_is_locked(office: Page, number: str) -> None:
    """Find nothing of her in daily work, and what is kept only after a reason."""
    office.goto("/zh/office/requests?state=accepted")
    expect(office.get_by_role("main")).not_to_contain_text("阿拉坦")
    office.goto("/zh/office/locked")
    look(office)
    office.fill("[name=id_number]", number)
    send(office, "[name=id_number]")  # without a reason nothing opens
    expect(office.get_by_role("alert")).to_be_visible()
    office.check("[name=purpose][value=report]")
    office.fill("[name=reason]", "审计部门来函要求核对")
    send(office, "[name=id_number]")
    assert office.url.endswith("/office/locked/shown")
    assert_accessible(office)
    office.reload()
    assert office.url.endswith("/office/locked")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_new_officer_sets_the_second_step_up(portal: Portal, visitor: Visitor, *, scripts: bool) -> None:
    login = f"new-officer-{'with' if scripts else 'without'}"
    made = portal.flask(
        "staff", "add", "--role", "bureau_officer", "--login", login, "--name", "新来的", "--region", "150500"
    )
    password = made.rsplit(": ", 1)[1].strip()
    page = visitor(scripts=scripts)
    type_password(page, login, password)
    assert page.url.endswith("/zh/second-step")  # and no further
    page.goto("/zh/office/requests")
    assert page.url.endswith("/zh/second-step")
    if scripts:
        look(page)
    secret = page.locator("main .big").inner_text().replace(" ", "")
    page.fill("[name=code]", "000000")
    send(page, "[name=code]")
    page.fill("[name=code]", pyotp.TOTP(secret).at(clock.now()))
    send(page, "[name=code]")
    codes = page.locator("main code").all_inner_texts()
    assert len(codes) == 10
    if scripts:
        assert_accessible(page)
    page.get_by_role("link", name="我已保存好").click()
    page.get_by_role("button", name="退出").click()

    type_password(page, login, password)
    assert "/login/code" in page.url
    if scripts:
        look(page)
    page.fill("[name=code]", codes[3])
    send(page, "[name=code]")
    assert page.url.endswith("/zh/office")


def type_password(page: Page, login: str, password: str) -> None:
    """Take the first step."""
    page.goto("/zh/login")
    page.fill("[name=identifier]", login)
    page.fill("[name=password]", password)
    send(page, "[name=password]")
