"""A real server with demonstration data, a real browser the size of a cheap phone."""

import fcntl
import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from portal.core import clock, credit_codes
from tests.with_postgresql import free_port

ROOT = Path(__file__).parent.parent.parent
PHONE = {"width": 390, "height": 844}
PATIENCE = 30_000  # milliseconds; nothing is asserted of time, and the machine may be slow

expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder as a journey."""
    for item in items:
        if "e2e" in item.path.parts:
            item.add_marker("e2e")


@dataclass(frozen=True)
class Portal:
    """A running portal."""

    address: str
    environment: dict[str, str]

    def flask(self, *arguments: str) -> str:
        """Run a command of the portal and return what it printed."""
        command = [sys.executable, "-m", "flask", "--app", "wsgi", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def sign_ins(self) -> list[dict[str, str]]:
        """Return the demonstration people."""
        found: list[dict[str, str]] = json.loads(self.flask("demo", "--json"))
        return found


CLASS_COLUMNS = "班次编号,统一社会信用代码,职业(工种),等级,开班日期,结业日期,地点,区划代码,名额,报名截止日期,授课语言,培训方式,面向人员"
RESULT_COLUMNS = "班次编号,姓名,身份证件号码,学时,结果,证书种类,证书编号,等级,发证机构,发证日期"


@dataclass(frozen=True)
class Files:
    """What a bureau and a school send."""

    portal: Portal
    folder: Path

    def bring_class(
        self, number: str, occupation: str, region: str, *, school: int = 0, language: str = "双语授课", seats: int = 1
    ) -> None:
        """Import a class, in GB 18030, that can be applied for today only."""
        today = clock.today().isoformat()
        days, place = [today, today], ["学府路1号", region, str(seats)]
        cells = [number, credit_codes.make(school), occupation, "五级", *days, *place, today]
        file = self.folder / f"{number}.csv"
        file.write_text(f"{CLASS_COLUMNS}\n{','.join([*cells, language, '集中面授', ''])}\n", encoding="gb18030")
        assert "accepted: 1" in self.portal.flask("import", "classes", str(file))

    def bring_result(self, number: str, name: str, id_number: str) -> str:
        """Import the result of a class from a workbook and return the number of the certificate in it."""
        today, certificate = clock.today().isoformat(), f"S00011526{number[-4:]}{ord(number[0]):07d}"
        book = openpyxl.Workbook()
        book.active.append(RESULT_COLUMNS.split(","))
        cells = [number, name, id_number, "80", "合格", "职业技能等级证书", certificate, "五级"]
        book.active.append([*cells, "通辽市职业技能评价中心", today])
        file = self.folder / f"{number}.xlsx"
        book.save(file)
        assert "1 taken" in self.portal.flask("import", "results", str(file))
        return certificate


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """Return a directory that is made once for all processes of a run, as a copy of one's own."""
    base = factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    data, done = shared / f"{name}-world", shared / f"{name}-world.done"
    with (shared / f"{name}-world.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # whoever comes second waits for the first
        if not done.exists():
            shutil.rmtree(data, ignore_errors=True)
            make(data)
            done.touch()
    return shutil.copytree(data, factory.mktemp(name) / "data")


def _make_world(data: Path) -> None:
    maker = Portal("", {**os.environ, "PORTAL_DATA_DIR": str(data), "PORTAL_RATE_LIMIT": "off"})
    maker.flask("init")
    maker.flask("demo")


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """A portal with demonstration data, served as `make run` serves it."""
    port = free_port()
    environment = {
        **os.environ,
        "PORTAL_DATA_DIR": str(made_once(tmp_path_factory, "demonstration", _make_world)),
        "PORTAL_BASE_URL": f"http://127.0.0.1:{port}",
        "PORTAL_RATE_LIMIT": "off",
        "PORT": str(port),
    }
    running = Portal(f"http://127.0.0.1:{port}", environment)
    command = [
        str(Path(sys.executable).parent / "granian"),
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    server = subprocess.Popen(
        [*command, "--workers", "1", "--blocking-threads", "256", "wsgi:app"], cwd=ROOT, env=environment
    )
    try:
        _wait_for(running.address)
        yield running
    finally:
        server.terminate()
        server.wait(60)


def _wait_for(address: str) -> None:
    for _attempt in range(300):
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=2) as answer:  # noqa: S310 - our own server
                assert answer.status == 200
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the server did not start")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Use the Chromium of the system."""
    names = ("chromium", "chromium-browser", "google-chrome")
    program = os.environ.get("PORTAL_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    quiet = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    return {**browser_type_launch_args, "executable_path": program, "args": quiet}


Visitor = Callable[..., Page]


@pytest.fixture
def visitor(browser: Browser, portal: Portal) -> Iterator[Visitor]:
    """Return a new person's phone: ``visitor()``, ``visitor(scripts=False)``, ``visitor(width=320)``."""
    opened: list[BrowserContext] = []

    def new(*, scripts: bool = True, width: int = PHONE["width"], height: int = PHONE["height"]) -> Page:
        context = browser.new_context(
            base_url=portal.address,
            viewport={"width": width, "height": height},
            java_script_enabled=scripts,
            locale="zh-CN",
            accept_downloads=True,
            ignore_https_errors=True,  # a deployment under test has a certificate of its own
        )
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"a script failed: {error}"))
        return page

    yield new
    for context in opened:
        context.close()


def assert_accessible(page: Page) -> None:
    """Ask axe once the page is there, and refuse whatever it finds."""
    page.wait_for_load_state()
    found = Axe().run(
        page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    )
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"


def assert_no_sideways_scroll(page: Page) -> None:
    """Refuse a horizontal page that is wider than the screen."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} is wider than the screen"


def look_at(page: Page) -> None:
    """Refuse a page that is not accessible or wider than the screen."""
    assert_accessible(page)
    assert_no_sideways_scroll(page)
