"""A class with people on its roll, and files of results about them."""

import io
from datetime import timedelta
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy.orm import Session

from portal.core import clock
from portal.enrolment.types import ApplicationState
from portal.office.types import RESULT_COLUMNS
from tests import factories

ISSUER = "通辽市职业技能评价中心"


def row(application: Any, **changes: Any) -> list[Any]:
    """Return a row that can be taken; columns are changed by their place in the file."""
    person, taught = application.person, application.class_session
    values: dict[str, Any] = {
        "班次编号": taught.number,
        "姓名": person.name,
        "身份证件号码": person.id_number,
        "学时": "80",
        "结果": "合格",
        "证书种类": "职业技能等级证书",
        "证书编号": f"Y0001{person.id_number}",
        "等级": "五级",
        "发证机构": ISSUER,
        "发证日期": "2026-03-20",
    }
    return list({**values, **changes}.values())


def csv_file(rows: list[list[Any]], encoding: str = "utf-8") -> bytes:
    """Return a .csv with the header."""
    lines = [",".join(RESULT_COLUMNS), *(",".join(map(str, cells)) for cells in rows)]
    return "\r\n".join(lines).encode(encoding)


def xlsx_file(rows: list[list[Any]]) -> bytes:
    """Return an .xlsx with a title above the header and a column nobody asked for."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["2026年培训结果上报表"])
    sheet.append([*RESULT_COLUMNS, "家庭住址"])
    for cells in rows:
        sheet.append([*cells, "某苏木某嘎查"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


class Application:
    """An application with whom and what it is about."""

    def __init__(self, person: Any, class_session: Any, state: ApplicationState = ApplicationState.ATTENDING) -> None:
        self.person, self.class_session = person, class_session
        self.row = factories.ApplicationFactory(
            person=None,
            class_session=None,
            person_id=person.id,
            class_session_id=class_session.id,
            state=state,
            arrival=person.id,
        )


@pytest.fixture
def taught(session: Session) -> Any:
    """A class of eighty hours whose last day has come."""
    return factories.ClassSessionFactory(starts_on=clock.today() - timedelta(days=9))


@pytest.fixture
def learner(taught: Any) -> Application:
    """Someone who attends it."""
    return Application(factories.PersonFactory(name="买买提·乌云"), taught)
