"""A catalog goes from the desk of one officer to that of another and to everyone (journey 8)."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.catalog import services
from portal.catalog.models import CatalogEntry, CatalogIssue, Occupation
from portal.catalog.queries import editions as queries
from portal.catalog.types import CatalogKind, IssueData
from portal.core import audit, clock
from portal.core.tables import write_csv
from tests import factories
from tests.conftest import SignIn

CARE = ("4-10-01-05", "养老护理员", "五级", "80", "急需紧缺", "", "", "")
WELD = ("6-18-02-04", "焊工", "四级", "120", "紧缺", "", "", "")
RIDER = {"code": "4-10-08-01", "level": "5", "hours": "40", "shortage": "urgent"}


@pytest.fixture(autouse=True)
def published(session: Session) -> int:
    """The catalog of Tongliao in force."""
    services.load_occupations()
    about = IssueData(
        "150500", "通辽市职业技能培训需求指导目录", clock.today() - timedelta(days=200), "通人社发〔2026〕1号"
    )
    report = services.import_catalog(write_csv(services.CATALOG_COLUMNS, (CARE, WELD)), "c.csv", about)
    assert report.continues is not None
    return report.continues


@pytest.fixture
def desk(sign_in: SignIn) -> FlaskClient:
    return sign_in(factories.OfficerFactory(display_name="赵科长"))


@pytest.fixture
def second(sign_in: SignIn) -> FlaskClient:
    return sign_in(factories.OfficerFactory(region_code="150000", display_name="斯琴"))


@pytest.fixture
def draft(desk: FlaskClient) -> str:
    answer = desk.post("/zh/office/editions", data={"kind": "demand", "region": "150500"})
    assert answer.status_code == 303
    return str(answer.location)


def page(answer: Any) -> str:
    return str(answer.get_data(as_text=True))


def number(address: str) -> int:
    return int(address.rpartition("/")[2])


def row_of(draft: str, name: str) -> Any:
    return next(row for row in queries.list_rows(number(draft)) if row.name == name)


def say_about(desk: FlaskClient, draft: str, **changes: str) -> Any:
    said = {
        "seen": str(queries.about_version(number(draft))),
        "title": "通辽市职业技能培训需求指导目录（新）",
        "source": "关于发布需求指导目录的通知",
        "document_number": "通人社发〔2026〕9号",
        "valid_from": clock.today().isoformat(),
    }
    return desk.post(f"{draft}/about", data={**said, **changes})


def change(desk: FlaskClient, draft: str, name: str, **changes: str) -> Any:
    row = row_of(draft, name)
    said = {"seen": str(row.version), "level": row.level, "hours": str(row.hours), "shortage": row.shortage.value}
    return desk.post(f"{draft}/rows/{row.id}", data={**said, **changes})


def step(desk: FlaskClient, draft: str, name: str) -> str:
    edition = queries.get_edition(number(draft), within="150000")
    before = queries.edition_before(edition)
    desk.post(f"{draft}/{name}", data={"seen": str(edition.version), "before": str(before.id if before else 0)})
    return page(desk.get(draft))


def state(draft: str) -> str:
    return queries.get_edition(number(draft), within="150000").state.value


def test_a_new_edition_goes_from_one_desk_to_the_other_and_to_everyone(
    desk: FlaskClient, second: FlaskClient, client: FlaskClient, draft: str, published: int
) -> None:
    welder = row_of(draft, "焊工")
    planned = factories.ClassSessionFactory(
        entry=None, entry_id=queries.list_rows(published)[1].id, occupation_id=welder.occupation_id, level="4"
    )
    assert desk.post(f"{draft}/rows/new", data=RIDER).status_code == 303
    desk.post(f"{draft}/rows/{welder.id}/drop", data={"seen": "1"})
    change(desk, draft, "养老护理员", hours="100", shortage="short")
    assert say_about(desk, draft).status_code == 303
    assert planned.number in page(desk.get(draft))

    step(desk, draft, "submit")
    assert "须由另一位经办人" in step(desk, draft, "approve")
    assert state(draft) == "submitted"
    shown = page(second.get(draft))
    assert all(word in shown for word in ("网约配送员", "焊工", "100", "通人社发〔2026〕9号"))
    step(second, draft, "approve")

    assert state(draft) == "in_force"
    public = page(client.get(f"/zh/catalog/editions/{number(draft)}"))
    assert all(word in public for word in ("网约配送员", "焊工", "养老护理员", "100"))
    assert client.get(f"/zh/catalog/editions/{published}").status_code == 200
    assert f"/zh/catalog/editions/{number(draft)}" in page(client.get("/zh/catalog"))
    assert "焊工" not in page(client.get("/zh/catalog?q=hangong"))
    assert "焊工" in page(client.get(f"/zh/catalog?issue={published}"))
    assert audit.verify() is None


def test_a_future_edition_comes_into_force_on_its_day_by_itself(
    desk: FlaskClient, second: FlaskClient, draft: str, published: int, session: Session
) -> None:
    desk.post(f"{draft}/rows/new", data=RIDER)
    say_about(desk, draft, valid_from=(clock.today() + timedelta(days=3)).isoformat())
    step(desk, draft, "submit")
    step(second, draft, "approve")

    assert (state(draft), queries.get_edition(published).state.value) == ("coming", "in_force")
    session.commit()  # the reads of this test end here, or what the officers wrote within them would go with them
    with time_machine.travel(clock.now() + timedelta(days=4), tick=False):
        assert (state(draft), queries.get_edition(published).state.value) == ("in_force", "past")
        assert services.mark_superseded() == 1
        assert services.mark_superseded() == 0


def test_an_old_code_is_warned_about(desk: FlaskClient, draft: str, session: Session) -> None:
    old = {**RIDER, "code": "4-02-07-10"}

    alone = page(desk.post(f"{draft}/rows/new", data=old))
    reused = desk.post(f"{draft}/rows/new", data={**old, "name": "国际快递业务师"})
    named = desk.post(f"{draft}/rows/new", data={**old, "name": "网约配送员"})

    assert "4-10-08-01" in alone
    assert "国际快递业务师" in alone
    assert "网约配送员" in page(reused)
    assert (reused.status_code, named.status_code) == (422, 422)
    assert 'name="checked"' in page(named)
    assert desk.post(f"{draft}/rows/new", data={**old, "name": "网约配送员", "checked": "y"}).status_code == 303
    assert row_of(draft, "网约配送员").code == "4-10-08-01"


def test_an_amount_without_a_document_number_is_refused_beside_the_field(desk: FlaskClient, draft: str) -> None:
    answer = change(desk, draft, "养老护理员", amount="1200")

    assert answer.status_code == 422
    assert 'id="document_number-error"' in page(answer)
    assert 'value="1200"' in page(answer)
    assert change(desk, draft, "养老护理员", amount="1200", document_number="通财〔2026〕2号").status_code == 303
    assert row_of(draft, "养老护理员").amount_fen == 120_000


def test_a_day_before_today_asks_why(desk: FlaskClient, draft: str, published: int) -> None:
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    long_ago = (clock.today() - timedelta(days=300)).isoformat()

    assert 'id="past_reason-error"' in page(say_about(desk, draft, valid_from=yesterday))
    too_early = say_about(desk, draft, valid_from=long_ago, past_reason="补发")
    assert 'id="valid_from-error"' in page(too_early)
    assert "请再看一下年份" in page(say_about(desk, draft, valid_from="9999-01-01"))
    assert say_about(desk, draft, valid_from=yesterday, past_reason="文件从昨天起执行").status_code == 303
    assert "文件从昨天起执行" in page(desk.get(draft))


def test_an_edition_whose_day_went_by_is_not_published(desk: FlaskClient, second: FlaskClient, draft: str) -> None:
    desk.post(f"{draft}/rows/new", data=RIDER)
    say_about(desk, draft)
    step(desk, draft, "submit")
    with time_machine.travel(clock.now() + timedelta(minutes=1), tick=False):
        queries.session().execute(
            update(CatalogIssue)
            .where(CatalogIssue.id == number(draft))
            .values(valid_from=clock.today() - timedelta(days=1))
        )
    step(second, draft, "approve")

    assert state(draft) == "submitted"


def test_a_local_craft_has_no_code_and_no_level(desk: FlaskClient, draft: str, session: Session) -> None:
    craft = {"name": "东丰农民画制作", "level": "5", "hours": "40", "shortage": "normal"}

    unknown = desk.post(f"{draft}/rows/new", data=craft)
    with_code = desk.post(f"{draft}/rows/new", data={**craft, "craft": "y", "code": "1-01-01-01"})
    listed = desk.post(f"{draft}/rows/new", data={**craft, "craft": "y", "name": "焊工"})
    assert desk.post(f"{draft}/rows/new", data={**craft, "craft": "y"}).status_code == 303

    assert (unknown.status_code, with_code.status_code, listed.status_code) == (422, 422, 422)
    assert 'id="name-error"' in page(unknown)
    assert 'id="code-error"' in page(with_code)
    row = row_of(draft, "东丰农民画制作")
    assert (row.code, row.level) == (None, "none")
    assert "还没有蒙古文名称" in page(desk.get(draft))


def test_the_second_of_two_editors_is_told_and_sees_both(desk: FlaskClient, second: FlaskClient, draft: str) -> None:
    row = row_of(draft, "养老护理员")
    seen = str(row.version)
    change(desk, draft, "养老护理员", hours="100")

    late = change(second, draft, "养老护理员", seen=seen, hours="90")
    dropped = second.post(f"{draft}/rows/{row.id}/drop", data={"seen": seen})

    assert late.status_code == 409
    assert all(word in page(late) for word in ("赵科长", ">100<", "90"))
    assert "已被其他经办人" in page(second.get(dropped.location))
    assert row_of(draft, "养老护理员").hours == 100
    assert change(second, draft, "养老护理员", hours="90").status_code == 303


def test_a_row_dropped_under_the_editors_hands_is_told(desk: FlaskClient, second: FlaskClient, draft: str) -> None:
    row = row_of(draft, "养老护理员")
    desk.post(f"{draft}/rows/{row.id}/drop", data={"seen": "1"})

    late = second.post(f"{draft}/rows/{row.id}", data={"seen": "1", "level": "5", "hours": "90", "shortage": "short"})

    assert late.status_code == 409
    assert all(word in page(late) for word in ("赵科长", "90"))
    assert second.get(f"{draft}/rows/{row.id}").status_code == 200
    assert second.get(f"{draft}/rows/999999").status_code == 404


def test_two_who_write_the_document_do_not_overwrite_each_other(
    desk: FlaskClient, second: FlaskClient, draft: str
) -> None:
    say_about(desk, draft)

    late = say_about(second, draft, seen="0", document_number="内人社发〔2026〕77号")

    assert late.status_code == 409
    assert all(word in page(late) for word in ("通人社发〔2026〕9号", "内人社发〔2026〕77号", "赵科长"))
    assert say_about(second, draft, document_number="内人社发〔2026〕77号").status_code == 303


def test_a_dropped_row_is_taken_back_once(desk: FlaskClient, draft: str, published: int) -> None:
    row = row_of(draft, "焊工")
    desk.post(f"{draft}/rows/{row.id}/drop", data={"seen": "1"})
    old = next(one for one in queries.list_rows(published) if one.name == "焊工")

    desk.post(f"{draft}/rows/{old.id}/take-back")
    desk.post(f"{draft}/rows/{old.id}/take-back")

    assert row_of(draft, "焊工").hours == 120
    assert desk.post(f"{draft}/rows/{row_of(draft, '焊工').id}/take-back").status_code == 404


def test_the_same_occupation_and_level_stands_once(desk: FlaskClient, draft: str) -> None:
    care = {"code": "4-10-01-05", "hours": "40", "shortage": "urgent"}
    desk.post(f"{draft}/rows/new", data={**care, "level": "4"})

    assert desk.post(f"{draft}/rows/new", data={**care, "level": "5"}).status_code == 422
    first = next(row for row in queries.list_rows(number(draft)) if (row.name, row.level) == ("养老护理员", "4"))
    same = {"seen": "1", "level": "5", "hours": "40", "shortage": "urgent"}
    assert desk.post(f"{draft}/rows/{first.id}", data=same).status_code == 422


def test_nothing_is_submitted_without_document_or_change(desk: FlaskClient, draft: str) -> None:
    assert "先填写" in page(desk.get(draft))
    assert "先填写" in step(desk, draft, "submit")
    say_about(desk, draft)
    assert "没有什么要发布" in page(desk.get(draft))
    assert "没有什么要发布" in step(desk, draft, "submit")
    desk.post(f"{draft}/rows/new", data=RIDER)
    assert "没有什么要发布" not in page(desk.get(draft))
    assert state(draft) == "editing"


def test_a_second_officer_sends_it_back_with_a_reason(desk: FlaskClient, second: FlaskClient, draft: str) -> None:
    desk.post(f"{draft}/rows/new", data=RIDER)
    say_about(desk, draft)
    step(desk, draft, "submit")
    assert change(desk, draft, "焊工", hours="99").status_code == 303
    assert row_of(draft, "焊工").hours == 120

    assert second.post(f"{draft}/send-back", data={"reason": ""}).status_code == 422
    second.post(f"{draft}/send-back", data={"reason": "学时写错了"})
    assert "学时写错了" in page(desk.get(draft))
    assert change(desk, draft, "焊工", hours="99").status_code == 303
    step(desk, draft, "submit")
    desk.post(f"{draft}/take-back")
    assert state(draft) == "editing"
    assert "状态已经变了" in step(second, draft, "approve")


def test_what_changed_after_the_second_officer_looked_is_not_published(
    desk: FlaskClient, second: FlaskClient, draft: str, published: int
) -> None:
    desk.post(f"{draft}/rows/new", data=RIDER)
    say_about(desk, draft)
    step(desk, draft, "submit")
    seen = queries.get_edition(number(draft), within="150000").version

    second.post(f"{draft}/approve", data={"seen": str(seen - 1), "before": str(published)})
    second.post(f"{draft}/approve", data={"seen": str(seen), "before": "0"})
    second.post(f"{draft}/approve", data={"seen": "x", "before": "x"})

    assert state(draft) == "submitted"


def test_there_is_one_draft_at_a_time_and_it_can_be_discarded(
    desk: FlaskClient, second: FlaskClient, draft: str, session: Session
) -> None:
    change(desk, draft, "焊工", hours="99")
    again = second.post("/zh/office/editions", data={"kind": "demand", "region": "150500"})
    assert again.location == draft

    second.post(f"{draft}/discard")
    assert desk.get(draft).status_code == 404
    assert desk.post(f"{draft}/discard").status_code == 404
    assert session.scalar(select(Occupation).where(Occupation.name == "焊工")) is not None


def test_a_submitted_edition_is_not_called_one_to_change(desk: FlaskClient, second: FlaskClient, draft: str) -> None:
    begin = {"kind": "demand", "region": "150500"}
    desk.post(f"{draft}/rows/new", data=RIDER)
    assert "请在这份上改" in page(second.post("/zh/office/editions", data=begin, follow_redirects=True))
    say_about(desk, draft)
    step(desk, draft, "submit")

    said = page(second.post("/zh/office/editions", data=begin, follow_redirects=True))

    assert "请在这份上改" not in said
    assert f'{draft}/approve"' in said


@pytest.mark.parametrize("way", ["discard", "drop"])
@pytest.mark.parametrize("wished", [False, True])
def test_a_craft_of_a_draft_that_goes_leaves_nothing_unless_someone_wants_it(
    desk: FlaskClient, draft: str, session: Session, way: str, wished: bool
) -> None:
    craft = {"name": "东丰农民画制作", "hours": "40", "shortage": "normal", "level": "5", "craft": "y"}
    desk.post(f"{draft}/rows/new", data=craft)
    row = row_of(draft, "东丰农民画制作")
    entered = session.scalars(select(Occupation.id).where(Occupation.name == "东丰农民画制作")).one()
    if wished:
        factories.WishFactory(occupation_id=entered)

    desk.post(f"{draft}/discard" if way == "discard" else f"{draft}/rows/{row.id}/drop", data={"seen": row.version})

    session.expire_all()
    left = session.scalar(select(Occupation.id).where(Occupation.name == "东丰农民画制作"))
    assert left == (entered if wished else None)
    assert session.scalar(select(Occupation).where(Occupation.name == "焊工")) is not None
    assert desk.get(draft).status_code == (404 if way == "discard" else 200)


def test_the_kinds_of_catalog_stay_apart(
    desk: FlaskClient, second: FlaskClient, client: FlaskClient, published: int
) -> None:
    draft = str(desk.post("/zh/office/editions", data={"kind": "shortage", "region": "150500"}).location)
    assert queries.get_edition(number(draft), within="150000").rows == 0
    desk.post(f"{draft}/rows/new", data=RIDER)
    say_about(desk, draft, title="通辽市急需紧缺技术工种目录")
    step(desk, draft, "submit")
    step(second, draft, "approve")

    assert state(draft) == "in_force"
    assert queries.get_edition(published).state.value == "in_force"
    assert queries.find_in_force(CatalogKind.DEMAND, "150502") == published
    assert "网约配送员" not in page(client.get("/zh/catalog?q=wangyue"))
    assert "网约配送员" in page(client.get("/zh/catalog?kind=shortage"))
    assert "急需紧缺技术工种目录" in page(client.get("/zh/catalog/editions?kind=shortage"))


def test_another_region_is_out_of_reach(sign_in: SignIn, desk: FlaskClient, draft: str) -> None:
    neighbour = sign_in(factories.OfficerFactory(region_code="150600"))

    for address in ("", "/about", "/rows", "/rows/new", "/send-back"):
        assert neighbour.get(f"{draft}{address}").status_code == 404
    assert neighbour.post(f"{draft}/approve").status_code == 404
    assert neighbour.post("/zh/office/editions", data={"kind": "demand", "region": "150500"}).status_code == 422
    assert neighbour.get("/zh/office/editions?kind=nothing").status_code == 200


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE catalog_entry SET hours = 1 WHERE issue_id = :id",
        "DELETE FROM catalog_entry WHERE issue_id = :id",
        "UPDATE catalog_issue SET document_number = 'x' WHERE id = :id",
        "DELETE FROM catalog_issue WHERE id = :id",
    ],
)
def test_the_database_refuses_to_change_what_is_published(session: Session, published: int, statement: str) -> None:
    with pytest.raises(DBAPIError, match="never edited"), session.begin_nested():
        session.execute(text(statement), {"id": published})


def test_the_database_refuses_a_row_more(session: Session, published: int) -> None:
    row = session.scalars(select(CatalogEntry).where(CatalogEntry.issue_id == published)).first()
    assert row is not None
    more = CatalogEntry(issue_id=published, occupation_id=row.occupation_id, level="1", hours=8, shortage=row.shortage)

    with pytest.raises(DBAPIError, match="never edited"), session.begin_nested():
        session.add(more)
        session.flush()


def test_the_pages_can_be_read_in_mongolian(desk: FlaskClient, draft: str) -> None:
    row = row_of(draft, "焊工")
    for address in ("", "/about", "/rows", "/rows?q=han", "/rows/new", f"/rows/{row.id}", "/send-back"):
        assert desk.get(f"{draft.replace('/zh/', '/mn/')}{address}").status_code == 200
