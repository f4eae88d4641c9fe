"""Wrong words are taken, and nothing about whoever reports them."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.web import limiter
from portal.notices.models import WordReportRow


def stored(session: Session) -> list[tuple[str, str | None, str, str | None]]:
    rows = session.scalars(select(WordReportRow).order_by(WordReportRow.id))
    return [(row.edition, row.page, row.word, row.suggestion) for row in rows]


def test_a_word_is_kept_with_its_page(client: FlaskClient, session: Session) -> None:
    answer = client.post("/mn/report-word", data={"word": " ᠰᠤᠷᠭᠠᠯᠲᠠ ", "suggestion": "", "page": "/mn/guides/women"})

    assert answer.status_code == 303
    assert client.get(answer.location).status_code == 200
    assert stored(session) == [("mn", "/mn/guides/women", "ᠰᠤᠷᠭᠠᠯᠲᠠ", None)]


@pytest.mark.parametrize(
    "page", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere", "/en/x", "x" * 900]
)
def test_an_address_elsewhere_is_left_out(client: FlaskClient, session: Session, page: str) -> None:
    form = client.get("/mn/report-word", query_string={"page": page}).get_data(as_text=True)
    client.post("/mn/report-word", data={"word": "ᠰᠤᠷᠭᠠᠯᠲᠠ", "page": page})

    assert 'href="' + page not in form
    assert [row[1] for row in stored(session)] == [None]


def test_what_was_asked_of_a_page_is_not_kept(client: FlaskClient, session: Session) -> None:
    client.post("/mn/report-word", data={"word": "ᠰᠤᠷᠭᠠᠯᠲᠠ", "page": "/mn/classes?q=secret"})

    assert [row[1] for row in stored(session)] == ["/mn/classes"]


@pytest.mark.parametrize("data", [{}, {"word": "   "}, {"word": "x" * 201}, {"word": "x", "suggestion": "y" * 201}])
def test_a_form_that_is_wrong_keeps_what_was_typed(client: FlaskClient, session: Session, data: dict[str, str]) -> None:
    answer = client.post("/zh/report-word", data={"suggestion": "对的词", **data})

    assert answer.status_code == 422
    assert data.get("suggestion", "对的词") in answer.get_data(as_text=True)
    assert stored(session) == []


def test_nobody_can_flood_us(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limiter, "enabled", True)
    if not getattr(limiter, "_storage", None):
        pytest.skip("limits are not counted in this application")
    answers = [client.post("/zh/report-word", data={"word": "词"}).status_code for _again in range(22)]

    assert answers[0] == 303
    assert answers[-1] == 429


def test_the_words_can_be_printed(app: Flask, client: FlaskClient) -> None:
    client.post("/mn/report-word", data={"word": "ᠰᠤᠷᠭᠠᠯᠲᠠ", "suggestion": "ᠪᠣᠯᠪᠠᠰᠤᠷᠠᠯ", "page": "/mn/guides"})
    printed = app.test_cli_runner().invoke(args=["words"])

    assert printed.output == "mn\t/mn/guides\tᠰᠤᠷᠭᠠᠯᠲᠠ\tᠪᠣᠯᠪᠠᠰᠤᠷᠠᠯ\n"
