"""Anyone may verify; nobody learns more than the paper says."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.core.web import limiter
from portal.records import queries, rules, services
from portal.records.models import SummaryDocument
from tests import factories
from tests.conftest import SignIn

PHONE = {"User-Agent": "Mozilla/5.0 (Linux; Android 10) AppleWebKit/537.36"}


@pytest.fixture
def code(holder: Any) -> str:
    return services.issue_summary(holder.person_id, "zh", account_id=holder.id)


def look_ups(session: Session) -> int:
    session.rollback()
    return session.scalars(select(SummaryDocument.look_ups)).one()


def test_shows_what_was_issued_without_a_name(client: FlaskClient, code: str, session: Session) -> None:
    answer = client.get(f"/v/{code}", headers=PHONE)

    page = answer.get_data(as_text=True)
    fingerprint = session.scalars(select(SummaryDocument.fingerprint)).one()
    assert answer.status_code == 200
    words = re.sub(r"<[^>]+>", "", page).replace(code, "")
    for drawn in (rules.grouped(code), rules.short_fingerprint(fingerprint)):
        assert drawn in page
        words = words.replace(drawn, "")  # any digits may stand in these
    for said in ("养老护理员", "买**·*云", "zscx.osta.org.cn"):
        assert said in page
    assert "买买提" not in page
    assert "159" not in words


@pytest.mark.parametrize("change", [str.lower, rules.grouped, lambda code: code.replace("0", "O").replace("1", "l")])
def test_takes_the_code_as_people_type_it(client: FlaskClient, code: str, change: Any) -> None:
    assert client.get("/verify", query_string={"code": change(code)}).status_code == 200
    assert client.get(f"/v/{change(code)}").status_code == 200


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "abc",
        "0" * 16,
        "0" * 17,
        "../etc",
        "%00",
        "<script>",
        "a" * 500,
        "九九",
        "' OR 1=1",
        "\ud83d\ude00"[:0] + "😀",
    ],
)
def test_unknown_malformed_and_guessed_codes_get_the_same_page(
    client: FlaskClient, session: Session, typed: str
) -> None:
    unknown = client.get("/v/ZZZZZZZZZZZZZZZZ")

    answers = [client.get("/verify", query_string={"code": typed or "-"})]
    if typed and "%" not in typed:
        answers.append(client.get(f"/v/{typed}"))

    assert unknown.status_code == 404
    for answer in answers:
        assert (answer.status_code, answer.data) == (404, unknown.data)


def test_not_found_is_not_called_forged(client: FlaskClient, session: Session) -> None:
    page = client.get("/v/ZZZZZZZZZZZZZZZZ").get_data(as_text=True)

    assert "不等于假的" in page


def test_the_empty_form_is_a_page(client: FlaskClient, session: Session) -> None:
    assert client.get("/verify").status_code == 200
    assert client.get("/verify?code=%20").status_code == 200


def test_speaks_the_language_asked_for_and_keeps_it(client: FlaskClient, code: str) -> None:
    assert 'lang="mn-Mong-CN"' in client.get(f"/v/{code}", headers={"Accept-Language": "mn"}).get_data(as_text=True)
    assert 'lang="zh-Hans-CN"' in client.get(f"/v/{code}").get_data(as_text=True)

    client.get(f"/v/{code}?lang=mn")

    assert '<html lang="mn-Mong-CN"' in client.get(f"/v/{code}").get_data(as_text=True)
    assert f"/v/{code}?lang=zh" in client.get(f"/v/{code}").get_data(as_text=True)


def test_is_not_listed_or_stored(client: FlaskClient, code: str) -> None:
    for path in (f"/v/{code}", "/v/abc", "/verify"):
        headers = client.get(path).headers
        assert "noindex" in headers["X-Robots-Tag"]
        assert "no-store" in headers["Cache-Control"]


def test_says_what_was_replaced_and_when(client: FlaskClient, code: str, holder: Any) -> None:
    services.issue_summary(holder.person_id, "mn", account_id=holder.id)

    page = client.get(f"/v/{code}").get_data(as_text=True)

    assert "被新的摘要替换" in page
    assert "养老护理员" in page


def test_says_what_was_revoked_today(client: FlaskClient, code: str, holder: Any) -> None:
    (certificate,) = queries.list_for(holder.person_id).certificates
    services.revoke_certificate(certificate.id, reason="作弊", account_id=None)

    page = client.get(f"/v/{code}").get_data(as_text=True)

    assert "已撤销" in page
    assert certificate.number in page
    assert "作弊" not in page


def test_a_switched_off_summary_shows_nothing_of_its_holder(client: FlaskClient, code: str, holder: Any) -> None:
    services.switch_off(code, person_id=holder.person_id, account_id=holder.id)

    page = client.get(f"/v/{code}").get_data(as_text=True)

    assert "持有人已收回" in page
    assert "养老护理员" not in page
    assert "云" not in page


def test_altered_content_is_not_shown(client: FlaskClient, code: str, session: Session) -> None:
    session.execute(update(SummaryDocument).values(signature="0" * 64))
    session.commit()

    answer = client.get(f"/v/{code}")

    assert answer.status_code == 409
    assert "与签发时不一致" in answer.get_data(as_text=True)
    assert "养老护理员" not in answer.get_data(as_text=True)


def test_counts_people_not_robots_nor_the_holder(
    client: FlaskClient, code: str, holder: Any, session: Session, sign_in: SignIn
) -> None:
    client.get(f"/v/{code}", headers=PHONE)
    client.get(f"/verify?code={code}", headers=PHONE)
    client.get(f"/v/{code}", headers={"User-Agent": "Googlebot/2.1"})
    client.head(f"/v/{code}", headers=PHONE)
    client.get(f"/v/{code}", headers={**PHONE, "Sec-Purpose": "prefetch"})
    sign_in(holder).get(f"/v/{code}", headers=PHONE)

    assert look_ups(session) == 2


def test_a_busy_database_keeps_nobody_from_verifying(
    client: FlaskClient, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy.exc import OperationalError

    from portal.records.services import summaries

    def busy() -> None:
        raise OperationalError("UPDATE", {}, Exception("database is locked"))

    monkeypatch.setattr(summaries, "transaction", busy)

    assert client.get(f"/v/{code}", headers=PHONE).status_code == 200


def test_says_whether_the_card_belongs_to_the_holder(
    client: FlaskClient, code: str, holder: Any, session: Session
) -> None:
    from portal.people.models import Person

    last_four = session.scalars(select(Person.id_number).where(Person.id == holder.person_id)).one()[-4:]

    for typed, said in (
        (last_four.lower(), "一致"),
        ("0000" if last_four != "0000" else "1111", "不一致"),
        ("", "请输入后四位"),
        ("九", "不一致"),
    ):
        answer = client.post(f"/v/{code}", data={"last_four": typed})
        assert answer.status_code == 303
        page = client.get(answer.headers["Location"]).get_data(as_text=True)
        assert said in page
        assert last_four not in answer.headers["Location"]


def test_compares_nothing_for_an_unknown_code(client: FlaskClient, session: Session) -> None:
    answer = client.post("/v/x/y", data={"last_four": "1234"})

    assert (answer.status_code, answer.headers["Location"]) == (303, "/v/-")


@pytest.fixture
def limited(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(limiter, "enabled", True)
    limiter.reset()
    yield
    limiter.reset()


def test_guessing_is_slowed_down(client: FlaskClient, session: Session, limited: None) -> None:
    answers = [client.get(f"/v/{number:016d}").status_code for number in range(70)]

    assert answers[:60] == [404] * 60
    assert set(answers[60:]) == {429}


def test_guessing_the_card_is_slowed_down(client: FlaskClient, code: str, limited: None) -> None:
    answers = [client.post(f"/v/{code}", data={"last_four": f"{number:04d}"}).status_code for number in range(12)]

    assert answers == [303] * 10 + [429] * 2


def test_guessing_one_card_from_many_places_is_slowed_down(client: FlaskClient, code: str, limited: None) -> None:
    answers = [
        client.post(
            f"/v/{code}", data={"last_four": "0000"}, environ_base={"REMOTE_ADDR": f"10.0.0.{number}"}
        ).status_code
        for number in range(22)
    ]

    assert answers == [303] * 20 + [429] * 2


def test_issuing_is_counted_by_person_not_by_place(sign_in: SignIn, holder: Any, limited: None) -> None:
    neighbour = factories.AccountFactory()
    factories.CertificateFactory(person=None, person_id=neighbour.person_id)
    form, browser = {"language": "zh"}, sign_in(holder)

    answers = [browser.post("/zh/me/record/summary", data=form).status_code for _time in range(31)]

    assert answers == [303] * 30 + [429]
    assert sign_in(neighbour).post("/zh/me/record/summary", data=form).status_code == 303


def test_no_code_of_a_stranger_is_logged(client: FlaskClient, code: str, caplog: pytest.LogCaptureFixture) -> None:
    client.get(f"/v/{code}", headers=PHONE)

    assert code not in caplog.text
    assert factories.PASSWORD not in caplog.text


def test_the_other_language_of_every_answer_is_one_step_away(client: FlaskClient, session: Session) -> None:
    for path in ("/verify", "/v/unknown"):
        assert 'href="/verify?lang=mn"' in client.get(path).get_data(as_text=True)
