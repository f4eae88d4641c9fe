"""The site map names the public pages and their twins."""

import re
from xml.etree import ElementTree

from flask.testing import FlaskClient

NAMES = {"m": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def test_each_page_is_there_in_both_editions_and_opens(client: FlaskClient) -> None:
    answer = client.get("/sitemap.xml")
    root = ElementTree.fromstring(answer.get_data(as_text=True))  # noqa: S314 - our own
    found = {}
    for url in root.findall("m:url", NAMES):
        twins = {(link.get("hreflang"), link.get("href")) for link in url.findall("x:link", NAMES)}
        found[url.findtext("m:loc", "", NAMES)] = twins

    assert answer.content_type == "application/xml; charset=utf-8"
    assert len(found) > 100
    for address, twins in found.items():
        assert {language for language, _href in twins} == {"zh-Hans-CN", "mn-Mong-CN"}
        assert {href for _language, href in twins} == {
            re.sub("/(zh|mn)/", f"/{code}/", address) for code in ("zh", "mn")
        }
    for address in list(found)[:16:2]:
        assert client.get(address.removeprefix("http://portal.test")).status_code == 200, address


def test_robots_name_it(client: FlaskClient) -> None:
    assert "Sitemap: http://portal.test/sitemap.xml" in client.get("/robots.txt").get_data(as_text=True)
