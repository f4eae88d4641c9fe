"""What happens on the approved day before the pictures are drawn: steps half done, answers given, lists sent.

Nothing is changed while pictures are drawn, so that their order does not matter.
"""

import io
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pyotp
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.catalog.queries import get_class as class_details
from portal.cli.demo.story import RESULT_COLUMNS
from portal.core import clock, db, identity_numbers, phones
from portal.people import queries as people
from portal.people import services as accounts
from portal.people.rules import CONSENT_VERSION
from portal.people.types import GivenConsent, NewPerson, PhoneOwner
from portal.records import services as records
from portal.records.models import SummaryDocument, SummaryPrint
from portal.records.types import NewObjection
from portal.station.rules import MARKS
from portal.station.services.sheets import sheet_number
from portal.station.types.rosters import COLUMNS

PASSWORD = "demo-grassland-2026"
BORN = date(1965, 11, 2)
TOKEN = "picture"
MANY = 20  # times the rows below: more than are checked while one waits
SIGNED = {"present": "y", "signed": "y", "card_seen": "y"}
WISH = {"own_words": "照顾老人", "region": "150822", "season": "any", "language": "any", "mode": "any"}
ENTERED = {
    "name": "王桂兰",
    "whose": "own",
    "phone": "13900158888",
    "region": "150822",
    "language": "zh",
    "groups": ["rural_transfer"],
}
ROWS = (
    ("乌云", 0, "13900157001", "150525", "脱贫人员", "", "做奶食", "A"),
    ("巴图", 1, "13900157002", "150525", "脱贫人员", "", "养老护理员", "B"),
    ("其其格", 2, "13900157003", "150525", "毕业年度学生", "", "养老护理员", "C"),
    ("赵铁柱", 3, "139001", "999999", "没有的人员", "", "", ""),
)
"""Green, green, yellow (still a student) and red; last of all which sheet was signed."""


class Browser(FlaskClient):
    """Someone's browser, which takes no no for an answer."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send a request and refuse what is neither a page nor a way on."""
        answer = super().open(*args, **kwargs)
        assert answer.status_code in (200, 303), (args, kwargs, answer.status_code)
        return answer

    def go(self, path: str, **typed: Any) -> str:
        """Send a form and return the address it leads to."""
        address = str(self.post(f"/zh{path}", data=typed).headers.get("Location", ""))
        assert address, (path, typed)
        return address.removeprefix("/zh")


class Story:
    """Who did what, and the addresses that came of it."""

    def __init__(self, app: Flask, day: date) -> None:
        self.app, self.day = app, day
        self.told: dict[str, Any] = {}
        self._serial = 400

    def tell(self, file: Path) -> None:
        """Live through it and leave the addresses in a file."""
        self.app.test_client_class, before = Browser, self.app.test_client_class
        self.app.config["WTF_CSRF_ENABLED"] = False
        with clock.at(self.day):
            desk = self._sign_in("clerk1")
            desk.go("/station/own-phone", phone="13904790001")
            self._flows(desk)
            self._lists(desk)
            self._not_me(desk)
            self._objections()
            self._office()
            self._summaries()
            self._second_step()
            self._forgotten()
            self._newcomer()
        self.app.config["WTF_CSRF_ENABLED"] = True
        self.app.test_client_class = before
        file.write_text(json.dumps(self.told))

    def _sign_in(self, identifier: str) -> Browser:
        client = self.app.test_client()
        assert isinstance(client, Browser)
        client.go("/login", identifier=identifier, password=PASSWORD)
        return client

    def _number(self) -> str:
        self._serial += 1
        return identity_numbers.make(self._serial, birth_date=BORN)

    def _flow(self, desk: Browser, number: str = "") -> str:
        """Begin with someone, as far as the number, where one is given."""
        found = re.search(r"/station/flows/[0-9a-f-]{36}", desk.go("/station/flows"))
        assert found
        if number:
            desk.go(f"{found[0]}/find", id_number=number)
        return found[0]

    def _sheet(self, serial: int) -> str:
        """Return the number of a sheet that the clerk's station printed."""
        mark = "".join(MARKS[serial // len(MARKS) ** place % len(MARKS)] for place in range(5))
        with self.app.app_context():
            station_id = people.station_of(people.find_staff_account("clerk1") or 0)
            assert station_id is not None
            return sheet_number(station_id, self.day, mark)

    def _written(self, desk: Browser, *, read: bool = True) -> str:
        flow = self._flow(desk, self._number())
        desk.go(f"{flow}/enter", **ENTERED)
        if read:
            desk.go(f"{flow}/read-back")
        return flow

    def _flows(self, desk: Browser) -> None:
        self.told["finding"] = self._flow(desk)
        self.told["entering"] = self._flow(desk, self._number())
        self.told["reading"] = self._written(desk, read=False)
        self.told["consenting"] = self._written(desk)
        self.told["coding"] = self._written(desk)
        self.told["coded"] = self._written(desk)
        desk.go(f"{self.told['coded']}/code/send")
        self.told["acting"] = acting = self._written(desk)
        desk.go(f"{acting}/consent", sheet_number=self._sheet(1), **SIGNED)
        self.told["applied"] = desk.go(f"{acting}/classes/{self._open_class(desk, acting)}", form_token=TOKEN)
        desk.go(f"{acting}/wishes/new", form_token=f"{TOKEN}-wish", occupation="", **WISH)
        self.told["choosing"] = choosing = self._written(desk)
        desk.go(f"{choosing}/consent", sheet_number=self._sheet(3), **SIGNED)
        self.told["closed"] = closed = self._flow(desk)
        desk.go(f"{closed}/finish")

    def _open_class(self, desk: Browser, flow: str) -> str:
        found = re.search(rf"{flow}/classes/(\d+)", desk.get(f"/zh{flow}/classes").get_data(as_text=True))
        assert found
        return found[1]

    def _lists(self, desk: Browser) -> None:
        self.told["list_waiting"] = self._send_list(desk, 600, MANY)
        self.told["list_checked"] = self._send_list(desk, 610)
        self.told["list_done"] = done = self._send_list(desk, 620)
        desk.go(f"{done}/confirm", each_signed="y", yellow_seen="y")

    def _send_list(self, desk: Browser, serial: int, times: int = 1) -> str:
        lines = [",".join(COLUMNS)]
        for name, order, phone, *rest, signed in ROWS * times:
            number = identity_numbers.make(serial + order, birth_date=BORN)
            sheet = self._sheet(serial + order) if signed else ""
            lines.append(",".join([name, number, phone, *rest, sheet]))
        file = (io.BytesIO("\r\n".join(lines).encode("gb18030")), "嘎查名单.csv")
        return str(desk.go("/station/lists", file=file))

    def _not_me(self, desk: Browser) -> None:
        """Sign someone who has an account up twice; they say of one that it was not them, and are answered."""
        number = identity_numbers.make(6, birth_date=date(1985, 7, 7))
        self.told["helped"] = flow = self._flow(desk, number)
        desk.go(f"{flow}/read-back")
        desk.go(f"{flow}/consent", sheet_number=self._sheet(2), **SIGNED)
        page = desk.get(f"/zh{flow}/classes").get_data(as_text=True)
        classes = list(dict.fromkeys(re.findall(rf"{flow}/classes/(\d+)", page)))
        made = []
        for class_id in classes[:2]:
            about = {"form_token": f"{TOKEN}-{class_id}", "clash_known": "y"}
            made.append(desk.go(f"{flow}/classes/{class_id}", **about).rsplit("/", 1)[1])
        desk.go(f"{flow}/wishes/new", form_token=f"{TOKEN}-not-me", occupation="", **WISH)
        herself = self._sign_in("13900150006")
        wish = re.search(r"/me/wishes/\d+/contest", herself.get("/zh/me/wishes").get_data(as_text=True))
        assert wish
        herself.go(wish[0], own_words="我没有说过想学这个。")
        herself.go(f"/me/applications/{made[1]}/contest", own_words="那天我不在家，没有报过这个班。")
        self.told["not_contested"], self.told["contested"] = (f"/me/applications/{one}" for one in made)
        self.told["clash"] = f"{flow}/classes/{classes[2]}"

    def _objections(self) -> None:
        with self.app.app_context():
            code = records.send_objection(NewObjection("公示里的等级写错了。", None, batch_id=2, place=2), token=TOKEN)
            waits = records.send_objection(NewObjection("他没有来上课。", None, batch_id=2, place=3), token=f"{TOKEN}2")
        officer = self._sign_in("officer1")
        page = officer.get("/zh/office/objections").get_data(as_text=True)
        found = sorted({int(one) for one in re.findall(r"/office/objections/(\d+)", page)})
        officer.go(f"/office/objections/{found[-2]}", answer="已核对培训记录，等级无误。")
        self.told["objection_answered"], self.told["objection_waiting"] = f"/objections/{code}", f"/objections/{waits}"
        self.told["office_objection_answered"] = f"/office/objections/{found[-2]}"
        self.told["office_objection"] = f"/office/objections/{found[-1]}"

    def _office(self) -> None:
        """Begin an edition, and send a file of results with a row that cannot be taken."""
        officer = self._sign_in("officer1")
        self.told["edition"] = officer.go("/office/editions", kind="shortage", region="150500")
        row = f"D202600052,没有的人,{self._number()},80,合格,,,,,"
        file = io.BytesIO("\n".join([",".join(RESULT_COLUMNS), row]).encode())
        page = self._sign_in("officer2").get("/zh/office/reviews").get_data(as_text=True)
        requests = re.search(r"/office/reviews/(\d+)/change", page)
        assert requests
        with self.app.app_context():
            self.told["changed_class"] = class_details(int(requests[1])).number
        self.told["result"] = officer.go("/office/results", file=(file, "成绩.csv"))

    def _summaries(self) -> None:
        """Let one person issue a summary, and keep another waiting for the print."""
        for place, holder in enumerate(("13900150002", "13900150003")):
            browser = self._sign_in(holder)
            browser.go("/me/record/summary", language="mn", form_token=f"{TOKEN}-summary-{place}")
            page = browser.get("/zh/me/record/summary").get_data(as_text=True)
            found = re.search(r"/me/record/summary/([^/]+)\.pdf", page)
            assert found
            self.told["summary" if place == 0 else "waiting_summary"] = found[1]
        with self.app.app_context(), db.transaction() as session:
            for place, document in enumerate(session.scalars(select(SummaryDocument).order_by(SummaryDocument.id))):
                values = {"document_id": document.id, "person_id": document.person_id, "round": place}
                session.add(SummaryPrint(**values, asked_at=clock.now(), failed=False))

    def _second_step(self) -> None:
        """Give one clerk a second step, and keep the sign-in that shows the codes."""
        with self.app.app_context():
            account_id = people.find_staff_account("clerk2")
            assert account_id is not None
            secret = accounts.begin_factor(account_id)
        clerk = self._sign_in("clerk2")
        clerk.go("/second-step", code=pyotp.TOTP(secret).at(clock.now()))
        cookie = clerk.get_cookie("portal")
        assert cookie is not None
        self.told["cookie"] = cookie.value

    def _forgotten(self) -> None:
        """Delete an account whose subsidies must be kept locked."""
        self.told["forgotten_number"] = identity_numbers.make(1, birth_date=date(1992, 5, 14))
        self._sign_in("13900150001").go("/me/privacy/erase", password=PASSWORD)

    def _newcomer(self) -> None:
        """Let someone register who has nothing yet, last of all, so that nobody else's rows move."""
        phone = phones.parse("13900156001")
        new = NewPerson("白雪", identity_numbers.parse(self._number()), "150525", phone, PhoneOwner.OWN, is_demo=True)
        with self.app.app_context():
            accounts.register(new, PASSWORD, [GivenConsent("registration", CONSENT_VERSION)])
