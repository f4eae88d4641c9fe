"""At a village station: an elder without a phone is helped and opens her account at home; a list of forty comes in."""

import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from portal.core import clock, identity_numbers
from portal.station.types.rosters import COLUMNS
from tests.e2e.conftest import Visitor, assert_accessible, assert_no_sideways_scroll

CLERK_PASSWORD = "demo-grassland-2026"
SIZES = [(390, 844), (1366, 768)]


def numbers_of_sheets(shown: str) -> list[str]:
    """Return the numbers of sheets that a page or a paper shows, each once."""
    return list(dict.fromkeys(re.findall(r"T\d+-\d{6}-\w{4}-\w{4}", shown)))


class Desk:
    """A clerk's browser, each page looked at on the way."""

    def __init__(self, page: Page, *, lang: str = "zh", scripts: bool = True) -> None:
        self.page, self.lang, self.scripts = page, lang, scripts
        page.goto(f"/{lang}/login")
        page.fill("[name=identifier]", "clerk1")
        page.fill("[name=password]", CLERK_PASSWORD)
        page.locator("main form button[type=submit]").click()
        self.go("/station/own-phone")
        page.fill("[name=phone]", "13904790001")
        self.send("[name=phone]")

    def look(self) -> None:
        """Refuse a page that is not accessible or too wide (axe itself is a script)."""
        self.page.wait_for_load_state()
        if self.scripts:
            assert_accessible(self.page)
            if self.lang == "zh":
                assert_no_sideways_scroll(self.page)

    def go(self, path: str) -> None:
        """Open a page of the edition."""
        self.page.goto(f"/{self.lang}{path}")
        self.look()

    def send(self, field: str) -> None:
        """Send the form that holds a field."""
        self.page.locator(f"main form:has({field}) button[type=submit]").click()
        self.look()

    def press(self, action: str) -> None:
        """Press the button of a form by the end of its address."""
        self.page.locator(f"main form[action$='{action}'] button").first.click()
        self.look()

    def print_sheets(self, count: int) -> list[str]:
        """Print sheets to sign in a village, and return the numbers on them."""
        pdf = self.page.request.get(f"/zh/station/papers/consent.pdf?language=zh&count={count}").body()
        text = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
        return numbers_of_sheets(text)

    def is_large(self) -> None:
        """Refuse text below 18 points and targets below 50 pixels, once large type is on."""
        text = "parseFloat(getComputedStyle(document.querySelector('main p, main li')).fontSize)"
        target = "Math.min(...['width', 'height'].map(s => document.querySelector('main .button').getBoundingClientRect()[s]))"
        assert self.page.evaluate(text) >= 24
        assert self.page.evaluate(target) >= 50

    def help(self, number: str) -> str:
        """Begin with someone new as far as the hub, and return the address of the flow."""
        self.go("/station")
        self.press("/station/flows")
        self.page.fill("[name=id_number]", number)
        self.send("[name=id_number]")
        self.page.fill("[name=name]", "王桂芝")
        self.page.check("[name=whose][value=none]")
        self.page.select_option("[name=region]", "150822")
        self.page.check(f"[name=language][value={self.lang}]")
        self.send("[name=whose]")
        expect(self.page.get_by_role("main")).to_contain_text("王桂芝")
        self.press("/read-back")
        flow = self.page.url.removesuffix("/consent")
        assert self.page.request.get(f"{flow}/consent.pdf?language={self.lang}").body().startswith(b"%PDF")
        self.send("[name=present]")  # nothing ticked: each field says what is missing
        for tick in ("present", "signed", "card_seen"):
            self.page.check(f"[name={tick}]")
        self.page.fill("[name=sheet_number]", numbers_of_sheets(self.page.content())[0])
        self.send("[name=present]")
        return flow


@pytest.mark.parametrize("lang", ["zh", "mn"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_elder_without_a_phone_leaves_with_paper(visitor: Visitor, lang: str, width: int, height: int) -> None:
    number = identity_numbers.make(20_000 + width + (lang == "mn"))
    desk = Desk(visitor(width=width, height=height), lang=lang)
    desk.page.goto(f"/{lang}/type-size?size=large")
    flow = desk.help(number)
    desk.is_large()
    desk.page.goto(f"{flow}/classes")
    desk.look()
    desk.page.locator("main .cards a.cover").first.click()
    desk.look()
    desk.page.locator("main form:has([name=form_token]) button[type=submit]").last.click()
    desk.look()
    application = desk.page.url
    token = str(desk.page.locator("[name=csrf_token]").first.get_attribute("value"))
    slip = desk.page.request.post(f"{application}/slip", form={"csrf_token": token}, headers={"Referer": application})
    assert slip.body().startswith(b"%PDF")
    desk.page.goto(f"{flow}/wishes/new")
    desk.look()
    desk.page.fill("[name=own_words]", "照顾老人")
    desk.send("[name=own_words]")
    desk.press("/finish")

    desk.page.go_back()
    desk.page.goto(flow)
    expect(desk.page.get_by_role("main")).not_to_contain_text("王")
    assert number not in desk.page.url


def test_two_tabs_keep_two_people_apart_without_scripts(visitor: Visitor) -> None:
    first = Desk(visitor(scripts=False), scripts=False)
    base = 50_000
    one = first.help(identity_numbers.make(base))
    other = first.help(identity_numbers.make(base + 1))

    first.page.goto(one)
    shown = first.page.get_by_role("main").inner_text()
    first.page.goto(other)

    assert one != other
    assert identity_numbers.mask(identity_numbers.make(base)) in shown
    expect(first.page.get_by_role("main")).to_contain_text(identity_numbers.mask(identity_numbers.make(base + 1)))


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_forty_villagers_come_in_from_a_list(visitor: Visitor, tmp_path: Path, width: int, height: int) -> None:
    base = 100_000 + width * 100
    numbers = [identity_numbers.make(base + place) for place in range(40)]
    desk = Desk(visitor(width=width, height=height), scripts=True)
    lines = [
        f"乌云{chr(0x4E00 + place)},{number},138{base % 10**4:04d}{place:04d},150525,脱贫人员,,做奶食,{sheet}"
        for place, (number, sheet) in enumerate(zip(numbers, desk.print_sheets(40), strict=True))
    ]
    lines[39] = lines[39].replace("150525", "999999")
    file = tmp_path / "list.csv"
    file.write_bytes("\r\n".join([",".join(COLUMNS), *lines]).encode("gb18030"))
    desk.go("/station/lists")
    desk.page.set_input_files("[name=file]", str(file))
    begun = clock.now()
    desk.page.locator("main form:has([name=file]) button[type=submit]").click()
    desk.page.get_by_role("heading", name="查看名单").wait_for()
    print(f"forty rows checked in {(clock.now() - begun).total_seconds():.1f} s at {width}x{height}")  # noqa: T201
    desk.look()
    address = desk.page.url
    assert numbers[39] not in desk.page.content()

    desk.page.get_by_role("link", name=re.compile("修改这一行")).click()
    desk.look()
    desk.page.fill("[name=cell3]", "150525")
    desk.send("[name=cell3]")
    desk.page.goto(f"{address}?colour=all")
    desk.look()
    desk.page.check("[name=each_signed]")
    desk.send("[name=each_signed]")

    expect(desk.page.get_by_role("main")).to_contain_text("名单已办理")
    expect(desk.page.get_by_role("main")).to_contain_text("40")
