"""What a visitor sees of the classes."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from portal.catalog import services
from portal.catalog.models import Occupation
from portal.catalog.queries import class_list, forget
from portal.catalog.types import PAGE_SIZE
from portal.core import clock, search_keys
from tests.factories import AccountFactory, CatalogEntryFactory, ClassSessionFactory, OccupationFactory, ProviderFactory


def _text(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.get_data(as_text=True)


def _numbers(page: str) -> list[int]:
    parts = page.split('class="cover" href="/zh/classes/')[1:]
    return [int(part.split('"')[0]) for part in parts]


def test_lists_the_classes_to_come_by_their_first_day(client: FlaskClient) -> None:
    later = ClassSessionFactory(starts_on=clock.today() + timedelta(days=40))
    sooner = ClassSessionFactory(starts_on=clock.today() + timedelta(days=10))
    ClassSessionFactory(starts_on=clock.today() - timedelta(days=40), state="finished")
    ClassSessionFactory(state="draft")

    assert _numbers(_text(client, "/zh/classes")) == [sooner.id, later.id]


def test_shows_full_closed_cancelled_and_not_yet_open_classes_as_such(client: FlaskClient) -> None:
    ClassSessionFactory(full=True)
    ClassSessionFactory(state="closed")
    ClassSessionFactory(cancelled=True)
    ClassSessionFactory(apply_from=clock.today() + timedelta(days=3))
    ClassSessionFactory(apply_by=clock.today() - timedelta(days=1))

    page = _text(client, "/zh/classes")

    assert page.count('class="card"') == 5
    for word in ("名额已满", "报名已截止", "已取消", "尚未开始报名"):
        assert word in page


def test_past_classes_come_the_latest_first(client: FlaskClient) -> None:
    old = ClassSessionFactory(starts_on=clock.today() - timedelta(days=60), state="finished")
    recent = ClassSessionFactory(starts_on=clock.today() - timedelta(days=30), state="finished")
    yesterday, long_ago = clock.today() - timedelta(days=1), clock.today() - timedelta(days=90)

    page = _text(client, f"/zh/classes?from={long_ago}&to={yesterday}")

    assert _numbers(page) == [recent.id, old.id]


def test_past_classes_are_counted_up_to_a_thousand_and_offer_all_choices(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for days in (30, 60):
        ClassSessionFactory(starts_on=clock.today() - timedelta(days=days), state="finished", level="5")
    address = f"/zh/classes?from={clock.today() - timedelta(days=90)}&to={clock.today() - timedelta(days=1)}"

    exact = _text(client, address)
    monkeypatch.setattr(class_list, "_COUNTED_AT_MOST", 1)
    forget()
    beyond = _text(client, f"{address}&level=5&region=150500")

    assert "共2个班" in exact
    assert "超过1个班" in beyond
    for page in (exact, beyond):
        assert re.search(r'<option value="150600">[^<(]+</option>', page)
        assert re.search(r'<option value="4">[^<(]+</option>', page)
    assert '<option value="150502">' in beyond


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("region=150500", {"here", "open"}),
        ("region=150502", {"here"}),
        ("region=152300", {"here", "open"}),  # 哲里木盟, today 通辽市
        ("region=150600", {"far"}),
        ("group=veteran", {"here", "open"}),
        ("group=woman", {"here", "far"}),
        ("group=care", {"here"}),
        ("trade=catering", {"far"}),
        ("level=4", {"far"}),
        ("mode=online", {"open"}),
        ("language=mn", {"far", "open"}),
        ("open=1", {"here", "open"}),
        ("q=养老", {"here"}),
        ("q=yanglao", {"here"}),
        ("q=ylhly", {"here"}),
        ("q=yanglao&region=150600", set()),
    ],
)
def test_filters_by_the_address(client: FlaskClient, query: str, found: set[str]) -> None:
    rows = {
        "here": ClassSessionFactory(),
        "far": ClassSessionFactory(
            region_code="150602", trade="catering", level="4", language="mn", full=True, target_groups=["woman"],
            occupation_name="中式烹调师",
        ),
        "open": ClassSessionFactory(
            region_code="150525", trade="repair", level="3", mode="online", language="both", target_groups=["veteran"],
            occupation_name="汽车维修工",
        ),
    }  # fmt: skip

    page = _text(client, f"/zh/classes?{query}")

    assert {name for name, row in rows.items() if row.id in _numbers(page)} == found
    assert f"共{len(found)}个班" in page


def test_shows_counts_beside_the_choices(client: FlaskClient) -> None:
    ClassSessionFactory()
    ClassSessionFactory(trade="catering", level="4")
    ClassSessionFactory(trade="catering", target_groups=["woman"])

    page = _text(client, "/zh/classes?trade=care")

    assert '<option value="care" selected>照护家政 (1)</option>' in page
    assert '<option value="catering">餐饮旅游 (2)</option>' in page
    assert '<option value="5">五级/初级工 (1)</option>' in page
    assert "妇女 (1)" in page


@pytest.mark.parametrize(
    "query",
    [
        "region=999999", "group=x", "level=九", "mode=%01", "language=fr", "open=2", "from=2020-13-45", "to=heute",
        "page=0", "page=-1", "page=a~b", "page=1~x~y", "page=99999", "from=2026-05-01&to=2026-04-01", "trade=%F0%9F%90%8E",
    ],
)  # fmt: skip
def test_leaves_out_what_makes_no_sense(client: FlaskClient, query: str) -> None:
    ClassSessionFactory()

    _text(client, f"/zh/classes?{query}")


def test_says_what_was_left_out(client: FlaskClient) -> None:
    assert "网址中有看不懂的内容" in _text(client, "/zh/classes?level=99")


@pytest.mark.parametrize("q", ["", " ", "%", "_", "'", "\\", "%01", "ᠮᠣᠷᠢ", "🐎", "a" * 500, "(", "%E4%B8", "\u202f"])
def test_any_words_may_be_looked_for(client: FlaskClient, q: str) -> None:
    ClassSessionFactory()

    for path in ("classes", "catalog", "providers"):
        _text(client, f"/zh/{path}?q={q}")


def test_leads_through_all_pages_and_back(client: FlaskClient) -> None:
    day = clock.today() + timedelta(days=30)
    entry, provider = CatalogEntryFactory(), ProviderFactory()
    for number in range(PAGE_SIZE * 2 + 5):
        ClassSessionFactory(entry=entry, provider=provider, starts_on=day + timedelta(days=number // 3))

    first = _text(client, "/zh/classes?open=1")
    second = _text(client, _link(first, "next"))
    third = _text(client, _link(second, "next"))
    again = _text(client, _link(third, "prev"))

    seen = [*_numbers(first), *_numbers(second), *_numbers(third)]
    assert seen == sorted(seen)
    assert len(set(seen)) == PAGE_SIZE * 2 + 5
    assert _numbers(again) == _numbers(second)
    assert _numbers(_text(client, "/zh/classes?page=2")) == _numbers(second)
    assert 'rel="next"' not in third
    assert _numbers(_text(client, _link(again, "prev"))) == _numbers(first)


def _link(page: str, rel: str) -> str:
    return page.split(f'rel="{rel}" href="')[1].split('"')[0].replace("&amp;", "&")


def test_page_of_a_class_tells_what_one_must_know(client: FlaskClient) -> None:
    occupation = OccupationFactory(name="焊工", extra_permit="焊接与热切割属特种作业,须另持操作证")
    row = ClassSessionFactory(
        entry=CatalogEntryFactory(occupation=occupation), bring="身份证", target_groups=["veteran"]
    )

    page = _text(client, f"/zh/classes/{row.id}")

    for word in ("焊工", "须另持操作证", "身份证", "退役军人", "科尔沁区", "我要报名", "职业技能等级证书"):
        assert word in page
    assert f'href="tel:{row.contact_phone}"' in page
    assert "¥" not in page
    assert page.index("须另持操作证") < page.index("我要报名")


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"full": True}, "报名候补"),
        ({"state": "closed"}, "报名已经关闭"),
        ({"cancelled": True}, "报名人数不足"),
        ({"state": "running", "starts_on": clock.today() - timedelta(days=3)}, "已经开班"),
        ({"state": "finished", "starts_on": clock.today() - timedelta(days=30)}, "已经结束"),
    ],
)
def test_page_says_why_one_cannot_apply_and_what_else_one_can_do(
    client: FlaskClient, changes: dict[str, object], word: str
) -> None:
    row = ClassSessionFactory(**changes)

    page = _text(client, f"/zh/classes/{row.id}")

    assert word in page
    assert "我要报名" not in page
    assert word == "报名候补" or "登记培训意愿" in page


def test_page_says_that_a_provider_takes_nobody(client: FlaskClient) -> None:
    row = ClassSessionFactory(provider=ProviderFactory(state="withdrawn"))

    assert "目前不接受新的报名" in _text(client, f"/zh/classes/{row.id}")


@pytest.mark.parametrize(
    "path", ["classes/1", "classes/99999999999999999999", "classes/1.ics", "catalog/1", "providers/1"]
)
def test_what_is_not_there_is_not_found(client: FlaskClient, path: str) -> None:
    _text(client, f"/zh/{path}", status=404)


def test_drafts_are_not_shown(client: FlaskClient) -> None:
    row = ClassSessionFactory(state="draft")

    _text(client, f"/zh/classes/{row.id}", status=404)
    _text(client, f"/zh/classes/{row.id}.ics", status=404)
    assert "没有可比较的班次" in _text(client, f"/zh/classes/compare?id={row.id}")


def test_lays_up_to_three_classes_side_by_side(client: FlaskClient) -> None:
    rows = [ClassSessionFactory() for _number in range(4)]
    query = "&".join(f"id={row.id}" for row in rows)

    page = _text(client, f"/zh/classes/compare?{query}&id=x")

    assert _numbers(page) == [row.id for row in rows[:3]]


def test_shows_mongolian_names_and_marks_chinese_ones(client: FlaskClient) -> None:
    occupation = OccupationFactory(name="焊工", name_mn="ᠭᠠᠩᠨᠠᠬᠤ ᠠᠵᠢᠯᠴᠢᠨ")
    ClassSessionFactory(entry=CatalogEntryFactory(occupation=occupation))
    ClassSessionFactory(entry=CatalogEntryFactory(occupation=OccupationFactory(name="砌筑工")))

    page = _text(client, "/mn/classes")

    assert "ᠭᠠᠩᠨᠠᠬᠤ ᠠᠵᠢᠯᠴᠢᠨ" in page
    assert '<span lang="zh-Hans-CN">砌筑工</span>' in page


def test_finds_by_mongolian_and_says_how(client: FlaskClient, session: Session) -> None:
    services.load_occupations()
    welder = session.scalars(select(Occupation).where(Occupation.name == "焊工")).one()
    entry = CatalogEntryFactory(occupation=welder)
    ClassSessionFactory(entry=entry, search_key=search_keys.index_key(welder.name, welder.name_mn, welder.name_latn))

    for q in ("ᠭᠠᠩᠨᠠᠬᠤ", "gangnahu"):
        assert "按蒙古文名称找到" in _text(client, f"/zh/classes?q={q}")
    assert "<mark>焊工</mark>" in _text(client, "/zh/classes?q=hangong")


@pytest.mark.parametrize(
    "path", ["classes", "classes?q=yanglao", "catalog", "catalog?q=yanglao", "providers", "CLASS", "ENTRY"]
)
def test_needs_few_statements_whatever_the_number_of_rows(client: FlaskClient, session: Session, path: str) -> None:
    AccountFactory()
    rows = [ClassSessionFactory() for _number in range(PAGE_SIZE + 3)]
    path = {"CLASS": f"classes/{rows[0].id}", "ENTRY": f"catalog/{rows[0].entry_id}"}.get(path, path)
    client.get(f"/zh/{path}")
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    from portal.catalog import queries

    queries.forget()
    event.listen(session.get_bind(), "before_cursor_execute", note)
    client.get(f"/zh/{path}")
    event.remove(session.get_bind(), "before_cursor_execute", note)

    asked = [statement for statement in statements if statement.startswith("SELECT")]
    assert len(asked) <= 3  # and one more to know who is signed in


def test_who_finds_no_class_is_led_to_the_catalog_and_leaves_the_words_as_a_wish(client: FlaskClient) -> None:
    page = client.get("/zh/classes?q=箜篌").text

    assert 'href="/zh/catalog?q=%E7%AE%9C%E7%AF%8C"' in page
    assert 'href="/zh/me/wishes/new?own_words=%E7%AE%9C%E7%AF%8C"' in page
