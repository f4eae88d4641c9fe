"""Announcements: dated, listed, followed."""

from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.cli.demo.announcements import announce, announcements
from portal.notices import queries
from portal.notices.errors import NoSuchAnnouncement
from portal.notices.services import publish_announcement
from portal.notices.types import AnnouncementKind, NewAnnouncement

ATOM = {"a": "http://www.w3.org/2005/Atom"}
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def published(**changes: Any) -> int:
    values: dict[str, Any] = {
        "title_zh": "冬季班开始报名",
        "body_zh": "名额有限。\n请早报名。",
        "published_on": date(2026, 11, 2),
        "kind": AnnouncementKind.CLASSES,
        "region": "150500",
        **changes,
    }
    return publish_announcement(NewAnnouncement(**values))


@pytest.mark.usefixtures("session")
def test_the_newest_comes_first() -> None:
    older, newer = published(), published(published_on=date(2026, 11, 20))

    assert [item.id for item in queries.list_announcements().announcements] == [newer, older]
    assert [item.id for item in queries.newest_announcements(1)] == [newer]


@pytest.mark.usefixtures("session")
def test_the_same_again_changes_nothing_and_a_correction_replaces() -> None:
    first = published()
    before = queries.get_announcement(first)

    assert published() == first
    assert queries.get_announcement(first) == before
    assert published(body_zh="改了地点。") == first
    assert queries.get_announcement(first).body_zh == "改了地点。"


@pytest.mark.usefixtures("session")
def test_pages_and_kinds() -> None:
    for number in range(21):
        published(title_zh=f"第{number}号")
    published(kind=AnnouncementKind.POLICY)

    assert queries.list_announcements().has_next
    assert len(queries.list_announcements(page=2).announcements) == 2
    assert len(queries.list_announcements(AnnouncementKind.POLICY).announcements) == 1


@pytest.mark.usefixtures("session")
def test_search_finds_titles_in_both_languages() -> None:
    found = published(title_mn="ᠰᠤᠷᠭᠠᠯᠲᠠ")

    assert [item.id for item in queries.find_announcements("报名")] == [found]
    assert [item.id for item in queries.find_announcements("ᠰᠤᠷᠭᠠᠯᠲᠠ")] == [found]
    assert queries.find_announcements("飞机") == ()


@pytest.mark.usefixtures("session")
def test_an_unknown_number_is_not_found() -> None:
    with pytest.raises(NoSuchAnnouncement):
        queries.get_announcement(0)


@pytest.mark.parametrize("edition", ["zh", "mn"])
def test_pages_show_it(client: FlaskClient, session: Session, edition: str) -> None:
    number = published()
    page = client.get(f"/{edition}/notices/{number}").get_data(as_text=True)

    assert "名额有限。" in page
    assert f"/{edition}/notices/{number}" in client.get(f"/{edition}/notices").get_data(as_text=True)
    assert "冬季班开始报名" in client.get(f"/{edition}/guides?q=冬季").get_data(as_text=True)
    assert client.get(f"/{edition}/notices?kind=classes").status_code == 200
    assert client.get(f"/{edition}/notices?kind=nonsense&page=x").status_code == 200


def feed(client: FlaskClient, edition: str) -> ElementTree.Element:
    answer = client.get(f"/{edition}/notices.atom")
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.get_data(as_text=True))  # noqa: S314 - our own


@pytest.mark.parametrize("edition", ["zh", "mn"])
def test_the_feed_has_what_the_standard_asks(client: FlaskClient, session: Session, edition: str) -> None:
    number = published(title_zh="A & B <公告>")
    root = feed(client, edition)
    (entry,) = root.findall("a:entry", ATOM)

    for element in (root, entry):
        assert all(element.findtext(f"a:{name}", "", ATOM) for name in ("id", "title", "updated"))
    assert entry.findtext("a:id", "", ATOM) == f"tag:portal.test,2026:{edition}/notices/{number}"
    assert entry.findtext("a:title", "", ATOM) == "A & B <公告>"
    assert entry.findtext("a:published", "", ATOM) == "2026-11-02T00:00:00+08:00"
    assert root.find("a:link[@rel='self']", ATOM) is not None
    assert root.findtext("a:author/a:name", "", ATOM)


def test_the_feed_of_each_edition_speaks_its_language(client: FlaskClient, session: Session) -> None:
    published(title_mn="ᠰᠤᠷᠭᠠᠯᠲᠠ")
    title, content = (feed(client, "mn").find(f"a:entry/a:{name}", ATOM) for name in ("title", "content"))

    assert title is not None
    assert content is not None
    assert (title.text, title.get(XML_LANG)) == ("ᠰᠤᠷᠭᠠᠯᠲᠠ", None)
    assert content.get(XML_LANG) == "zh-Hans-CN"
    assert feed(client, "zh").findtext("a:entry/a:title", "", ATOM) == "冬季班开始报名"


def test_a_reader_that_has_it_all_gets_nothing_again(client: FlaskClient, session: Session) -> None:
    published()
    newest = client.get("/zh/notices.atom").headers["Last-Modified"]

    assert client.get("/zh/notices.atom", headers={"If-Modified-Since": newest}).status_code == 304


def test_an_empty_feed_is_a_feed(client: FlaskClient) -> None:
    assert feed(client, "zh").findtext("a:updated", "", ATOM)


@pytest.mark.usefixtures("session")
def test_the_demonstration_announces_five_things_and_says_so() -> None:
    today = date(2026, 11, 25)
    announce(today)
    announce(today)
    found = queries.list_announcements().announcements

    assert len(found) == len(announcements(today)) == 5
    assert all("演示" in item.title_zh and item.published_on <= today for item in found)
