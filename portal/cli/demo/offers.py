"""What is taught in the demonstration world: two editions of the demand catalog, providers, classes of two years."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random

from portal.catalog.services.providers import NewProvider
from portal.catalog.types import ProviderKind
from portal.core import credit_codes, reference, regions
from portal.core.regions import Place
from portal.core.terms import find_code, terms

CATALOG_COLUMNS = ("职业编码", "职业(工种)", "等级", "学时", "紧缺程度", "补贴标准(元)", "依据文件", "蒙古文名称")
CLASS_COLUMNS = (
    "班次编号", "统一社会信用代码", "职业(工种)", "等级", "开班日期", "结业日期", "地点", "区划代码",
    "名额", "报名截止日期", "授课语言", "培训方式", "面向人员", "组织部门",
)  # fmt: skip
HERDING = ("1525", "1529", "1507", "1506", "1508")  # leagues and cities with banners of herders
WINTER_TRADES = ("livestock", "handicraft", "care")
HOURS = {"5": 80, "4": 100, "3": 120, "2": 140, "1": 160, "none": 40}
URGENT = {
    "养老护理员",
    "家政服务员",
    "焊工",
    "电工",
    "家畜繁殖员",
    "网约配送员",
    "光伏发电运维值班员",
    "风力发电运维值班员",
}
GROUPS = ("", "", "农村（牧区）转移劳动力、返乡农牧民工", "退役军人", "毕业年度学生、高校毕业生", "妇女")
SCHOOLS = (
    ("{place}职业技能培训学校", ProviderKind.INSTITUTION, ("care", "catering", "digital", "employment")),
    ("{place}农牧业技术培训中心", ProviderKind.INSTITUTION, ("livestock", "farming", "handicraft")),
    ("{place}技工学校", ProviderKind.INSTITUTION, ("machining", "repair", "construction", "energy", "logistics")),
    ("{place}公共实训基地", ProviderKind.BASE, ("machining", "energy", "handicraft", "catering")),
)
LATE_TRADES = ("网约配送员", "人工智能训练师", "光伏发电运维值班员")  # entered the catalog with this year's edition
PLATFORMS = ("草原云学堂线上平台", "北疆技能在线", "牧区远程培训平台")

_Taught = tuple[str, str, str]  # occupation, trade, level


@dataclass(frozen=True)
class DemoClass:
    """One row of the file of classes, with what the story needs to know of it."""

    number: str
    occupation: str
    trade: str
    level: str
    region: str
    provider: str
    starts_on: date
    ends_on: date
    apply_by: date
    capacity: int
    cells: tuple[str, ...]

    def published_on(self, today: date) -> date:
        """Return when the file with this class was sent: some weeks before its month begins."""
        return _published_on(self.starts_on, today)


def first_day(today: date) -> date:
    """Return when the first catalog was taken in, before any class was published."""
    return today - timedelta(days=490)


def catalog_file(*, without: Sequence[str] = ()) -> bytes:
    """Return an edition of the demand catalog. No amounts: none is invented."""
    rows = []
    for row in reference.read_csv(reference.DATA / "occupations.csv"):
        name = row["official_name"] if row["code_2022"] else row["policy_term"]
        if name in without:
            continue
        for level in _levels(row["levels"]):
            shortage = "急需紧缺" if name in URGENT else "紧缺" if level in ("4", "3") else "一般"
            rows.append((row["code_2022"], name, terms("level")[level].policy_word, HOURS[level], shortage, "", "", ""))
    return _file(CATALOG_COLUMNS, rows)


def providers(random: Random) -> list[NewProvider]:
    """Return at least 40 providers over all leagues and cities, and three platforms."""
    found: list[NewProvider] = []
    for league in regions.prefectures():
        for pattern, kind, trades in SCHOOLS:
            seat = random.choice(regions.children(league.code))
            name = pattern.format(place=league.name)
            found.append(_provider(len(found), name, kind, seat, trades))
    seat = regions.children(regions.prefectures()[0].code)[0]
    found += [
        _provider(len(found) + n, name, ProviderKind.ONLINE, seat, ("digital", "care", "farming", "employment"))
        for n, name in enumerate(PLATFORMS)
    ]
    return found


def classes(random: Random, offered: list[NewProvider], today: date) -> list[DemoClass]:
    """Return classes from fourteen months ago to five months ahead, in every league and city."""
    found: list[DemoClass] = []
    for number in range(228):
        provider = offered[number % len(offered)]
        starts_on = today + timedelta(days=random.randint(-420, -40) if number % 2 else random.randint(4, 150))
        found.append(_class(random, len(found), provider, starts_on, today))
    # Each league has one class going on now, and one whose sign-up is open for some days only.
    for provider in offered[:24]:
        starts_on = today + timedelta(days=-3 if len(found) % 2 else 9)
        found.append(_class(random, len(found), provider, starts_on, today))
    return found


def classes_file(rows: Sequence[DemoClass]) -> bytes:
    """Return the classes as the file a bureau would send."""
    return _file(CLASS_COLUMNS, [row.cells for row in rows])


def _published_on(starts_on: date, today: date) -> date:
    return min(starts_on.replace(day=1) - timedelta(days=25), today)


def _class(random: Random, serial: int, provider: NewProvider, starts_on: date, today: date) -> DemoClass:
    herding = provider.region_code.startswith(HERDING) and starts_on.month in (12, 1, 2)
    trades = [trade for trade in provider.trades if not herding or trade in WINTER_TRADES] or list(provider.trades)
    missing = LATE_TRADES if _published_on(starts_on, today) < date(today.year, 1, 1) else ()
    name, trade, level = _drawn(random, [row for row in _taught() if row[1] in trades], missing)
    ends_on = starts_on + timedelta(days=HOURS[level] // 8 - 1)
    apply_by = starts_on - timedelta(days=random.choice((2, 3, 5)))
    number = f"D{starts_on:%Y}{serial + 1:05d}"
    capacity = random.choice((6, 8, 12, 20, 30, 30, 40))
    online = provider.kind is ProviderKind.ONLINE
    language = (
        random.choice(("蒙古语授课", "双语授课")) if herding else random.choice(("汉语授课", "汉语授课", "双语授课"))
    )
    cells = (
        number,
        provider.credit_code,
        name,
        terms("level")[level].policy_word,
        starts_on.isoformat(),
        ends_on.isoformat(),
        provider.address,
        provider.region_code,
        str(capacity),
        apply_by.isoformat(),
        language,
        "线上" if online else random.choice(("集中面授", "集中面授", "线上线下结合")),
        groups := random.choice(GROUPS),
        _department(serial, trade, groups),
    )
    return DemoClass(
        number, name, trade, level, provider.region_code, provider.name, starts_on, ends_on, apply_by, capacity, cells
    )


def _department(serial: int, trade: str, groups: str) -> str:
    """Return which department arranges a class; of some, as of real ones from before, it is not known."""
    if serial % 5 == 0:
        return ""
    special = {"退役军人": "退役军人事务局", "妇女": "妇联"}.get(groups)
    return special or ("农牧局" if trade in ("livestock", "farming") else "教育局" if serial % 7 == 0 else "人社局")


def _drawn(random: Random, taught: Sequence[_Taught], missing: Sequence[str]) -> _Taught:
    while (drawn := random.choice(taught))[0] in missing:
        pass
    return drawn


@cache
def _taught() -> tuple[_Taught, ...]:
    return tuple(
        (row["official_name"], trade, level)
        for row in reference.read_csv(reference.DATA / "occupations.csv")
        if row["code_2022"] and (trade := find_code("trade", row["group"]))
        for level in _levels(row["levels"])[:2]
    )


def _levels(text: str) -> list[str]:
    """Return the codes of levels that were read in the national standard; where none was, the lowest two are usual."""
    codes = [code for part in text.split(";") if (code := find_code("level", part)) is not None]
    return codes or ["5", "4"]


def _provider(serial: int, name: str, kind: ProviderKind, seat: Place, trades: tuple[str, ...]) -> NewProvider:
    return NewProvider(
        credit_code=credit_codes.make(serial),
        name=name,
        kind=kind,
        region_code=seat.code,
        address=f"学府路{serial + 1}号",
        phone=f"0471-800{serial:04d}",
        accredited_from=date(2024, 1, 1),
        trades=trades,
        is_demo=True,
    )


def _file(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([columns, *rows])
    return text.getvalue().encode("utf-8-sig")
