"""A village list in the demonstration world: a clerk sends it, people are signed up and told by text message."""

import csv
import io
from collections.abc import Sequence
from datetime import date, timedelta

from portal.cli.demo.names import STATIONS
from portal.cli.demo.offers import DemoClass
from portal.core import clock, identity_numbers
from portal.people.queries import list_stations
from portal.people.types import StationView
from portal.station import queries
from portal.station import services as station
from portal.station.services.sheets import sheet_number
from portal.station.types import Clerk
from portal.station.types.rosters import COLUMNS

SERIAL = 880
_NAMES = ("王桂兰", "乌日娜", "赵铁柱", "其其格", "李秀英", "巴特尔")
_WISHES = ("", "", "养老护理员", "", "奶食品加工", "养老护理员")
_PHONES = ("13900159001", "13900159002", "13900159003", "13900159002", "", "13900159006")  # two share one, one has none


def send_list(rows: Sequence[DemoClass], today: date) -> None:
    """Let the first station sign six people of a village up from a list, two days ago."""
    found = list_stations(STATIONS[0][0])[0]
    account_id = queries.clerks_of(found.id)[0][0]
    number = _class_to_come(rows, today)
    with clock.at(today - timedelta(days=2), hour=10):
        report = station.import_roster(_list(found, number), "嘎查名单.csv", clerk=Clerk(account_id, found.id))
        assert not report.refused, report.refused


def _class_to_come(rows: Sequence[DemoClass], today: date) -> str:
    """Return the number of a class with the most seats that can still be applied for."""
    open_now = [row for row in rows if row.published_on(today) <= today - timedelta(days=3) <= row.apply_by]
    far = [row for row in open_now if row.starts_on > today + timedelta(days=20)]
    return max(far or open_now, key=lambda row: (row.capacity, row.number)).number


def _list(of_station: StationView, class_number: str) -> bytes:
    text = io.StringIO()
    lines = csv.writer(text)
    lines.writerow(COLUMNS)
    for order, (name, wish, phone) in enumerate(zip(_NAMES, _WISHES, _PHONES, strict=True)):
        id_number = identity_numbers.make(SERIAL + order, birth_date=date(1968 + 3 * order, 5, 4))
        chosen = "" if wish else class_number
        sheet = sheet_number(of_station.id, clock.today(), f"QMDW{order + 2}")
        lines.writerow((name, id_number, phone, of_station.region_code, "脱贫人员", chosen, wish, sheet))
    return text.getvalue().encode("utf-8-sig")
