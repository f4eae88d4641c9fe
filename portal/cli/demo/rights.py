"""What people of the demonstration world asked to be corrected, and who looked at a hidden number."""

from collections.abc import Sequence
from datetime import date, timedelta

from portal.cli.demo.people import DemoPerson
from portal.core import clock
from portal.office.queries.rights import list_receivers, office_name
from portal.office.services.rights import answer_request
from portal.people import queries, services
from portal.people.types import LookReason, NewRequest, RequestField
from portal.records.types import Reach

SHEET = "T1-260901-DEMO22"


def correct_some(officers: tuple[int, int], everyone: Sequence[DemoPerson], school_id: int, today: date) -> None:
    """Leave one request open, refuse one, and correct a name that a school has on its roll."""
    bao, wuyun = everyone[2], everyone[6]
    bureau = Reach(officers[0], region_code="150500")
    with clock.at(today - timedelta(days=20)):
        moved = _ask(wuyun, NewRequest(RequestField.HOME_REGION, "150502", own_words="现在住在科尔沁区"))
    with clock.at(today - timedelta(days=12)):
        answer_request(moved, "户籍登记仍在库伦旗。居住地可以在“我的资料”里自己修改。", accepted=False, reach=bureau)
    with clock.at(today - timedelta(days=8)):
        _correct_on_roll(everyone, school_id, bureau)
    with clock.at(today - timedelta(days=5)):
        _look(wuyun.person_id, bureau)
    with clock.at(today - timedelta(days=3)):
        _ask(bao, NewRequest(RequestField.NAME, "鲍强", own_words="身份证上是“鲍”，登记时写成了“包”"))


def _ask(person: DemoPerson, new: NewRequest) -> int:
    account_id = queries.find_account_of(person.person_id)
    assert account_id is not None
    return services.ask_correction(person.person_id, new, account_id=account_id).id


def _correct_on_roll(everyone: Sequence[DemoPerson], school_id: int, bureau: Reach) -> None:
    """Correct the name of someone of the crowd; a clerk took it down on a signed sheet."""
    clerk = queries.find_staff_account("clerk1")
    assert clerk is not None
    station_id = queries.station_of(clerk)
    for person in everyone[10:]:
        on_roll = school_id in list_receivers(person.person_id, RequestField.NAME)[0]
        if on_roll and person.region.startswith("1505"):
            new = NewRequest(RequestField.NAME, f"{person.name}娜", station_id=station_id, proof=SHEET)
            made = services.ask_correction(person.person_id, new, account_id=clerk)
            answer_request(made.id, "已与身份证核对，予以更正。", accepted=True, reach=bureau)
            return


def _look(person_id: int, bureau: Reach) -> None:
    services.reveal_id_number(
        person_id,
        actor_id=bureau.account_id,
        reason="核对更正申请，与户籍登记比对",
        purpose=LookReason.COMPLAINT,
        office=office_name(bureau),
    )
