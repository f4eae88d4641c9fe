"""What every page must be, wherever a test meets it."""

import re
from collections import Counter
from html.parser import HTMLParser

HAN = re.compile("[\u3400-\u9fff]+")
EMPTY = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
PLAIN = {"title", "textarea"}  # they hold nothing but text, or what someone types
WRONG = ("错误：", "ᠪᠤᠷᠤᠭᠤ᠄")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.lang: str | None = None
        self.ids: Counter[str] = Counter()
        self.order: list[str] = []
        self.faults: list[str] = []
        self._listed = False
        self.headings: list[str] = []
        self.title = ""
        self.problems: list[str] = []
        self._inside: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "html":
            self.lang = found.get("lang")
        if found.get("id"):
            self.ids[str(found["id"])] += 1
            self.order.append(str(found["id"]))
            self._listed = self._listed or found["id"] == "errors"
        if tag == "a" and self._listed:
            self.faults.append(str(found["href"]).removeprefix("#"))
        if tag == "h1":
            self.headings.append("")
        if tag in ("h1", "title"):
            self._inside = tag
        if "style" in found or any(name.startswith("on") for name in found):
            self.problems.append(f"<{tag}> carries inline style or script, which the policy forbids")
        if tag == "img" and "alt" not in found:
            self.problems.append("an image without alt")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = None
        if tag == "ul":
            self._listed = False

    def handle_data(self, data: str) -> None:
        if self._inside == "h1":
            self.headings[-1] += data
        elif self._inside == "title":
            self.title += data


class _Languages(HTMLParser):
    """Find what is Chinese and stands where the page says that it is Mongolian."""

    def __init__(self) -> None:
        super().__init__()
        self.unmarked: list[str] = []
        self._open: list[tuple[str, str]] = [("", "")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in EMPTY:
            self._open.append((tag, "" if tag in PLAIN else dict(attrs).get("lang") or self._open[-1][1]))

    def handle_endtag(self, tag: str) -> None:
        if tag in dict(self._open):
            while self._open.pop()[0] != tag:  # what HTML lets one leave open ends with what is around it
                continue

    def handle_data(self, data: str) -> None:
        if self._open[-1][1].startswith("mn"):
            self.unmarked += HAN.findall(data)


def check_page(html: str) -> None:
    """Refuse a page without a language, with none or two h1, with a title that begins otherwise, or with doubled ids.

    Chinese in the Mongolian edition is marked as such, so that it is drawn and read aloud as Chinese.

    A page whose form was refused says so first of all, with its faults in the order of the fields.
    """
    page = _Reader()
    page.feed(html)
    assert page.lang in ("zh-Hans-CN", "mn-Mong-CN"), f"language of the page: {page.lang}"
    assert len(page.headings) == 1, f"one h1, not {page.headings}"
    heading = " ".join(page.headings[0].split())
    title = " ".join(page.title.split())
    if title.startswith(WRONG):
        title = title.partition(" ")[2]
    elif "errors" in page.ids:
        page.problems.append(f"title {title!r} does not say that something is wrong")
    lost = [name for name in page.faults if name not in page.ids]
    assert not lost, f"errors lead to nothing: {lost}"
    in_order = sorted(page.faults, key=page.order.index)
    assert page.faults == in_order, f"{page.faults} do not stand in the order of {page.order}"
    assert title.startswith(heading), f"title {page.title!r} does not begin with {heading!r}"
    doubled = [name for name, count in page.ids.items() if count > 1]
    assert not doubled, f"ids used twice: {doubled}"
    languages = _Languages()
    if page.lang == "mn-Mong-CN":
        languages.feed(html)
    assert not languages.unmarked, f"Chinese that is not marked as such: {languages.unmarked}"
    assert not page.problems, page.problems
