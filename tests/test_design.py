"""The frame and the components: light, whole, and telling everyone the same."""

import gzip
import re
from enum import StrEnum
from pathlib import Path

import pytest
from flask import Flask, g, render_template_string
from flask.testing import FlaskClient
from wtforms import Form, StringField
from wtforms.validators import InputRequired

from portal.catalog.types import ClassState, SignUpState
from portal.core.terms import terms
from portal.core.web import static_url
from portal.eligibility.types import Word
from portal.enrolment.types import ApplicationState

ROOT = Path(__file__).parent.parent
SPRITE = (ROOT / "static/icons/icons.svg").read_text(encoding="utf-8")
DRAWINGS = set(re.findall(r'id="([\w-]+)"', SPRITE))


def show(app: Flask, source: str, edition: str = "zh", **values: object) -> str:
    """Render a few words of template in an edition."""
    with app.test_request_context(f"/{edition}/"):
        g.edition = edition
        return render_template_string(source, **values)


def test_stylesheet_leads_to_the_font_as_it_is_now(app: Flask, client: FlaskClient) -> None:
    with app.test_request_context():
        style, font = static_url("portal.css"), static_url("fonts/mongolian.woff2")

    css = client.get(style)

    assert f"url({font})" in css.get_data(as_text=True)
    assert css.cache_control.immutable
    with client.get(font) as file:
        assert file.status_code == 200


def test_no_shorthand_of_the_stylesheet_names_physical_sides() -> None:
    css = (ROOT / "static/portal.css").read_text(encoding="utf-8")

    # margin: a b is top and bottom, left and right, whichever way the lines run.
    assert re.findall(r"(?<![\w-])(?:margin|padding|inset|border-width): [^;(]+ [^;]+;", css) == []


def test_first_visit_stays_light(client: FlaskClient) -> None:
    page = client.get("/zh/").data
    style = (ROOT / "static/portal.css").read_bytes()

    assert b"<script" not in page
    assert b"woff2" not in page
    assert len(gzip.compress(style)) <= 8_000
    assert len(gzip.compress(page)) + len(gzip.compress(style)) <= 20_000


def test_every_drawing_that_a_template_names_exists() -> None:
    for path in (ROOT / "templates").rglob("*.html"):
        named = set(re.findall(r'\bicon\("([\w-]+)"[,)]', path.read_text(encoding="utf-8")))
        assert named <= DRAWINGS, f"{path.name}: {named - DRAWINGS}"


@pytest.mark.parametrize(
    ("macro", "states"),
    [
        ("class_state", ClassState),
        ("class_state", SignUpState),
        ("application_state", ApplicationState),
        ("verdict_tag", Word),
    ],
)
def test_every_state_has_words_and_a_drawing(app: Flask, macro: str, states: type[StrEnum]) -> None:
    for state in states:
        html = show(app, f"{{% from 'components/notices.html' import {macro} %}}{{{{ {macro}(state) }}}}", state=state)

        words = re.sub(r"<[^>]+>", "", html).strip()
        assert words not in ("", state.value)
        assert set(re.findall(r'#([\w-]+)"', html)) <= DRAWINGS
        assert "<svg" in html


def test_every_group_of_trades_has_a_drawing() -> None:
    assert {f"trade-{code}" for code in terms("trade")} <= DRAWINGS


def test_ties_label_hint_and_error_to_the_field(app: Flask) -> None:
    class NameForm(Form):
        name = StringField("Name", [InputRequired("Enter your name")])

    form = NameForm(data={})
    form.validate()

    html = show(
        app,
        "{% from 'components/fields.html' import field_group %}{{ field_group(form.name, hint='As on the card') }}",
        form=form,
    )

    assert '<label for="name">' in html
    assert 'aria-describedby="name-hint name-error"' in html
    assert 'aria-invalid="true"' in html


def test_short_numbers_stand_upright_in_the_vertical_edition_only(app: Flask) -> None:
    source = (
        "{% from 'components/text.html' import num, upright %}{{ num(12) }}|{{ num(120) }}|{{ upright('2026 x 3 y') }}"
    )

    assert show(app, source, "zh") == "12|120|2026 x 3 y"
    assert show(app, source, "mn") == '<span class="tcy">12</span>|120|2026 x <span class="tcy">3</span> y'


def test_chinese_inside_a_mongolian_page_is_marked_as_chinese(app: Flask) -> None:
    source = "{% from 'components/text.html' import named %}{{ named('焊工', None) }}{{ named('羊', 'ᠬᠣᠨᠢ') }}"

    assert show(app, source, "zh") == "焊工羊"
    assert show(app, source, "mn") == '<span lang="zh-Hans-CN">焊工</span>ᠬᠣᠨᠢ'


@pytest.mark.parametrize("edition", ["zh", "mn"])
def test_every_page_leads_to_its_twin(client: FlaskClient, edition: str) -> None:
    page = client.get(f"/{edition}/?q=a").get_data(as_text=True)

    assert f'href="/{"mn" if edition == "zh" else "zh"}/?q=a"' in page


def test_large_type_is_remembered(client: FlaskClient) -> None:
    answer = client.post("/zh/type-size", data={"size": "large", "next": "/zh/"})

    assert answer.status_code == 303
    assert '<html lang="zh-Hans-CN" class=large>' in client.get("/zh/").get_data(as_text=True)
