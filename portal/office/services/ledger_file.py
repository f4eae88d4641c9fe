"""The ledger as a workbook, with the columns that the documents ask for.

Source:
    Notice on training of migrant workers, 2024-02-07, part 3 (1): "建立职业技能培训、技能等级评价和就业需求台账"
    (the three needs), "零工市场、人力资源社会保障服务站、人社APP等渠道" (by which way it came in), "做到愿培尽培" (what
    became of it); part 3 (3): whoever registered is given information or training in time (told, arranged, answered).
    The notice prescribes no form, so the order of the columns is our own.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from portal.core import audit, clock, regions
from portal.core.db import transaction
from portal.core.i18n import speaking
from portal.core.tables import harmless, write_xlsx
from portal.core.terms import terms
from portal.enrolment import queries
from portal.enrolment.types import Act, ActKind, Channel, LedgerFilter, LedgerLine, Ready, Season, Shelf

COLUMNS = (
    "编号", "姓名", "身份证件号码", "联系电话", "常住地", "人员类别", "培训需求", "意愿培训地点", "意愿培训时间",
    "培训方式", "授课语言", "技能等级评价需求", "就业需求", "采集渠道", "采集单位", "采集日期", "登记天数", "办理时限",
    "办理状态", "已告知班次", "对接班次", "答复", "最近办理", "最近办理日期",
)  # fmt: skip
SHELVES = {
    Shelf.OPEN: "待办理",
    Shelf.ARRANGED: "已对接",
    Shelf.ANSWERED: "已答复",
    Shelf.MET: "已满足",
    Shelf.WITHDRAWN: "已撤回",
}
_CHANNELS = {Channel.SELF: "本人网上登记", Channel.STATION: "服务站代办", Channel.ROSTER: "嘎查村名单"}
_SEASONS = {
    Season.ANY: "全年",
    Season.SPRING: "春季",
    Season.SUMMER: "夏季",
    Season.AUTUMN: "秋季",
    Season.WINTER: "冬季",
}
_ACTS = {
    ActKind.LEFT: "登记",
    ActKind.TOLD: "告知班次",
    ActKind.ANSWERED: "答复",
    ActKind.ARRANGED: "对接班次",
    ActKind.REOPENED: "重新待办",
    ActKind.MET: "已满足",
    ActKind.WITHDRAWN: "撤回",
    ActKind.CONTESTED: "本人异议",
}
_READY = {
    Ready.CLASS_PLANNED.value: "正在筹备班次，开班时通知",
    Ready.NO_CLASS_YET.value: "暂无班次，意愿保留",
    Ready.WE_CALL.value: "近日电话联系",
    Ready.COME_TO_STATION.value: "请到就近服务站",
}


def export_ledger(asked: LedgerFilter | None, *, region: str, account_id: int | None) -> bytes:
    """Return the ledger of a region as .xlsx, all of it or as filtered, and write down that it was taken.

    Names, identity numbers and phones are masked: a file travels further than a page, and the number leads to the page.

    Args:
        asked: What of it; None for all.
        region: Whose ledger.
        account_id: Who takes it; None from the command line.
    """
    with speaking("zh"):  # the documents, and so their forms, are in Chinese
        rows = list(_rows(queries.all_lines(asked, region=region)))
    with transaction():
        audit.record(
            "office.export_ledger",
            subject_type="ledger",
            subject_id=None,
            actor_id=account_id,
            details={"region": region, "rows": len(rows), "state": asked.shelf.value if asked else "all"},
        )
    return write_xlsx(COLUMNS, rows, COLUMNS)


def _rows(lines: Iterable[LedgerLine]) -> Iterator[tuple[str | int, ...]]:
    for line in lines:
        cells = (*_person(line), *_wanted(line), *_collected(line), *_done(line))
        # harmless also when someone saves the workbook as .csv
        yield tuple(cell if isinstance(cell, int) else harmless(cell) for cell in cells)


def _person(line: LedgerLine) -> tuple[str, ...]:
    groups = terms("group")
    return (
        str(line.id),
        line.masked_name,
        line.masked_id_number,
        (line.masked_phone or "无") + ("" if line.phone_is_own or not line.masked_phone else "（代收）"),
        regions.full_name(line.home_region),
        "、".join(groups[code].zh for code in line.groups if code in groups),
    )


def _wanted(line: LedgerLine) -> tuple[str, ...]:
    wish, modes, languages = line.wish, terms("mode"), terms("teaching_language")
    return (
        "；".join(filter(None, (line.occupation, wish.own_words))),
        "".join(place.name for place in line.place),
        _SEASONS[wish.season],
        modes[wish.mode].zh if wish.mode in modes else "不限",
        languages[wish.language].zh if wish.language in languages else "不限",
        "是" if wish.evaluation_wish else "否",
        "是" if wish.job_wish else "否",
    )


def _collected(line: LedgerLine) -> tuple[str | int, ...]:
    return (_CHANNELS[line.channel], line.station or "", _day(line.created_at), line.days_open)


def _done(line: LedgerLine) -> tuple[str, ...]:
    return (
        line.due_on.isoformat() if line.shelf in (Shelf.OPEN, Shelf.ARRANGED) else "",
        SHELVES[line.shelf] + ("（超期）" if line.is_overdue else ""),
        "；".join(filter(None, map(_class, line.told))),
        f"{line.arranged.number} {line.arranged.name}" if line.arranged else "",
        _answer(line),
        _ACTS[line.last_act.kind],
        _day(line.last_act.at),
    )


def _answer(line: LedgerLine) -> str:
    answers = [act for act in line.acts if act.kind is ActKind.ANSWERED]
    return "；".join(filter(None, (_READY.get(answers[-1].code or ""), answers[-1].said))) if answers else ""


def _class(act: Act) -> str:
    found = act.class_session
    return f"{found.number} {found.name}（{_day(act.at)}）" if found else ""


def _day(moment: datetime) -> str:
    return clock.to_local(moment).date().isoformat()
