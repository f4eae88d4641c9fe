"""A herder who reads only Mongolian goes the whole way: from the first page to a summary that anyone can verify."""

import re
import subprocess
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from portal.core import clock, identity_numbers
from tests.e2e.conftest import Files, Portal, Visitor, assert_accessible
from tests.e2e.test_main_journey import read_qr

NAME, NAME_MN = "敖云娜", "ᠣᠶᠤᠨ\u180eᠠ"

# What a person who reads only Mongolian sees: every text outside elements marked as Chinese, Latin letters left over.
SEEN = """
() => {
  const seen = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode, parent = node.parentElement;
    if (!node.textContent.trim() || parent.closest("script,style,option")) continue;
    const lang = parent.closest("[lang]").lang;
    if (lang.startsWith("mn")) seen.push(node.textContent.trim());
  }
  return seen;
}
"""
ENGLISH = re.compile(r"[A-Za-z]{3,}")
MAY_BE_LATIN = re.compile(
    r"PDF|QR|Atom|ICS|https?:\S+|\S+\.\S+|[A-Z0-9-]{8,}|[A-Z]\d+\S*|qadqumal|xlsx"
    r"|^[0-9a-f]{4}( [0-9a-f]{4}){3}$"  # the fingerprint of a summary
)


class Herder:
    """Her phone; each page she opens is read through."""

    def __init__(self, page: Page, *, scripts: bool) -> None:
        self.page = page
        self.scripts = scripts

    def read(self) -> None:
        """Refuse English, and Chinese that is not marked as such."""
        self.page.wait_for_load_state()
        if not self.scripts:
            return
        expect(self.page.locator("html")).to_have_attribute("lang", "mn-Mong-CN")
        assert self.page.evaluate("getComputedStyle(document.documentElement).writingMode") == "vertical-lr"
        for text in self.page.evaluate(SEEN):
            assert not ENGLISH.search(MAY_BE_LATIN.sub("", text)), (self.page.url, text)
        assert_accessible(self.page)

    def go(self, path: str) -> None:
        self.page.goto(f"/mn{path}")
        self.read()

    def send(self, field: str) -> None:
        """Send the form that holds a field."""
        self.page.locator(f"main form:has({field}) button").first.click()
        self.read()

    def follow(self, end: str) -> None:
        """Follow a link by the end of its address."""
        self.page.locator(f"main a[href$='{end}']").first.click()
        self.read()


@pytest.mark.parametrize(
    ("place", "scripts", "width", "height"),
    [(1, True, 390, 844), (2, False, 390, 844), (3, True, 1366, 768)],
    ids=["with scripts", "without scripts", "at a desk"],
)
def test_herder_does_everything_in_mongolian(
    portal: Portal, visitor: Visitor, tmp_path: Path, place: int, scripts: bool, width: int, height: int
) -> None:
    number, region = f"M2026000{place}", f"15252{place + 2}"
    id_number = identity_numbers.make(900 + place, birth_date=date(1974, 2, 3))
    files = Files(portal, tmp_path)
    files.bring_class(number, "抽纱刺绣工", region, school=1, language="蒙古语授课")
    herder = Herder(visitor(scripts=scripts, width=width, height=height), scripts=scripts)
    page = herder.page

    # She finds the embroidery class, typing the trade as it sounds.
    herder.go("/")
    page.locator("main input[type=search]").fill("qadqumal")
    herder.send("input[type=search]")
    herder.go(f"/classes?q=qadqumal&region={region}&language=mn")
    page.locator("main a[href*='/mn/classes/']").filter(has_text="ᠬᠠᠳᠬᠤᠮᠠᠯ").first.click()
    herder.read()
    expect(page.get_by_role("main")).to_contain_text(clock.today().strftime("%Y"))
    class_page = page.url

    # She registers, digits typed in her own script, her name in both.
    herder.go("/register")
    page.fill("[name=name]", NAME)
    page.fill("[name=id_number]", id_number.translate(str.maketrans("0123456789", "᠐᠑᠒᠓᠔᠕᠖᠗᠘᠙")))
    page.check("[name=no_phone]")
    page.select_option("[name=region]", "152523")
    page.fill("[name=password]", "ᠨᠤᠲᠤᠭ ᠤᠰᠤ ᠮᠠᠯ")
    page.locator("summary", has=page.locator("visible=true")).first.click()
    page.fill("[name=name_mn]", NAME_MN)
    page.check("[name=consent]")
    herder.send("[name=id_number]")

    # A wish for the winter, then the class of today.
    herder.go("/me/wishes/new")
    page.fill("[name=own_words]", "ᠰᠦᠨ ᠢᠳᠡᠭᠡ")
    herder.send("[name=own_words]")
    page.goto(class_page)
    herder.read()
    herder.follow("/apply")
    page.locator("main form button").first.click()
    herder.read()
    assert re.search(r"/mn/me/applications/\d+$", page.url)

    # The result comes; the record has it; the paper is in Mongolian.
    certificate = files.bring_result(number, NAME, id_number)
    for path in ("/me/messages", "/me/record", "/me/record/summary"):
        herder.go(path)
    page.check("[name=language][value=mn]")
    herder.send("[name=language]")
    pdf = tmp_path / "summary.pdf"
    address = str(page.locator("main a[href$='.pdf']").first.get_attribute("href"))
    pdf.write_bytes(page.request.get(address).body())
    text = subprocess.run(["pdftotext", "-raw", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    assert NAME_MN.replace("\u180e", "") in text.replace("\u180e", "").replace("\u202f", "")
    assert "ᠬᠠᠳᠬᠤᠮᠠᠯ" in text

    # Whoever reads the code sees it in Mongolian too.
    page.goto(f"{read_qr(pdf, tmp_path)}?lang=mn")
    herder.read()
    expect(page.get_by_role("main")).to_contain_text(certificate)
