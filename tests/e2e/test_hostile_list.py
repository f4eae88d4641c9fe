"""Journey 6, where it fails: a list from a village with every fault that lists have; nothing of it comes in unseen."""

import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import expect

from portal.core import identity_numbers
from portal.station.types.rosters import COLUMNS
from tests.e2e.conftest import Files, Portal, Visitor
from tests.e2e.test_station import SIZES, Desk

SECRET = "邻居家的电话"  # in a hidden column that nobody asked for
ID, PHONE = COLUMNS.index("身份证件号码"), COLUMNS.index("手机号")


class Village:
    """People of a village, each with the number of a sheet that the station printed."""

    def __init__(self, desk: Desk, serial: int, people: int) -> None:
        self.sheets, self.serial = desk.print_sheets(people), serial

    def row(
        self, place: int, name: str, group: str = "", *, phone: Any = "", number: Any = "", lesson: str = ""
    ) -> Any:
        """Return the row of someone; without the number of a class, they wish for something."""
        own = number or self.number(place)
        return [name, own, phone, "150525", group, lesson, "" if lesson else "做奶食", self.sheets[place]]

    def number(self, place: int) -> str:
        """Return the identity number of someone."""
        return identity_numbers.make(self.serial + place)


def workbook(file: Path, rows: list[Any]) -> Path:
    """Save a list as a secretary sends it: a title over the header, and a hidden column."""
    book = openpyxl.Workbook()
    book.active.append(["满都宝力格嘎查培训登记表"])
    book.active.merge_cells("A1:I1")
    book.active.append([*COLUMNS, "备注"])
    book.active.column_dimensions["I"].hidden = True
    for row in rows:
        book.active.append([*row, SECRET])
    book.save(file)
    return file


def send(desk: Desk, file: Path) -> None:
    """Send a list to be checked."""
    desk.page.goto("/zh/station/lists")
    desk.page.set_input_files("[name=file]", str(file))
    desk.page.locator("main form:has([name=file]) button[type=submit]").click()
    desk.page.wait_for_load_state()


def says(desk: Desk, *words: str) -> None:
    """Expect the page to say all of this, and nothing of the hidden column."""
    for one in words:
        expect(desk.page.get_by_role("main")).to_contain_text(one)
    expect(desk.page.locator("body")).not_to_contain_text(SECRET)


def outcome(desk: Desk, *, added: int, unchanged: int, refused: int) -> None:
    """Expect the page to say what became of the rows."""
    says(desk, "名单已办理")
    for label, number in (("已办理", added), ("以前已办过", unchanged), ("未办理", refused)):
        row = desk.page.locator("main dl > *", has=desk.page.get_by_text(label, exact=True)).first
        expect(row).to_contain_text(re.compile(rf"\b{number}$"))


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_list_with_every_fault_is_mended_and_taken_in_once(
    portal: Portal, visitor: Visitor, tmp_path: Path, width: int, height: int
) -> None:
    lessons = (f"V{width}0001", f"V{width}0002")
    for lesson, occupation in zip(lessons, ("养老护理员", "中式面点师"), strict=True):
        Files(portal, tmp_path).bring_class(lesson, occupation, "150525")
    desk = Desk(visitor(width=width, height=height))
    village = Village(desk, 400_000 + width * 10, 9)
    signed_up = workbook(tmp_path / "first.xlsx", [village.row(0, "乌云其", lesson=lessons[0])])
    send(desk, signed_up)
    desk.page.check("[name=each_signed]")
    desk.send("[name=each_signed]")
    outcome(desk, added=1, unchanged=0, refused=0)

    twice = village.number(3)
    rows = [
        village.row(0, "乌云其", lesson=lessons[1]),
        village.row(1, "乌 云", phone=13804770000.0),
        village.row(2, "乌云"),
        village.row(3, "娜仁"),
        village.row(4, "娜仁花", number=twice),
        village.row(5, "巴图尔", number=int(twice[:17]) * 10),
        village.row(6, "苏日娜", "在校生"),
        village.row(7, "格日勒", "领取养老金"),
        village.row(8, "朝鲁", phone="13904790001"),
    ]
    send(desk, workbook(tmp_path / "faults.xlsx", rows))
    address = desk.page.url
    says(desk, "此人同一时间已报上另一个班", "这个身份证号码在第7行也有", "这个身份证号码在第6行也有")
    says(desk, "表格把身份证件号码当成了数字", "这是工作人员或服务站的电话")
    desk.look()
    desk.page.goto(f"{address}?colour=yellow")
    says(desk, "13804770000", "名单里有同名的人", "此人还在校", "此人领取养老金，可以报名")
    desk.look()

    desk.send("[name=each_signed]")  # nothing is ticked
    for tick in ("each_signed", "yellow_seen"):
        expect(desk.page.locator(f"#{tick}-error")).to_be_visible()
    red = mend_one_of_two(desk, address, village.number(4))
    assert [row[0] for row in red] == ["乌云其", "巴图尔", "朝鲁"]
    assert "身份证件号码" in str(red[1][len(COLUMNS)])

    desk.page.check("[name=each_signed]")
    desk.page.check("[name=yellow_seen]")
    desk.send("[name=each_signed]")
    outcome(desk, added=6, unchanged=0, refused=3)
    red[1][ID], red[2][PHONE] = village.number(5), None
    send(desk, workbook(tmp_path / "mended.xlsx", [row[: len(COLUMNS)] for row in red[1:]]))
    desk.page.check("[name=each_signed]")
    desk.send("[name=each_signed]")
    outcome(desk, added=2, unchanged=0, refused=0)

    send(desk, signed_up)
    desk.page.check("[name=each_signed]")
    desk.send("[name=each_signed]")
    outcome(desk, added=0, unchanged=1, refused=0)


def mend_one_of_two(desk: Desk, address: str, number: str) -> list[list[Any]]:
    """Give the second of two rows its own number, which mends the first as well, and bring the red ones home."""
    desk.page.goto(f"{address}/rows/7")
    desk.page.fill(f"[name=cell{ID}]", "15999919800101")
    desk.send(f"[name=cell{ID}]")
    expect(desk.page.locator(f"#cell{ID}-error")).to_be_visible()
    desk.page.fill(f"[name=cell{ID}]", number)
    desk.send(f"[name=cell{ID}]")
    says(desk, "红色 (3)")
    with desk.page.expect_download() as download:
        desk.page.get_by_role("link", name="下载红色行").click()
    with download.value.path().open("rb") as file:
        sheet = openpyxl.load_workbook(file).worksheets[0]
    return [list(row) for row in sheet.iter_rows(min_row=2, values_only=True)]


def test_a_file_that_is_no_list_is_told_why(visitor: Visitor, tmp_path: Path) -> None:
    desk = Desk(visitor())
    macro = workbook(tmp_path / "macro.xlsx", [])
    with zipfile.ZipFile(macro, "a") as parts:
        parts.writestr("xl/vbaProject.bin", b"macro")
    old, long = tmp_path / "old.xls", tmp_path / "long.csv"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512))
    long.write_text(
        "\n".join([",".join(COLUMNS), *(f"乌云{place},,,,,,," for place in range(5_000))]), encoding="utf-8"
    )

    for file, reason in ((macro, "这个文件里有宏"), (old, "请打开后另存为 .xlsx"), (long, "这个文件超过2000行")):
        send(desk, file)
        expect(desk.page.locator("#file-error")).to_contain_text(reason)
        desk.look()
