"""What every page must be, wherever a test meets it."""

from collections import Counter
from html.parser import HTMLParser

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


def check_page(html: str) -> None:
    """Refuse a page without a language, with none or two h1, with a title that begins otherwise, or with doubled ids.

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
    assert not page.problems, page.problems
