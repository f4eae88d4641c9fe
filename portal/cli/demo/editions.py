"""Editions of the demonstration world, made by two officers, and an institution that left the directory."""

from collections.abc import Sequence
from datetime import date, timedelta

from portal.catalog import queries as catalog
from portal.catalog import services as offering
from portal.catalog.queries.editions import edition_before, get_edition, list_rows
from portal.catalog.services import editions as services
from portal.catalog.services.editions import Editor
from portal.catalog.services.providers import NewProvider, enter_provider
from portal.catalog.types import CatalogKind, ClassDetail, ProviderKind, SignUpState
from portal.catalog.types.editions import AboutEdition, TypedRow
from portal.cli.demo.offers import DemoClass, classes_file
from portal.cli.demo.people import DemoPerson
from portal.core import clock, credit_codes
from portal.core.terms import terms
from portal.enrolment import services as enrolment
from portal.enrolment.types import Actor
from portal.office.services import providers
from portal.records.types import Reach

_CITY = "150500"
_SHORT = (("养老护理员", "5"), ("焊工", "5"), ("电工", "5"), ("家政服务员", "5"))
_SHORT_LATER = (("网约配送员", "5"), ("光伏发电运维值班员", "5"))
_REASON = "评估不合格，退出目录（演示）"


def keep_catalogs(officers: tuple[int, int], today: date) -> None:
    """Let the officer of the city make editions and the one of the region publish them; one still waits.

    Args:
        officers: Accounts of the officer of the city and of the one of the region.
        today: The present local day.
    """
    maker, second = Editor(officers[0], _CITY), Editor(officers[1], "150000")
    for days_ago, rows in ((300, _SHORT), (60, _SHORT_LATER)):
        with clock.at(today - timedelta(days=days_ago)):
            made = _draft(CatalogKind.SHORTAGE, "急需紧缺技术工种目录", maker)
            for name, level in rows:
                services.add_row(made, _row(name, level), editor=maker)
            if days_ago == 60:
                _drop(made, "家政服务员", maker)
            _submit(made, maker)
            services.approve(made, version=_version(made), before_id=_before(made), editor=second)
    with clock.at(today - timedelta(days=1)):
        made = _draft(CatalogKind.DEMAND, "职业技能培训需求指导目录", maker, starts_in=30)
        _drop(made, "中式面点师", maker)
        craft = TypedRow(hours="40", shortage="short", level="none", name="科尔沁刺绣", craft=True)
        services.add_row(made, craft, editor=maker)
        _urge(made, "电工", maker)
        _submit(made, maker)


def let_one_leave(rows: Sequence[DemoClass], people: Sequence[DemoPerson], officer_id: int, today: date) -> None:
    """Withdraw an institution whose class people signed up for, and move them into another one."""
    other = _with_seats(rows, today)
    code = credit_codes.make(900)
    new = NewProvider(
        code, "科尔沁蓝天培训学校（演示）", ProviderKind.INSTITUTION, "150502", "明仁大街9号", "0475-8100900",
        today - timedelta(days=400), trades=(other.trade,), is_demo=True,
    )  # fmt: skip
    with clock.at(today - timedelta(days=12)):
        provider_id = enter_provider(new)
        planned = [_same_class(other, code, 1), _same_class(other, code, 2)]
        offering.import_classes(classes_file(planned), "classes-bluesky.csv")
        ended, _left = (_sign_up(row.number, some) for row, some in zip(planned, (people[2:], people[:2]), strict=True))
    reach = Reach(officer_id, region_code=_CITY)
    with clock.at(today - timedelta(days=1)):
        providers.withdraw(provider_id, on=clock.today(), reason=_REASON, reach=reach)
        # The other class of theirs still waits for somebody to settle it.
        providers.settle_class(provider_id, ended, into=other.id, reason=_REASON, reach=reach)


def _draft(kind: CatalogKind, title: str, maker: Editor, *, starts_in: int = 0) -> int:
    made, _is_new = services.begin_draft(kind, _CITY, editor=maker)
    about = AboutEdition(
        title=f"通辽市{title}（{clock.today():%Y年%-m月}，演示）",
        source=f"关于发布{title}的通知（演示）",
        document_number=f"演示〔{clock.today().year}〕{made}号",
        valid_from=clock.today() + timedelta(days=starts_in),
    )
    services.save_about(made, about, version=0, editor=maker)
    return made


def _row(name: str, level: str) -> TypedRow:
    return TypedRow(hours="80", shortage="urgent", level=level, name=name)


def _drop(made: int, name: str, maker: Editor) -> None:
    for row in list_rows(made):
        if row.name == name:
            services.drop_row(made, row.id, version=row.version, editor=maker)


def _urge(made: int, name: str, maker: Editor) -> None:
    """Mark the rows of an occupation as urgently short, with more hours."""
    for row in list_rows(made):
        if row.name == name:
            typed = TypedRow(hours=str(row.hours + 20), shortage="urgent", level=row.level, name_mn=row.name_mn or "")
            services.save_row(made, row.id, typed, version=row.version, editor=maker)


def _version(made: int) -> int:
    return get_edition(made, within=_CITY).version


def _before(made: int) -> int | None:
    before = edition_before(get_edition(made, within=_CITY))
    return before.id if before else None


def _submit(made: int, maker: Editor) -> None:
    services.submit(made, version=_version(made), editor=maker)


def _with_seats(rows: Sequence[DemoClass], today: date) -> ClassDetail:
    """Return the first class to come that has seats, those of the city first."""
    coming = [row for row in rows if row.apply_by > today + timedelta(days=5) and "线上" not in row.cells]
    for row in sorted(coming, key=lambda row: (row.region[:4] != _CITY[:4], row.starts_on, row.number)):
        found = catalog.find_class_by_number(row.number)
        if found and found.sign_up is SignUpState.OPEN and found.seats_left > 1:
            return found
    raise AssertionError("no class of the demonstration world has seats")


def _sign_up(number: str, people: Sequence[DemoPerson]) -> int:
    """Let people apply for a class and return it."""
    found = catalog.find_class_by_number(number)
    assert found is not None
    for person in people:
        enrolment.apply(found.id, person_id=person.person_id, actor=Actor(account_id=None), clash_accepted=True)
    return found.id


def _same_class(other: ClassDetail, credit_code: str, serial: int) -> DemoClass:
    """Return a class that teaches the same on the same days."""
    number, days = f"D{other.starts_on:%Y}0999{serial}", (other.starts_on, other.ends_on)
    level = terms("level")[other.level].policy_word
    cells = (
        number, credit_code, other.occupation_name, level, days[0].isoformat(), days[1].isoformat(), "明仁大街9号",
        "150502", "20", other.apply_by.isoformat(), "汉语授课", "集中面授", "",
    )  # fmt: skip
    return DemoClass(
        number, other.occupation_name, other.trade, other.level, "150502", "", *days, other.apply_by, 20, cells
    )
