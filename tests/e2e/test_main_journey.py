"""The whole chain: from a search in pinyin to a summary whose QR a stranger reads."""

import re
import subprocess
from datetime import date
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from portal.core import identity_numbers
from tests.e2e.conftest import Files, Portal, Visitor, assert_accessible, assert_no_sideways_scroll

NAME = "斯琴·其木格"
PASSWORD = "three plain words"


class Walk:
    """One page of a journey after the other, each looked at on the way."""

    def __init__(self, page: Page, *, scripts: bool) -> None:
        self.page = page
        self.scripts = scripts

    def look(self) -> None:
        """Refuse a page that is not accessible or wider than the phone (axe itself is a script)."""
        if self.scripts:
            assert_accessible(self.page)
            assert_no_sideways_scroll(self.page)

    def press(self, name: str) -> None:
        """Press a button of the page and look at what comes."""
        self.page.get_by_role("main").get_by_role("button", name=name, exact=True).click()
        self.look()

    def follow(self, name: str) -> None:
        """Follow a link of the page and look at what comes."""
        self.page.get_by_role("main").get_by_role("link", name=name).first.click()
        self.look()


def register(walk: Walk, id_number: str) -> None:
    page = walk.page
    page.goto("/zh/register")
    walk.look()
    page.get_by_label("姓名（与身份证一致）").fill(NAME)
    page.get_by_label("身份证件号码").fill(id_number)
    page.get_by_label("手机号码", exact=True).fill("138 0000 1234")
    page.get_by_label("户籍所在地").select_option("150525")
    page.get_by_label("设置密码").fill(PASSWORD)
    page.locator("[name=consent]").check()
    walk.press("注册")


def sign_in(walk: Walk, identifier: str, password: str) -> None:
    walk.page.goto("/zh/login")
    walk.look()
    walk.page.locator("[name=identifier]").fill(identifier)
    walk.page.locator("[name=password]").fill(password)
    walk.press("登录")


def find_class(walk: Walk, number: str, region: str) -> None:
    """Search in pinyin, narrow down to the place, and open the class."""
    page = walk.page
    page.goto("/zh/")
    walk.look()
    page.get_by_role("searchbox").fill("yanglaohuliyuan")
    walk.press("搜索")
    page.goto(f"{page.url}&region={region}")
    walk.look()
    page.get_by_role("main").get_by_role("link", name="养老护理员").first.click()
    walk.look()
    expect(page.get_by_role("main")).to_contain_text(number)


def read_qr(pdf: Path, folder: Path) -> str:
    subprocess.run(["pdftoppm", "-r", "150", "-png", "-f", "1", "-l", "1", str(pdf), str(folder / "page")], check=True)
    with Image.open(next(folder.glob("page*.png"))) as picture:
        return zxingcpp.read_barcodes(picture)[0].text


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_from_a_search_in_pinyin_to_a_summary_anyone_can_verify(
    portal: Portal, visitor: Visitor, tmp_path: Path, scripts: bool
) -> None:
    number, region = ("E20260001", "150502") if scripts else ("E20260002", "150521")
    id_number = identity_numbers.make(77 if scripts else 78, birth_date=date(1980, 5, 4))
    files = Files(portal, tmp_path)
    files.bring_class(number, "养老护理员", region)
    first, second = (Walk(visitor(scripts=scripts), scripts=scripts) for _person in range(2))

    # Someone else takes the only seat.
    clerk = next(person for person in portal.sign_ins() if person["name"] == "陈秀兰")
    sign_in(first, clerk["identifier"], clerk["password"])
    find_class(first, number, region)
    first.follow("我要报名")
    first.press("报名")
    expect(first.page.get_by_role("main")).to_contain_text("您有名额了")

    # She registers and waits.
    register(second, id_number)
    find_class(second, number, region)
    second.follow("候补")
    second.press("加入候补名单")
    application = second.page.url
    expect(second.page.get_by_role("main")).to_contain_text("候补")

    # The seat comes free and is hers.
    first.follow("取消报名")
    first.press("确定取消")
    second.page.goto(application)
    second.look()
    second.press("接受名额")
    expect(second.page.get_by_role("main")).to_contain_text("您有名额了")

    # The school reports the result; the record has it; the summary is issued.
    files.bring_result(number, NAME, id_number)
    second.page.goto("/zh/me/record")
    second.look()
    expect(second.page.get_by_role("main")).to_contain_text("职业技能等级证书")
    second.page.goto("/zh/me/record/summary")
    second.look()
    second.page.locator("[name=language][value=zh]").check()
    second.press("签发")
    pdf = tmp_path / "summary.pdf"
    address = second.page.get_by_role("main").get_by_role("link", name=re.compile("下载")).get_attribute("href")
    pdf.write_bytes(second.page.request.get(str(address)).body())

    # A stranger reads the code with a phone.
    stranger = Walk(visitor(scripts=scripts), scripts=scripts)
    stranger.page.goto(read_qr(pdf, tmp_path))
    stranger.look()
    said = stranger.page.get_by_role("main")
    expect(said).to_contain_text("斯*·**格")
    expect(said).to_contain_text("有效")
    expect(said).to_contain_text("通辽市职业技能评价中心")
    expect(said).not_to_contain_text(id_number)
