"""Addresses built once are the addresses that Flask would build."""

import pytest
from flask import Flask, g, url_for

from portal.core.web.addresses import page_url, twin_url


@pytest.mark.parametrize("lang", ["zh", "mn"])
@pytest.mark.parametrize(
    ("endpoint", "values"),
    [
        ("catalog.classes", {}),
        ("catalog.classes", {"q": "养 老&", "page": None}),
        ("catalog.classes", {"open": 1}),
        ("catalog.classes", {"open": True}),
        ("catalog.class_page", {"class_id": 7, "lang": "mn"}),
        ("catalog.compare", {"id": [3, 4]}),
        ("catalog.class_page", {"class_id": 7, "_external": True}),
    ],
)
def test_an_address_is_the_one_flask_builds(app: Flask, lang: str, endpoint: str, values: dict[str, object]) -> None:
    with app.test_request_context(f"/{lang}/"):
        g.edition = lang
        for _twice in range(2):
            assert page_url(endpoint, **values) == url_for(endpoint, **values)


def test_an_address_outside_a_page_is_built_as_it_is(app: Flask) -> None:
    with app.app_context(), pytest.raises(RuntimeError):
        page_url("catalog.classes")


@pytest.mark.parametrize("asked", ["/zh/classes?q=%E5%85%BB&q=x&n=%26", "/mn/classes/7?a=b+c", "/zh/"])
def test_twins_differ_in_the_edition_alone(app: Flask, asked: str) -> None:
    with app.test_request_context(asked):
        app.preprocess_request()
        zh, mn = twin_url("zh"), twin_url("mn")

    assert (zh[:4], mn[:4]) == ("/zh/", "/mn/")
    assert zh[3:] == mn[3:] == asked[3:]
