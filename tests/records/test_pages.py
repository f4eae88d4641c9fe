"""The holder's own pages."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.records import queries, services
from portal.records.types import CORRECTED_BY_FILE, NewClaim, Origin, Result
from tests import factories
from tests.conftest import SignIn


def test_an_empty_record_says_what_will_come(sign_in: SignIn, resident: Any) -> None:
    browser = sign_in(resident)

    for lang in ("zh", "mn"):
        assert browser.get(f"/{lang}/me/record").status_code == 200
        assert browser.get(f"/{lang}/me/record/summary").status_code == 200
    assert "这里还没有记录" in browser.get("/zh/me/record").get_data(as_text=True)


def test_each_line_says_where_it_came_from(sign_in: SignIn, holder: Any) -> None:
    for origin in Origin:
        factories.EnrolmentRecordFactory(person=None, person_id=holder.person_id, origin=origin, result=Result.FAILED)
    services.claim_subsidy(
        holder.person_id, NewClaim("training_subsidy", None, "养老护理员", "5", 2025, "R", "三(五)"), account_id=None
    )

    page = sign_in(holder).get("/zh/me/record").get_data(as_text=True)

    for said in ("机构上报", "本平台于", "您于", "不合格", "已申领", "职业技能等级证书"):
        assert said in page


def test_a_correction_shows_what_was_there_before(sign_in: SignIn, holder: Any) -> None:
    from tests.records.conftest import FILE, trained_class

    for hours in (64, 80):
        services.record_result(
            holder.person_id, trained_class(), hours=hours, result=Result.PASSED, source=FILE, reason=CORRECTED_BY_FILE
        )

    page = sign_in(holder).get("/zh/me/record").get_data(as_text=True)

    assert "更正前" in page
    assert "机构重新上报了更正后的文件" in page
    assert "64" in page


def test_a_long_record_needs_no_more_statements(sign_in: SignIn, holder: Any, app: Flask) -> None:
    browser = sign_in(holder)
    browser.get("/zh/me/record")

    def count() -> int:
        seen: list[str] = []
        connection = app.extensions["database"]
        event.listen(connection, "before_cursor_execute", lambda *args: seen.append(args[2]))
        browser.get("/zh/me/record")
        return len(seen)

    before = count()
    for _number in range(30):
        factories.EnrolmentRecordFactory(person=None, person_id=holder.person_id)

    assert count() <= before * 2  # the first listener still counts


def test_issues_downloads_and_issues_once_for_one_form(sign_in: SignIn, holder: Any) -> None:
    browser = sign_in(holder)
    form = {"language": "both", "form_token": "t" * 22}

    answers = [browser.post("/zh/me/record/summary", data=form) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].headers["Location"] == "/zh/me/record/summary"
    (document,) = queries.list_documents(holder.person_id)
    page = browser.get("/zh/me/record/summary").get_data(as_text=True)
    assert f"/zh/me/record/summary/{document.code}.pdf" in page


def test_download_has_the_right_headers(sign_in: SignIn, holder: Any) -> None:
    browser = sign_in(holder)
    browser.post("/zh/me/record/summary", data={"language": "zh"})
    (document,) = queries.list_documents(holder.person_id)

    answer = browser.get(f"/zh/me/record/summary/{document.code}.pdf")

    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith('inline; filename="summary-')
    assert "filename*=UTF-8''%E6%8A%80" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("language", ["", "en", "ZH", "zh' --"])
def test_another_language_is_refused_beside_the_field(sign_in: SignIn, holder: Any, language: str) -> None:
    answer = sign_in(holder).post("/zh/me/record/summary", data={"language": language})

    assert answer.status_code == 422
    assert queries.list_documents(holder.person_id) == []


def test_others_get_nothing(sign_in: SignIn, holder: Any, client: FlaskClient, session: Session) -> None:
    code = services.issue_summary(holder.person_id, "zh", account_id=holder.id)
    stranger = sign_in(factories.AccountFactory())

    for path in (f"/zh/me/record/summary/{code}.pdf", f"/zh/me/record/summary/{code}/switch-off"):
        assert stranger.get(path).status_code == 404
        assert client.get(path).status_code == 303
    assert stranger.post(f"/zh/me/record/summary/{code}/switch-off").status_code == 404
    assert stranger.get("/zh/me/record/summary/abc.pdf").status_code == 404
    assert sign_in(factories.OfficerFactory()).get(f"/zh/me/record/summary/{code}.pdf").status_code == 403


def test_switches_off_after_asking(sign_in: SignIn, holder: Any) -> None:
    browser = sign_in(holder)
    code = services.issue_summary(holder.person_id, "zh", account_id=holder.id)

    asked = browser.get(f"/mn/me/record/summary/{code}/switch-off")
    done = browser.post(f"/zh/me/record/summary/{code}/switch-off")

    assert (asked.status_code, done.status_code) == (200, 303)
    assert "已停用" in browser.get("/zh/me/record/summary").get_data(as_text=True)


def test_characters_without_a_glyph_are_shown_before_issuing(sign_in: SignIn, session: Session) -> None:
    account = factories.AccountFactory(person__name="赵\ue800")
    factories.CertificateFactory(person=None, person_id=account.person_id)
    browser = sign_in(account)

    page = browser.get("/zh/me/record/summary").get_data(as_text=True)
    answer = browser.post("/zh/me/record/summary", data={"language": "zh"})

    assert "U+E800" in page
    assert 'name="language"' not in page
    assert answer.status_code == 422
    assert "U+E800" in answer.get_data(as_text=True)


def test_nothing_to_summarise_is_said(sign_in: SignIn, resident: Any) -> None:
    assert sign_in(resident).post("/zh/me/record/summary", data={"language": "zh"}).status_code == 409


def test_says_why_a_certificate_no_longer_stands(sign_in: SignIn, holder: Any) -> None:
    (certificate,) = queries.list_for(holder.person_id).certificates
    services.revoke_certificate(certificate.id, reason="评价机构撤销", account_id=None)

    page = sign_in(holder).get("/zh/me/record").get_data(as_text=True)

    assert "已撤销" in page
    assert "评价机构撤销" in page
