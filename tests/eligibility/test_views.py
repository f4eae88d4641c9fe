"""A visitor asks without signing in, on any phone, and is never sent away without an answer."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from portal.eligibility import queries
from portal.eligibility.services import paper
from portal.eligibility.views import rule_titles

TODAY = "2026-03-01T12:00:00+08:00"
MIGRANT = (
    "training_date=2026-03-01&training_region=152502&residence_region=152500&groups=returning_migrant"
    "&occupation=焊工&level=5&earlier=no"
)
PAGE, RESULT = "/zh/eligibility", "/zh/eligibility/result"


@pytest.fixture(autouse=True)
def _march() -> Any:
    with time_machine.travel(TODAY, tick=False):
        yield


def test_begins_with_when_and_where_and_says_why(client: FlaskClient) -> None:
    page = client.get(PAGE).text

    assert "什么时候、在哪里培训？" in page
    assert "各地的规定不一样" in page
    assert 'value="2026-03-01"' in page
    assert "鄂尔多斯市" in page
    assert "二连浩特市" in page
    assert "不用登录" in page
    assert "<script" not in page
    assert 'method="post"' not in page.split("<main", 1)[1].split("</main", 1)[0]


def test_asks_one_small_set_after_another_and_keeps_the_answers_in_the_address(client: FlaskClient) -> None:
    page = client.get(f"{PAGE}?training_date=2026-03-01&training_region=150600&done=class").text

    assert "您住在哪里、在哪里工作？" in page
    assert '<input type="hidden" name="training_region" value="150600">' in page
    assert '<input type="hidden" name="done" value="places">' in page


def test_asks_only_what_can_still_change_an_answer(client: FlaskClient) -> None:
    for step in ("pension", "times", "school"):
        page = client.get(f"{PAGE}?{MIGRANT}&done=certificate&done=wishes", follow_redirects=True)
        assert page.request.path == RESULT, step


def test_a_question_can_be_passed_over_and_is_not_asked_again(client: FlaskClient) -> None:
    page = client.get(f"{PAGE}?done=class&done=places&done=groups").text

    assert "您想学什么？" in page
    assert "跳过" in page


def test_offers_groups_that_matter_first_and_never_asks_the_secret_one(client: FlaskClient) -> None:
    page = client.get(f"{PAGE}?training_date=2026-03-01&training_region=150600&done=class&done=places").text

    assert page.index("返乡农牧民工") < page.index("都不是") < page.index("退役军人")
    assert "correction" not in page
    assert "社区矫正" not in page
    assert "poor_labour" not in page


def test_an_answer_can_be_changed(client: FlaskClient) -> None:
    page = client.get(f"{PAGE}?{MIGRANT}&edit=groups").text

    assert "您属于下面哪些人？" in page
    assert 'value="returning_migrant"' in page.split('type="checkbox"', 1)[1]
    assert '<input type="hidden" name="groups"' not in page


def test_every_question_can_be_shown(client: FlaskClient) -> None:
    for step in (
        "class",
        "places",
        "groups",
        "training",
        "earlier",
        "times",
        "certificate",
        "pension",
        "school",
        "wishes",
    ):
        for edition in ("zh", "mn"):
            assert client.get(f"/{edition}/eligibility?edit={step}").status_code == 200, step


def test_shows_the_reason_next_to_an_answer_it_cannot_read(client: FlaskClient) -> None:
    answer = client.get(f"{PAGE}?training_date=soon&training_region=150600&done=class")

    assert answer.status_code == 400
    assert "请把日期写成这样：2026-03-01。" in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert 'value="soon"' in answer.text


def test_first_says_what_a_person_can_very_likely_get_and_whom_to_ask(client: FlaskClient) -> None:
    page = client.get(f"{RESULT}?{MIGRANT}").text
    head = page.split("<h2", 1)[0]

    assert "您很可能可以享受下面的待遇" in head
    assert "职业培训补贴" in head
    assert "锡林郭勒盟" in head
    assert "12333" in head


def test_shows_clause_period_and_what_is_open(client: FlaskClient) -> None:
    page = client.get(f"{RESULT}?{MIGRANT}").text

    assert "农牧民工参加职业技能培训，符合条件的按规定给予职业培训补贴……同一职业" in page
    assert '<blockquote class="quote" lang="zh-Hans-CN">' in page
    assert "关于加强农牧民工职业技能培训工作的实施意见 三(五)" in page
    assert "2024年2月7日" in page
    assert "截止" in page
    assert "是否须取得证书" in page
    assert "符合文件列明的条件" in page


def test_history_does_not_count_against_anyone(client: FlaskClient) -> None:
    page = client.get(f"{RESULT}?training_date=2026-03-01&training_region=150200&groups=veteran").text

    assert "逐步实现退役军人跨地区异地培训" in page
    assert "对您没有不好的影响" in page
    assert "免费职业技能培训" in page.split("已过期或别处的规定", 1)[1]


def test_nobody_is_refused_for_saying_nothing(client: FlaskClient) -> None:
    page = client.get(RESULT).text

    assert "再答几个问题" in page
    assert "待确认" in page
    assert page.count("tag--bad") == 0


def test_leads_to_classes_and_to_a_station(client: FlaskClient) -> None:
    page = client.get(f"{RESULT}?{MIGRANT}").text

    assert "/zh/classes?open=1&amp;q=%E7%84%8A%E5%B7%A5&amp;region=152502" in page
    assert "/zh/help" in page


@pytest.mark.parametrize(
    "query",
    [
        "training_region=15x", "training_date=2026-02-30", "groups=correction", "groups=giant&groups=%00",
        "level=99", "occupation=" + "x" * 200, "times=-1", "certificate=%3Cscript%3E", "done=%3Cscript%3E",
        "edit=nothing", "if_training_date=x", "if_training_region=999", "if_level=9", "training_date=",
        "training_date=2026-01-01&training_date=2026-01-02", "%FF%FE=%FF",
    ],
)  # fmt: skip
def test_a_tampered_address_gets_a_page_and_a_clear_word(client: FlaskClient, query: str) -> None:
    for path in (PAGE, RESULT, "/mn/eligibility/result", f"{RESULT}.pdf"):
        assert client.get(f"{path}?{query}").status_code in (200, 302, 400)
    assert "<script>" not in client.get(f"{RESULT}?{query}").text


def test_names_the_answers_it_could_not_read(client: FlaskClient) -> None:
    page = client.get(f"{RESULT}?training_region=15x&groups=giant").text

    assert "有几项回答看不懂，没有算进去" in page
    assert "在哪里上课" in page.split("没有算进去", 1)[1]


def test_says_what_another_day_would_change(client: FlaskClient) -> None:
    page = client.get(f"{RESULT}?{MIGRANT}&if_training_date=2023-03-01").text
    said = page.split("会有这些变化", 1)[1]

    assert "农牧民工职业培训补贴" in said
    assert "就按这个改" in said
    assert "training_date=2023-03-01" in said


def test_says_when_nothing_would_change(client: FlaskClient) -> None:
    page = client.get(f"{RESULT}?{MIGRANT}&if_training_date=2026-03-02").text

    assert "没有变化，结果一样。" in page


def test_a_wrong_change_is_named_and_changes_nothing(client: FlaskClient) -> None:
    page = client.get(f"{RESULT}?{MIGRANT}&if_training_date=soon").text

    assert "请把日期写成这样：2026-03-01。" in page
    assert "会有这些变化" not in page


def test_the_other_edition_shows_the_same_answer_with_the_clause_in_chinese(client: FlaskClient) -> None:
    page = client.get(f"/mn/eligibility/result?{MIGRANT}").text

    assert '<html lang="mn-Mong-CN"' in page
    assert '<blockquote class="quote" lang="zh-Hans-CN">' in page
    assert "ᠰᠢᠯᠢ" in page
    assert '<span lang="zh-Hans-CN">农牧民工职业培训补贴</span>' not in page  # titles are in Mongolian


def test_every_rule_has_a_mongolian_title(app: Flask) -> None:
    assert rule_titles.TITLES.keys() == {rule.id for rule in queries.current_book().rules}


@pytest.mark.parametrize("edition", ["zh", "mn"])
def test_gives_the_result_as_a_document(client: FlaskClient, edition: str) -> None:
    answer = client.get(f"/{edition}/eligibility/result.pdf?{MIGRANT}")

    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")


def printed_rules(client: FlaskClient, monkeypatch: pytest.MonkeyPatch, query: str) -> list[str]:
    """Return what goes to the press about each rule."""
    sent: list[str] = []
    monkeypatch.setattr(paper, "shelf", paper.Shelf())
    monkeypatch.setattr(paper.pdf, "render", lambda html, *, edition, **_gaps: sent.append(html) or edition.encode())
    client.get(f"{RESULT}.pdf?{query}")
    return [part.split("</table>")[0] for part in sent[0].split("<table")[3:]]


def test_prints_a_rule_in_full_once_and_only_where_it_is_near(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    far = printed_rules(client, monkeypatch, "training_type=employment_skill")
    near = printed_rules(client, monkeypatch, MIGRANT)

    told = [rule for rule in far if "说明" in rule]
    assert len({rule.split("</th>")[0] for rule in told}) == len(told) < len(far)
    assert not any("条款原文" in rule for rule in far if "待确认" in rule)
    assert any("条款原文" in rule for rule in near if "符合" in rule)


@pytest.mark.parametrize("typed", ["😀", "𠀀", "क", "<b>&", "\ufffd"])
def test_prints_whatever_was_typed(client: FlaskClient, typed: str) -> None:
    for edition in ("zh", "mn"):
        answer = client.get(f"/{edition}/eligibility/result.pdf", query_string={"occupation": typed})
        assert answer.status_code == 200


def known(_person_id: int, _day: date) -> dict[str, object]:
    return {"groups": ["returning_migrant"], "residence_region": "152525", "subsidised_keys": [], "job_region": None}


def test_fills_in_what_the_record_knows_and_says_so(
    app: Flask, sign_in: Callable[[Any], FlaskClient], resident: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "eligibility.known_facts", known)
    page = (
        sign_in(resident).get(f"{RESULT}?training_date=2026-03-01&training_region=152502&occupation=焊工&level=5").text
    )

    assert "您很可能可以享受下面的待遇" in page
    assert page.count("来自您的档案") == 3
    assert "返乡农牧民工" in page.split("您的回答", 1)[1]
    assert "groups=" not in page.split("<main", 1)[1].split("</main", 1)[0]


def test_what_a_person_says_now_goes_before_the_record(
    app: Flask, sign_in: Callable[[Any], FlaskClient], resident: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "eligibility.known_facts", known)
    page = sign_in(resident).get(f"{RESULT}?{MIGRANT}&groups=veteran").text

    assert "退役军人" in page.split("您的回答", 1)[1]
    assert "来自您的档案" not in page


def test_the_record_of_nobody_is_not_asked_for(app: Flask, session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.extensions, "eligibility.known_facts", None)
    queries.know_people_by(app, known)

    with app.app_context():
        assert queries.known_facts(None, date(2026, 3, 1)) == {}
        assert queries.known_facts(1, date(2026, 3, 1)) == {
            "groups": ["returning_migrant"], "residence_region": "152525", "subsidised_keys": [],
        }  # fmt: skip


def test_sums_up_a_class_for_a_person(app: Flask, session: Any) -> None:
    class_facts = {"training_date": date(2026, 3, 1), "training_region": "152502", "claim_key": ["焊工", "五级"]}
    with app.app_context():
        found = queries.class_summary(
            class_facts, {**known(1, date(2026, 3, 1)), "training_region": "310101", "today": date(2026, 3, 1)}
        )

    assert found.word == "meets_stated"
