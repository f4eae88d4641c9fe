"""Someone asks to be corrected: what is theirs at once, what is compared by a bureau, never by who entered it."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.core import audit, clock, identity_numbers
from portal.core.errors import NotFound
from portal.people import queries, services
from portal.people.errors import (
    AlreadyAsked,
    NothingToCorrect,
    NotYoursToAnswer,
    NumberTaken,
    PersonNotFound,
    RequestAnswered,
)
from portal.people.models import DataRequest, PersonGroup
from portal.people.types import Evidence, NewRequest, RequestField, RequestState, RequestView
from tests import factories
from tests.conftest import SignIn

REGION = "150500"


def ask(account: Any, about: RequestField = RequestField.NAME, wanted: str = "阿拉坦", **more: Any) -> RequestView:
    """Ask for a correction as its person."""
    return services.ask_correction(account.person_id, NewRequest(about, wanted, **more), account_id=account.id)


def test_a_request_gets_a_number_and_a_day(sign_in: SignIn, resident: Any) -> None:
    browser = sign_in(resident)
    assert browser.get("/zh/me/privacy/correct/name").status_code == 200

    answer = browser.post("/zh/me/privacy/correct/name", data={"wanted": "阿拉坦", "own_words": "身份证上是这个字"})

    (found,) = queries.list_requests_of(resident.person_id)
    assert answer.location == f"/zh/me/privacy/requests/{found.number}"
    assert found.due_on == clock.today() + timedelta(days=15)
    page = browser.get(answer.location).get_data(as_text=True)
    assert found.number in page
    assert "阿拉坦" in page
    assert found.number in browser.get("/mn/me/privacy").get_data(as_text=True)


def test_what_is_asked_is_sealed(resident: Any, session: Session) -> None:
    ask(resident, own_words="原来写错了")

    row = session.execute(text("SELECT wanted, own_words FROM data_request")).one()
    assert "阿拉坦" not in row[0]
    assert "原来写错了" not in row[1]


@pytest.mark.parametrize(
    ("about", "wanted"), [("name", ""), ("id-number", "123"), ("home-region", ""), ("home-region", "x")]
)
def test_mistakes_are_said_beside_the_field_and_nothing_is_lost(
    sign_in: SignIn, resident: Any, about: str, wanted: str
) -> None:
    answer = sign_in(resident).post(f"/zh/me/privacy/correct/{about}", data={"wanted": wanted, "own_words": "说明在此"})

    assert answer.status_code == 422
    assert "说明在此" in answer.get_data(as_text=True)


def test_the_same_is_asked_once_and_not_for_nothing(sign_in: SignIn, resident: Any) -> None:
    name = queries.get_person(resident.person_id).name
    with pytest.raises(NothingToCorrect):
        ask(resident, wanted=name)
    ask(resident)

    with pytest.raises(AlreadyAsked):
        ask(resident, wanted="阿拉坦花")
    answer = sign_in(resident).post("/zh/me/privacy/correct/name", data={"wanted": "阿拉坦花"})
    assert answer.status_code == 409


def test_a_request_is_nobody_elses(sign_in: SignIn, resident: Any) -> None:
    found = ask(resident)

    other = sign_in(factories.AccountFactory())
    assert other.get(f"/zh/me/privacy/requests/{found.number}").status_code == 404
    assert found.number not in other.get("/zh/me/privacy").get_data(as_text=True)


def test_accepting_changes_the_value_and_keeps_the_old(resident: Any, officer: Any) -> None:
    before = queries.get_person(resident.person_id).name
    found = ask(resident)

    done = services.accept_request(found.id, "已核对", region=REGION, officer_id=officer.id)

    assert queries.get_person(resident.person_id).name == "阿拉坦"
    assert (done.state, done.old_value) == (RequestState.ACCEPTED, before)
    assert audit.verify() is None


def test_refusing_changes_nothing_and_says_why(sign_in: SignIn, resident: Any, officer: Any) -> None:
    before = queries.get_person(resident.person_id).name
    found = ask(resident)

    services.refuse_request(found.id, "与户籍登记一致", region=REGION, officer_id=officer.id)

    assert queries.get_person(resident.person_id).name == before
    page = sign_in(resident).get(f"/zh/me/privacy/requests/{found.number}").get_data(as_text=True)
    assert "与户籍登记一致" in page
    assert "12333" in page


def test_who_entered_the_record_or_the_request_does_not_decide(resident: Any, officer: Any) -> None:
    own = services.ask_correction(resident.person_id, NewRequest(RequestField.NAME, "阿拉坦"), account_id=officer.id)
    with pytest.raises(NotYoursToAnswer):
        services.accept_request(own.id, "x", region=REGION, officer_id=officer.id)

    importer = factories.OfficerFactory()
    services.mark_checked(resident.person_id, actor_id=importer.id)
    with pytest.raises(NotYoursToAnswer):
        services.refuse_request(own.id, "x", region=REGION, officer_id=importer.id)


def test_another_bureau_finds_nothing_and_nobody_answers_twice(resident: Any, officer: Any) -> None:
    found = ask(resident)
    with pytest.raises(NotFound):
        services.accept_request(found.id, "x", region="150600", officer_id=officer.id)
    services.accept_request(found.id, "已改", region=REGION, officer_id=officer.id)

    with pytest.raises(RequestAnswered):
        services.refuse_request(found.id, "x", region=REGION, officer_id=officer.id)


def test_a_right_identity_number_is_found_afterwards(resident: Any, officer: Any) -> None:
    right = identity_numbers.make(777_001)
    found = ask(resident, RequestField.ID_NUMBER, right)

    services.accept_request(found.id, "已核对", region=REGION, officer_id=officer.id)

    person = queries.find_person_by_id_number(right)
    assert person is not None
    assert person.id == resident.person_id


def test_a_number_of_someone_else_is_not_given_twice(resident: Any, officer: Any) -> None:
    other = factories.PersonFactory()
    found = ask(resident, RequestField.ID_NUMBER, other.id_number)

    with pytest.raises(NumberTaken):
        services.accept_request(found.id, "x", region=REGION, officer_id=officer.id)


def test_two_requests_never_bear_one_number(resident: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter([7, 7, 8])
    monkeypatch.setattr("portal.people.services.requests.secrets.randbelow", lambda _below: next(drawn))

    numbers = [ask(resident).number[-6:], ask(resident, RequestField.HOME_REGION, "150622").number[-6:]]

    assert numbers == ["000007", "000008"]


def test_a_group_entered_by_mistake_goes_and_its_old_entry_is_kept(
    sign_in: SignIn, resident: Any, officer: Any, session: Session
) -> None:
    factories.PersonGroupFactory(
        person=None, person_id=resident.person_id, group_code="ex_poverty", evidence=Evidence.SEEN
    )
    browser = sign_in(resident)
    assert "correct/group" in browser.get("/zh/me/privacy").get_data(as_text=True)
    assert browser.post("/zh/me/privacy/correct/group", data={"wanted": "ex_poverty"}).status_code == 303
    (found,) = queries.list_requests_of(resident.person_id)

    done = services.accept_request(found.id, "录入有误", region=REGION, officer_id=officer.id)

    assert session.query(PersonGroup).filter_by(person_id=resident.person_id).count() == 0
    assert done.old_value is not None
    assert done.old_value.startswith("ex_poverty seen ")


def test_without_a_checked_group_there_is_nothing_to_ask(sign_in: SignIn, resident: Any) -> None:
    assert sign_in(resident).get("/zh/me/privacy/correct/group").status_code == 404


def test_another_region_moves_the_person_there(resident: Any, officer: Any) -> None:
    found = ask(resident, RequestField.HOME_REGION, "150622")

    services.accept_request(found.id, "已核对", region=REGION, officer_id=officer.id)

    assert queries.get_person(resident.person_id).home_region == "150622"


def test_for_a_child_the_parent_is_named(sign_in: SignIn, resident: Any) -> None:
    sign_in(resident).post("/zh/me/privacy/correct/name", data={"wanted": "阿拉坦", "guardian": "其木格（母亲）"})

    assert queries.list_requests_of(resident.person_id)[0].guardian == "其木格（母亲）"


def test_requests_are_handed_over_and_forgotten_with_the_rest(
    client: FlaskClient, sign_in: SignIn, resident: Any, session: Session
) -> None:
    found = ask(resident)
    assert found.number in sign_in(resident).get("/zh/me/privacy/data").get_data(as_text=True)

    services.erase(resident.person_id, factories.PASSWORD, actor_id=resident.id)

    assert session.query(DataRequest).count() == 0
    assert queries.list_requests(REGION, state=RequestState.OPEN) == []


def test_what_is_gone_meanwhile_cannot_be_corrected(resident: Any, officer: Any, session: Session) -> None:
    group = factories.PersonGroupFactory(
        person=None, person_id=resident.person_id, group_code="ex_poverty", evidence=Evidence.SEEN
    )
    found = ask(resident, RequestField.GROUP, "ex_poverty")
    session.delete(group)
    session.commit()

    with pytest.raises(NothingToCorrect):
        services.accept_request(found.id, "x", region=REGION, officer_id=officer.id)


def test_nobody_asks_for_someone_who_is_not_there(resident: Any) -> None:
    with pytest.raises(PersonNotFound):
        services.ask_correction(0, NewRequest(RequestField.NAME, "阿拉坦"), account_id=resident.id)
    with pytest.raises(NotFound):
        services.mark_notice_seen(0, account_id=resident.id)


@pytest.mark.parametrize(
    ("about", "wanted", "shown"),
    [
        (RequestField.ID_NUMBER, identity_numbers.make(777_050), "不显示"),
        (RequestField.GROUP, "ex_poverty", "脱贫人员"),
    ],
)
def test_ones_own_request_says_what_is_wrong_and_hides_numbers(
    sign_in: SignIn, resident: Any, about: RequestField, wanted: str, shown: str
) -> None:
    factories.PersonGroupFactory(
        person=None, person_id=resident.person_id, group_code="ex_poverty", evidence=Evidence.COMPARED
    )
    found = ask(resident, about, wanted)

    page = sign_in(resident).get(f"/zh/me/privacy/requests/{found.number}").get_data(as_text=True)

    assert shown in page
    assert (wanted in page) is False
