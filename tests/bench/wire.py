"""Weigh what goes over the wire in a real browser: the first visit, then other pages, then the first page again."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import CDPSession, Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"


@dataclass(frozen=True)
class Visit:
    """Bytes of one page with all that the browser asked for to show it, headers included."""

    name: str
    requests: int
    by_kind: dict[str, int]

    @property
    def total(self) -> int:
        """Bytes in all."""
        return sum(self.by_kind.values())

    @property
    def page(self) -> int:
        """Bytes of the page itself with its stylesheet and scripts."""
        return sum(self.by_kind.get(kind, 0) for kind in ("Document", "Stylesheet", "Script"))


def weigh(base: str, edition: str, paths: Sequence[str]) -> list[Visit]:
    """Visit the pages one after another with an empty cache, and then the first one again."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN").new_page()
        devtools = page.context.new_cdp_session(page)
        devtools.send("Network.enable")
        visits = [_visit(page, devtools, f"{base}/{edition}{path}", f"/{edition}{path}") for path in [*paths, paths[0]]]
        browser.close()
    return visits


def _visit(page: Page, devtools: CDPSession, address: str, name: str) -> Visit:
    kinds: dict[str, str] = {}
    sizes: Counter[str] = Counter()

    def answered(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = event["type"]

    def finished(event: dict[str, Any]) -> None:
        if event["encodedDataLength"] and event["requestId"] in kinds:
            sizes[kinds.pop(event["requestId"])] += int(event["encodedDataLength"])
            sizes["requests"] += 1

    devtools.on("Network.responseReceived", answered)
    devtools.on("Network.loadingFinished", finished)
    page.goto(address, wait_until="networkidle")
    devtools.remove_listener("Network.responseReceived", answered)
    devtools.remove_listener("Network.loadingFinished", finished)
    return Visit(name, sizes.pop("requests", 0), dict(sizes))
