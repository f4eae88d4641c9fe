"""Lists of villagers for tests."""

import io
from itertools import count
from typing import Any

from openpyxl import Workbook

from portal.station.types.rosters import COLUMNS
from tests.station.conftest import fresh_number, printed

_sheets = count(100_000)


def villager(**changes: Any) -> dict[str, Any]:
    """Return a row that can be taken in as a wish."""
    number = changes.get("身份证件号码") or fresh_number()
    row = {
        "姓名": f"乌云{chr(0x4E00 + int(str(number)[6:14]) % 5000)}{chr(0x4E00 + int(str(number)[-6:-1]) % 5000)}",
        "身份证件号码": number,
        "手机号": f"138{int(str(number)[6:14]) % 10**8:08d}",
        "户籍区划代码": "150525",
        "人员类别": "脱贫人员",
        "班次编号": "",
        "意向工种": "想学奶食品加工",
        "同意书编号": printed(next(_sheets)),
    }
    return {**row, **changes}


def csv_list(rows: list[dict[str, Any]], encoding: str = "utf-8", extra: str = "") -> bytes:
    """Return a .csv, with a column nobody asked for where one is named."""
    head = [*COLUMNS, *([extra] if extra else [])]
    lines = [",".join(head), *(",".join([*map(str, row.values()), *(["某嘎查"] if extra else [])]) for row in rows)]
    return "\r\n".join(lines).encode(encoding)


def xlsx_list(rows: list[dict[str, Any]], title: str = "") -> bytes:
    """Return an .xlsx, with a merged title above the header and a hidden column of other people where one is wanted."""
    book = Workbook()
    sheet = book.worksheets[0]
    if title:
        sheet.append([title])
        sheet.merge_cells("A1:H1")
        sheet.column_dimensions["I"].hidden = True
    sheet.append([*COLUMNS, *(["邻居"] if title else [])])
    for row in rows:
        sheet.append([*row.values(), *(["别人的资料"] if title else [])])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
