"""Every page in both editions is accessible, and looks as it did when someone looked at it and approved.

New pictures of pages that changed on purpose: ``make pictures``, then look at each before committing it.
"""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Browser, Page

from tests.e2e.conftest import assert_accessible
from tests.with_postgresql import free_port

ROOT = Path(__file__).parent.parent.parent
APPROVED = Path(__file__).parent / "pictures"
SIZE = {"width": 390, "height": 844}
MOST_DIFFERENT = (
    0.06  # of full contrast, on average over the worst of the tiles: another Chromium draws edges otherwise
)
TILES = 6

PUBLIC = {
    "home": "/", "classes": "/classes", "search": "/classes?q=yanglao", "class": "/classes/150", "compare": "/classes/compare?id=150&id=151",
    "catalog": "/catalog", "entry": "/catalog/300", "providers": "/providers", "provider": "/providers/1",
    "eligibility": "/eligibility", "entitled": "/eligibility/result?groups=veteran&hukou_region=150525&training_region=150200&training_date=2026-12-01",
    "guides": "/guides", "guide": "/guides/veterans", "documents": "/guides/documents", "targets": "/guides/targets", "notices": "/notices",
    "help": "/help?region=150500", "register": "/register", "login": "/login", "forgotten": "/password/forgotten", "missing": "/nothing-here",
    "document": "/guides/documents/s0", "startup": "/guides/starting-a-business", "notice": "/notices/1", "batches": "/notices/batches", "batch": "/notices/batches/1",
    "object": "/notices/batches/2/object", "objections": "/objections", "privacy-notice": "/privacy", "new-password": "/password/new",
    "editions": "/catalog/editions", "edition": "/catalog/editions/2", "shortage-catalog": "/catalog?kind=shortage",
    "report-word": "/report-word?page=/mn/", "verify": "/verify?lang={}", "unknown-code": "/verify?code=0000&lang={}",
}  # fmt: skip
OWN = {
    "me": "/me", "applications": "/me/applications", "apply": "/classes/150/apply", "record": "/me/record", "summary": "/me/record/summary",
    "messages": "/me/messages", "wishes": "/me/wishes", "new-wish": "/me/wishes/new", "profile": "/me/profile", "privacy": "/me/privacy",
    "application": "/me/applications > /me/applications/", "shown-then": "/me/applications > /me/applications/ > /entitlement",
    "contest-wish": "/me/wishes > /contest",
    "withdraw": "/me/applications > /me/applications/ > /withdraw", "own-data": "/me/privacy/data", "erase": "/me/privacy/erase", "change-password": "/password/change",
    "correct": "/me/privacy/correct/name", "own-request": "/me/privacy > /me/privacy/requests/",
}  # fmt: skip
STAFF = {
    "station": ("clerk1", "/station"), "own-phone": ("clerk1", "/station/own-phone"), "papers": ("clerk1", "/station/papers"),
    "office": ("officer1", "/office"), "names": ("officer1", "/office/names"), "name": ("officer1", "/office/names/level/5"), "results": ("officer1", "/office/results"),
    "claims": ("officer1", "/office/claims"), "office-batches": ("officer1", "/office/batches"), "office-batch": ("officer1", "/office/batches/1"),
    "office-editions": ("officer1", "/office/editions"), "office-edition": ("officer1", "/office/editions/5"), "edition-about": ("officer1", "/office/editions/5/about"),
    "edition-rows": ("officer1", "/office/editions/5/rows"), "edition-new-row": ("officer1", "/office/editions/5/rows/new"), "edition-back": ("officer1", "/office/editions/5/send-back"),
    "office-providers": ("officer1", "/office/providers"), "office-provider": ("officer1", "/office/providers?q=lantian > /office/providers/5"), "new-provider": ("officer1", "/office/providers/new"),
    "withdraw-provider": ("officer1", "/office/providers/17/withdraw"), "settle-class": ("officer1", "/office/providers?q=lantian > /office/providers/5 > /classes/"),
    "office-objections": ("officer1", "/office/objections"), "contests": ("officer1", "/office/contests"), "words": ("officer1", "/office/words"),
    "ledger": ("officer1", "/office/ledger"), "ledger-wish": ("officer1", "/office/ledger > /office/ledger/"), "posts": ("officer1", "/office/posts"),
    "new-post": ("officer1", "/office/posts/new"), "visits": ("officer1", "/office/visits"), "visit": ("officer1", "/office/visits > /office/visits/"),
    "visits-of-station": ("clerk1", "/office/visits"),
    "classes-of-school": ("school1", "/office/classes"), "new-class": ("school1", "/office/classes/new"), "class-desk": ("school1", "/office/classes?number=D202600052"),
    "change-class": ("school1", "/office/classes?number=D202600229 > /change"), "cancel-class": ("school1", "/office/classes?number=D202600229 > /cancel"), "roll": ("school1", "/office/classes?number=D202600052 > /roll"),
    "attendance": ("school1", "/office/classes?number=D202600052 > /attendance"), "attendance-day": ("school1", "/office/classes?number=D202600052 > /attendance > /attendance/20"),
    "class-results": ("school1", "/office/classes?number=D202600052 > /results"), "person-result": ("school1", "/office/classes?number=D202600052 > /results > /results/"),
    "certificates": ("school1", "/office/classes?number=D202600052 > /certificates"), "class-draft": ("school1", "/office/classes > /office/classes/2"),
    "reviews": ("officer1", "/office/reviews"), "review": ("officer1", "/office/reviews > /office/reviews/"), "send-class-back": ("officer1", "/office/reviews > /office/reviews/ > /send-back"),
    "office-messages": ("officer1", "/office/messages"), "station-messages": ("clerk1", "/office/messages"),
    "figures": ("officer1", "/office/figures"), "figures-of-place": ("officer1", "/office/figures?region=150523&group=veteran&show=subsidies"),
    "alarms": ("officer1", "/office/alarms"), "alarm": ("officer1", "/office/alarms/2"),
    "requests": ("officer1", "/office/requests"), "request": ("officer1", "/office/requests > /office/requests/"), "locked": ("officer1", "/office/locked"),
    "region-staff": ("officer1", "/office/staff"), "full-number": ("officer1", "/office/people/7/number"), "corrections": ("officer1", "/office/corrections"),
}  # fmt: skip


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A portal on the approved day."""
    port = free_port()
    environment = {
        **os.environ,
        "PORTAL_DATA_DIR": str(tmp_path_factory.mktemp("frozen")),
        "PORTAL_RATE_LIMIT": "off",
        "PORT": "8000",
    }
    server = subprocess.Popen(
        [sys.executable, str(ROOT / "tests/e2e/frozen_server.py"), str(port)],
        cwd=ROOT,
        env=environment,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _attempt in range(300):
            try:
                urllib.request.urlopen(f"{address}/healthz", timeout=1).close()  # noqa: S310 - our own server
                break
            except OSError:
                time.sleep(0.3)
        yield address
    finally:
        server.terminate()
        server.wait(20)


@pytest.fixture(scope="module")
def signed_in(browser: Browser, frozen: str) -> Iterator[dict[str, Page]]:
    """Pages of a stranger, a trainee, a clerk, a school and an officer."""
    pages = {}
    for who, identifier in (
        ("nobody", ""),
        ("trainee", "13900150007"),
        ("clerk1", "clerk1"),
        ("school1", "school1"),
        ("officer1", "officer1"),
    ):
        context = browser.new_context(base_url=frozen, viewport=SIZE, locale="zh-CN", reduced_motion="reduce")
        pages[who] = page = context.new_page()
        if identifier:
            page.goto("/zh/login")
            page.locator("[name=identifier]").fill(identifier)
            page.locator("[name=password]").fill("demo-grassland-2026")
            page.get_by_role("main").get_by_role("button", name="登录").click()
    yield pages
    for page in pages.values():
        page.context.close()


CASES = [
    *((name, "nobody", path) for name, path in PUBLIC.items()),
    *((name, "trainee", path) for name, path in OWN.items()),
    *((name, who, path) for name, (who, path) in STAFF.items()),
]


@pytest.mark.parametrize("edition", ["zh", "mn"])
@pytest.mark.parametrize(("name", "who", "path"), CASES, ids=[case[0] for case in CASES])
def test_page_is_accessible_and_looks_as_approved(
    signed_in: dict[str, Page], edition: str, name: str, who: str, path: str
) -> None:
    page = signed_in[who]
    follow(page, edition, path)
    page.evaluate("document.fonts.ready")
    if name != "home":  # the frame is on that one; the others show their own content
        page.evaluate("document.getElementById('main').scrollIntoView()")
    seen = Image.open(BytesIO(page.screenshot())).convert("RGB")
    approved = APPROVED / f"{name}-{edition}.png"
    if os.environ.get("PORTAL_APPROVE"):
        seen.quantize(48).save(approved, optimize=True)
        return

    assert_accessible(page)
    difference = worst_tile(seen, Image.open(approved).convert("RGB"))

    if difference > MOST_DIFFERENT:
        (ROOT / "test-results").mkdir(exist_ok=True)
        seen.save(ROOT / f"test-results/{name}-{edition}.png")
    assert difference <= MOST_DIFFERENT, f"{path} in {edition} looks different: {difference:.3f}"


def follow(page: Page, edition: str, path: str) -> None:
    """Open a page; what stands after ``>`` is the beginning or end of the address of a link to follow from there."""
    first, *links = path.format(edition).split(" > ")
    page.goto(first if first.startswith("/verify") else f"/{edition}{first}")
    for link in links:
        page.locator(f"main a[href*='{link}']").first.click()
        page.wait_for_load_state()


def worst_tile(seen: Image.Image, approved: Image.Image) -> float:
    """Return how much the two pictures differ where they differ most: 0 is alike, 1 is black against white."""
    assert seen.size == approved.size
    small = (seen.width // 3, seen.height // 3)
    parts = ImageChops.difference(seen.resize(small), approved.resize(small)).convert("L")
    wide, high = small[0] // TILES, small[1] // TILES
    boxes = [(x * wide, y * high, (x + 1) * wide, (y + 1) * high) for x in range(TILES) for y in range(TILES)]
    return max(ImageStat.Stat(parts.crop(box)).mean[0] for box in boxes) / 255
