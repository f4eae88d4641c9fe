"""Every page in both editions is accessible, holds on every screen, and looks as it did when someone approved it.

New pictures of pages that changed on purpose: ``make pictures``, then look at each before committing it.
"""

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Browser, Page
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import MapAdapter

from portal.app import create_app
from portal.cli.demo.names import PASSWORD
from tests.conftest import make_config
from tests.e2e.conftest import assert_accessible, made_once
from tests.e2e.picture_list import CASES, NOT_DRAWN, PEOPLE
from tests.with_postgresql import free_port

ROOT = Path(__file__).parent.parent.parent
APPROVED = Path(__file__).parent / "pictures"
NOTED = APPROVED / "pages.json"
SIZE = {"width": 390, "height": 844}
SCREENS = ((320, 568), (768, 1024), (1366, 768), (683, 384))
"""A small telephone, a tablet, a computer, and the computer with everything twice as large."""

HEAVIEST = 14 * 1024
"""Bytes of a page as they come through the air, its style left out: what the first ten packets hold."""

PACKED = "performance.getEntriesByType('navigation')[0].encodedBodySize"
MOST_DIFFERENT = (
    0.06  # of full contrast, on average over the worst of the tiles: another Chromium draws edges otherwise
)
SAME_EACH_TIME = r"""(() => {
  const codes = /[GY]\d{12}|(?:[A-Z2-7]{4} ){3,}[A-Z2-7]{4}|[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}|T\d-\d{6}-[0-9A-Z]{4}-[0-9A-Z]{4}|^[0-9a-z]{5} [0-9a-z]{5}$/g;
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode())
    texts.currentNode.data = texts.currentNode.data.replace(codes, found => found.replace(/[0-9A-Za-z]/g, '0'));
  document.querySelectorAll('img[src^=data]').forEach(code => code.style.visibility = 'hidden');
})()"""
"""Numbers, secrets and codes that are drawn by lot become zeros."""

TILES = 6
COLOURS = 20  # enough for what the pages have, and half as many bytes as all


@pytest.fixture(scope="session")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """A portal on the approved day: its address, and what its story left behind."""
    port = free_port()
    program = [sys.executable, str(ROOT / "tests/e2e/frozen_server.py")]
    environment = {**os.environ, "PORTAL_RATE_LIMIT": "off", "PORT": "8000"}

    def make(folder: Path) -> None:
        own = {**environment, "PORTAL_DATA_DIR": str(folder)}
        subprocess.run([*program, "make"], cwd=ROOT, env=own, stderr=subprocess.DEVNULL, check=True)

    data = made_once(tmp_path_factory, "frozen", make)
    environment["PORTAL_DATA_DIR"] = str(data)
    server = subprocess.Popen([*program, str(port)], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _attempt in range(300):
            try:
                urllib.request.urlopen(f"{address}/healthz", timeout=1).close()  # noqa: S310 - our own server
                break
            except OSError:
                time.sleep(0.3)
        yield SimpleNamespace(address=address, story=json.loads((data / "story.json").read_text()))
    finally:
        server.terminate()
        server.wait(20)


class Visitors:
    """One browser for each of those who look, opened when it is first asked for."""

    def __init__(self, browser: Browser, address: str, story: dict[str, str], size: dict[str, int]) -> None:
        self.story = story
        self._browser, self._address, self._size = browser, address, size
        self._pages: dict[str, Page] = {}

    def page_of(self, who: str) -> Page:
        """Return the page of someone, who is signed in."""
        if who not in self._pages:
            self._pages[who] = self._open(PEOPLE[who])
        if PEOPLE[who] == "cookie":  # what is shown once is shown once more
            cookie = {"name": "portal", "value": self.story["cookie"], "url": self._address}
            self._pages[who].context.add_cookies([cookie])
        return self._pages[who]

    def close(self) -> None:
        """Close all browsers."""
        for page in self._pages.values():
            page.context.close()

    def _open(self, identifier: str) -> Page:
        context = self._browser.new_context(
            base_url=self._address,
            viewport=self._size,
            locale="zh-CN",
            reduced_motion="reduce",
            extra_http_headers={"Accept-Encoding": "gzip"},
        )
        page = context.new_page()
        if identifier not in ("", "cookie"):
            page.goto("/zh/login")
            page.locator("[name=identifier]").fill(identifier)
            page.locator("[name=password]").fill(PASSWORD)
            page.get_by_role("main").get_by_role("button", name="登录").click()
        return page


@pytest.fixture(scope="session")
def visitors(browser: Browser, frozen: SimpleNamespace) -> Iterator[Visitors]:
    """Those who look at the pages."""
    opened = Visitors(browser, frozen.address, frozen.story, SIZE)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> MapAdapter:
    """What the addresses of the portal mean."""
    return create_app(make_config(tmp_path_factory.mktemp("pages"))).url_map.bind("pages")


def test_every_page_is_drawn_or_left_out_for_a_reason(pages: MapAdapter) -> None:
    drawn = set(noted_pages().values())
    all_pages = {rule.endpoint for rule in pages.map.iter_rules() if "GET" in (rule.methods or ())}

    assert set(noted_pages()) == {case[0] for case in CASES}
    assert sorted(all_pages - drawn - set(NOT_DRAWN)) == []
    assert sorted(set(NOT_DRAWN) - all_pages) == []


@pytest.mark.parametrize("edition", ["zh", "mn"])
@pytest.mark.parametrize(("name", "who", "path"), CASES, ids=[case[0] for case in CASES])
def test_page_is_accessible_and_looks_as_approved(
    visitors: Visitors, pages: MapAdapter, edition: str, name: str, who: str, path: str
) -> None:
    page = visitors.page_of(who)
    follow(page, edition, path, visitors.story)
    size = page.evaluate(PACKED)
    show_content(page, name)
    seen = Image.open(BytesIO(page.screenshot())).convert("RGB")
    approved = APPROVED / f"{name}-{edition}.png"
    shown = endpoint(pages, page.url)
    if os.environ.get("PORTAL_APPROVE"):
        seen.quantize(COLOURS).save(approved, optimize=True)
        note_page(name, shown)
        return

    assert shown == noted_pages()[name]
    assert 0 < size <= HEAVIEST
    assert_accessible(page)
    assert too_long(page, edition) == []
    difference = worst_tile(seen, Image.open(approved).convert("RGB"))

    if difference > MOST_DIFFERENT:
        (ROOT / "test-results").mkdir(exist_ok=True)
        seen.save(ROOT / f"test-results/{name}-{edition}.png")
    assert difference <= MOST_DIFFERENT, f"{path} in {edition} looks different: {difference:.3f}"


def endpoint(pages: MapAdapter, address: str) -> str:
    """Return the name of the page that an address leads to."""
    path = urlsplit(address).path
    try:
        return str(pages.match(path, "GET")[0])
    except MethodNotAllowed:  # a form that came back with errors
        return str(pages.match(path, "POST")[0])
    except NotFound:
        return "not found"


def noted_pages() -> dict[str, str]:
    """Return which page each picture shows."""
    found: dict[str, str] = json.loads(NOTED.read_text())
    return found


def note_page(name: str, shown: str) -> None:
    """Keep which page a picture shows, so that a way that leads elsewhere is noticed."""
    kept = {**(noted_pages() if NOTED.exists() else {}), name: shown}
    wanted = {case[0]: kept[case[0]] for case in CASES if case[0] in kept}
    NOTED.write_text(json.dumps(wanted, indent=1) + "\n")


def follow(page: Page, edition: str, path: str, story: dict[str, Any]) -> None:
    """Open a page as the list of pictures says."""
    first, *steps = path.split(" > ")
    first = first.format(lang=edition, **story)
    answer = page.goto(first if first.startswith(("/verify", "/v/")) else f"/{edition}{first}")
    for step in steps:
        if step.startswith("!"):
            send(page, step[1:].format(**story))
        else:
            page.locator(f"main a[href*='{step.format(**story)}']:not([href$='/new'])").first.click()
            page.wait_for_load_state()
    assert answer is not None
    assert answer.status < 500


def send(page: Page, typed: str) -> None:
    """Fill the form that holds the first of the fields, and send it; ``*`` takes the first choice."""
    pairs = parse_qsl(typed, keep_blank_values=True)
    form = page.locator(f"main form:has([name={pairs[0][0]}])").first
    for name, value in pairs:
        if value == "*":
            form.locator(f"[name={name}]").first.check()
        elif value:
            form.locator(f"[name={name}]").fill(value)
    with page.expect_navigation():
        form.evaluate("form => { form.noValidate = true; form.requestSubmit(); }")


def show_content(page: Page, name: str) -> None:
    """Wait for the fonts, leave the frame to the one page that shows it, and hide what is another each time."""
    page.evaluate("document.fonts.ready")
    place = (
        "document.querySelector('#errors, main h1')" if name.startswith("flow-") else "document.getElementById('main')"
    )
    if name != "home":
        page.evaluate(f"{place}.scrollIntoView()")
    page.evaluate(SAME_EACH_TIME)


def too_long(page: Page, edition: str) -> list[str]:
    """Return on which screens a page reaches beyond the edge that nobody scrolls to, with large type too."""
    reach = "scrollWidth > innerWidth" if edition == "zh" else "scrollHeight > innerHeight"
    beyond = f"(root => root.{reach})(document.documentElement)"
    found = []
    try:
        for width, height in SCREENS:
            page.set_viewport_size({"width": width, "height": height})
            if page.evaluate(beyond):
                found.append(f"{width}x{height}")
    finally:
        page.set_viewport_size(SIZE)
    page.evaluate("document.documentElement.classList.add('large')")
    return [*found, "large type"] if page.evaluate(beyond) else found


def worst_tile(seen: Image.Image, approved: Image.Image) -> float:
    """Return how much the two pictures differ where they differ most: 0 is alike, 1 is black against white."""
    assert seen.size == approved.size
    small = (seen.width // 3, seen.height // 3)
    parts = ImageChops.difference(seen.resize(small), approved.resize(small)).convert("L")
    wide, high = small[0] // TILES, small[1] // TILES
    boxes = [(x * wide, y * high, (x + 1) * wide, (y + 1) * high) for x in range(TILES) for y in range(TILES)]
    return max(ImageStat.Stat(parts.crop(box)).mean[0] for box in boxes) / 255
