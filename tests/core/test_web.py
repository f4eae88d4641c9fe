"""The frame of every page: editions, addresses, errors, what machines ask."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session


@pytest.mark.parametrize(
    ("headers", "cookie", "expected"),
    [
        ({}, None, "/zh/"),
        ({"Accept-Language": "mn-Mong-CN,zh;q=0.5"}, None, "/mn/"),
        ({"Accept-Language": "fr"}, None, "/zh/"),
        ({"Accept-Language": "zh"}, "mn", "/mn/"),
        ({}, "xx", "/zh/"),
    ],
)
def test_front_door_leads_to_the_edition_asked_for(
    client: FlaskClient, headers: dict[str, str], cookie: str | None, expected: str
) -> None:
    if cookie:
        client.set_cookie("lang", cookie)

    answer = client.get("/", headers=headers)

    assert answer.status_code == 302
    assert answer.location == expected


@pytest.mark.parametrize(
    "path", ["/zh/nothing-here", "/mn/nothing-here", "/nothing", "/zh/classes/999999999999999999999"]
)
def test_missing_page_has_a_page(client: FlaskClient, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 404
    assert "<h1" in answer.text


def test_wrong_method_keeps_its_header(client: FlaskClient) -> None:
    answer = client.put("/healthz")

    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_pages_tell_the_browser_what_they_never_do(client: FlaskClient) -> None:
    headers = client.get("/zh/").headers

    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_static_file_lasts_a_year_under_its_digest_only(client: FlaskClient) -> None:
    page = client.get("/zh/").text
    address = page.split('rel="stylesheet" href="')[1].split('"')[0]

    with client.get(address) as answer:
        lasting = answer.cache_control

    assert lasting.max_age == 365 * 24 * 3600
    assert client.get(address.replace(address.split("/")[2], "0000000000")).status_code == 404
    assert client.get("/static/none/../pyproject.toml").status_code == 404


def test_ready_when_all_is_there(client: FlaskClient) -> None:
    answer = client.get("/readyz")

    assert answer.json is not None
    assert all(answer.json["checks"].values()), answer.json
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("found", "ready"), [("9999_of_a_later_release", True), ("0001_first_tables", False), ("0002_append_only", False)]
)
def test_stays_ready_while_the_database_is_ahead_but_not_while_it_is_behind(
    client: FlaskClient, session: Session, found: str, ready: bool
) -> None:
    session.execute(text("UPDATE alembic_version SET version_num = :found"), {"found": found})
    session.commit()

    answer = client.get("/readyz")

    assert answer.json is not None
    assert answer.json["checks"]["migrations"] is ready
    assert answer.status_code == (200 if ready else 503)


def test_metrics_only_from_allowed_addresses(client: FlaskClient) -> None:
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": "10.1.2.3"}).status_code == 404
    assert "portal_requests_total" in client.get("/metrics").text


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example/", "/\\evil.example/", "/\t\\evil.example/", "/\nx", "//[", "http://[", "x"]
)
def test_large_type_is_remembered_and_leads_nowhere_else(client: FlaskClient, elsewhere: str) -> None:
    answer = client.post("/zh/type-size", data={"size": "large", "next": elsewhere})

    assert answer.location == "/zh/"
    assert "class=large" in client.get("/zh/").text


@pytest.mark.parametrize(
    "path", ["/zh/classes?q=%00", "/zh/verify?code=%00abc", "/verify?code=%ff%fe", "/zh/classes?page=%00"]
)
def test_bytes_nobody_types_are_refused_kindly(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code < 500
