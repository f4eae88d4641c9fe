"""Nothing a visitor sends gives a 500: every route is sent what nobody should type, as everyone who may come."""

import re
from collections.abc import Callable
from random import Random

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests import factories
from tests.conftest import SignIn
from tests.test_access import routes

GARBAGE = (
    "", "\x00", "a" * 5000, "' OR 1=1--", "<script>", "9" * 40, "-1", "2026-13-45", "１２３", "᠐᠑", "𬭎", "../..", "%ff", "None", "[]", "1e309", "٣",
)  # fmt: skip
FIELDS = (
    "name", "id_number", "phone", "password", "region", "groups", "consent", "identifier", "q", "group", "level", "shortage", "page", "from",
    "to", "mode", "open", "trade", "language", "state", "issue", "code", "next", "lang", "own_words", "occupation", "season", "size", "mn",
    "kind", "text", "contact", "form_token", "reason", "number", "claims", "rule", "people", "title", "answer", "word", "suggestion", "training_date",
    "seen", "before", "into", "on", "hours", "amount", "document_number", "valid_from", "past_reason", "credit_code", "trades", "accredited_from",
    "accredited_to", "directory", "source", "craft", "checked", "name_mn",
    "wanted", "guardian", "purpose", "what", "year", "by", "show", "closed", "decision",
)  # fmt: skip
ODD_ROWS = ("0", "999999999999", "99999999999999999999", "x")
VISITORS: dict[str, Callable[[], object] | None] = {
    "a stranger": None,
    "a trainee": factories.AccountFactory,
    "an officer": factories.OfficerFactory,
    "a clerk": factories.ClerkFactory,
}


@pytest.mark.parametrize("who", VISITORS)
def test_garbage_gets_a_page_and_never_a_500(
    app: Flask, session: Session, client: FlaskClient, sign_in: SignIn, who: str
) -> None:
    random = Random(who)  # noqa: S311 - the same garbage each time
    account = VISITORS[who]
    browser = sign_in(account()) if account else client
    factories.ClassSessionFactory()
    every = {route for label in ("public", "signed_in", "officer") for route in routes(app, label)}

    for method, address in sorted(every):
        for path in (address, re.sub(r"/1(?=/|$)", f"/{random.choice(ODD_ROWS)}", address)):
            sent = {field: random.choice(GARBAGE) for field in random.sample(FIELDS, 10)}
            answer = browser.get(path, query_string=sent) if method == "GET" else browser.post(path, data=sent)
            assert answer.status_code < 500, (method, path, sent)
            answer.close()
