"""Pages of guides and documents, in both editions."""

import re

import pytest
from flask.testing import FlaskClient

from portal.notices import queries

EDITIONS = ("zh", "mn")


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("page", ["guides", "guides/documents", "guides/targets", "notices", "report-word"])
def test_pages_open(client: FlaskClient, edition: str, page: str) -> None:
    assert client.get(f"/{edition}/{page}").status_code == 200


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_guide_opens(client: FlaskClient, edition: str) -> None:
    for slug in queries.all_guides():
        assert client.get(f"/{edition}/guides/{slug}").status_code == 200, slug


@pytest.mark.parametrize("edition", EDITIONS)
def test_each_source_leads_to_an_anchor_that_is_there(client: FlaskClient, edition: str) -> None:
    anchors: dict[str, set[str]] = {}
    for slug in queries.all_guides():
        html = client.get(f"/{edition}/guides/{slug}").get_data(as_text=True)
        for page, anchor in re.findall(r'href="([^"#]+/guides/documents/\w+)#([\w-]+)', html):
            if page not in anchors:
                anchors[page] = set(re.findall(r' id="([\w-]+)"', client.get(page).get_data(as_text=True)))
            assert anchor in anchors[page], (slug, page, anchor)

    assert len(anchors) == 4


def test_the_document_marks_its_language_and_period(client: FlaskClient) -> None:
    html = client.get("/mn/guides/documents/s4").get_data(as_text=True)

    assert '<article class="law" lang="zh-Hans-CN">' in html
    assert "每人每年可享受不超过3次" in html


def test_a_guide_in_mongolian_says_that_it_is_an_explanation(client: FlaskClient) -> None:
    html = client.get("/mn/guides/returning-to-society").get_data(as_text=True)

    assert 'lang="zh-Hans-CN">文件写了' not in html  # the lead is in Mongolian
    assert re.search(r"<li><span lang=\"zh-Hans-CN\">服刑人员", html)  # words of the law stay as they are


def test_chinese_names_inside_mongolian_are_marked(client: FlaskClient) -> None:
    html = client.get("/mn/guides/certificates").get_data(as_text=True)

    assert '<span lang="zh-Hans-CN">初级工、中级工、高级工、技师、高级技师</span>' in html


def test_an_old_document_is_called_old(client: FlaskClient) -> None:
    html = client.get("/zh/guides/free-training").get_data(as_text=True)

    assert "notice--warning" in html
    assert "鄂尔多斯市职业技能提升行动实施方案（2019—2021年）" in html


def test_the_drawing_has_its_numbers_in_a_table(client: FlaskClient) -> None:
    html = client.get("/zh/guides/targets").get_data(as_text=True)

    assert html.count("<svg viewBox") == sum(series.charted for series in queries.targets())
    assert html.count("<table") == len(queries.targets())
    assert html.count("125万") == 2


@pytest.mark.parametrize("query", ["补贴", "%", "'", "ᠲᠡᠳᠬᠦᠮᠵᠢ", "x" * 400, "  "])
@pytest.mark.parametrize("edition", EDITIONS)
def test_any_search_is_answered(client: FlaskClient, edition: str, query: str) -> None:
    assert client.get(f"/{edition}/guides", query_string={"q": query}).status_code == 200


@pytest.mark.parametrize("page", ["guides/nope", "guides/documents/s9", "guides/documents/S0", "notices/999999"])
def test_what_is_not_there_is_not_found(client: FlaskClient, page: str) -> None:
    assert client.get(f"/zh/{page}").status_code == 404


def test_privacy_leads_to_the_notice_and_so_does_the_footer(client: FlaskClient) -> None:
    answer = client.get("/zh/guides/privacy")
    page = client.get("/mn/guides").get_data(as_text=True)

    assert answer.status_code == 303
    assert client.get(answer.location).status_code == 200
    assert f'href="{answer.location.replace("/zh/", "/mn/")}"' in page
