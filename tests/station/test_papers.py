"""What stations print: every fact is on the paper, in letters that old eyes read, in each language and in both."""

from collections.abc import Callable
from io import BytesIO
from math import sqrt
from typing import Any

import pytest
from flask.testing import FlaskClient
from pypdf import PageObject, PdfReader
from sqlalchemy.orm import Session

from portal.core import identity_numbers
from portal.core.i18n import _, format_date, speaking
from portal.station import services
from portal.station.types.rosters import COLUMNS
from tests import factories
from tests.core.pdf.pictures import text
from tests.station.conftest import SHEET, help_known, who

LARGE = {"zh": 18, "mn": 16}  # points
EDITIONS = {"zh": ["zh"], "mn": ["mn"], "both": ["mn", "zh"]}
NAME, NAME_MN = "乌云其木格", "ᠣᠶᠤᠨ"
Print = Callable[[str], bytes]


@pytest.fixture
def person(session: Session) -> Any:
    """Someone with a name in both scripts and no account."""
    return factories.PersonFactory(name=NAME, name_mn=NAME_MN, home_region="150525")


@pytest.fixture
def flow(desk: FlaskClient, person: Any) -> str:
    """The address of a flow in which they signed."""
    return help_known(desk, person, sheet=SHEET, card_seen="y")


@pytest.fixture
def offered(session: Session) -> Any:
    """A class that says everything it can say."""
    return factories.ClassSessionFactory(
        way_there="乘3路公交车到明仁大街站下车，再向北走二百米", bring="身份证、两张一寸照片"
    )


@pytest.fixture
def sheet(desk: FlaskClient, flow: str) -> Print:
    """Print the sheet to sign."""
    return lambda language: desk.get(f"{flow}/consent.pdf?language={language}").data


@pytest.fixture
def slip(desk: FlaskClient, flow: str, offered: Any) -> Print:
    """Print the slip to take home."""
    made = desk.post(f"{flow}/classes/{offered.id}", data={"form_token": "a" * 22}).headers["Location"]

    def print_slip(language: str) -> bytes:
        return desk.get(desk.post(f"{made}/slip", data={"language": language}).headers["Location"]).data

    return print_slip


def words(pdf: bytes) -> str:
    """Return the text without blanks, which a line that ends leaves out anyway."""
    return plain(text(pdf))


def plain(text: str) -> str:
    """Return a text without blanks, joiners and separators."""
    return "".join(char for char in text if not char.isspace() and char not in "\u180e\u200b\u200c\u200d\ufeff\x0c")


def runs(page: PageObject) -> list[tuple[float, bool]]:
    """Return of each run of letters its size in points, and whether it runs down the page."""
    found: list[tuple[float, bool]] = []

    def visit(text: str, cm: list[float], tm: list[float], _font: Any, size: float) -> None:
        if text.strip():
            scale = [sqrt(abs(m[0] * m[3] - m[1] * m[2])) for m in (cm, tm)]
            found.append((round(size * scale[0] * scale[1], 1), (abs(cm[1]) > abs(cm[0])) != (abs(tm[1]) > abs(tm[0]))))

    page.extract_text(visitor_text=visit)
    return found


def pages(pdf: bytes) -> list[PageObject]:
    return list(PdfReader(BytesIO(pdf)).pages)


def edition_of(page: PageObject) -> str:
    """Tell which way a page is written."""
    return "mn" if all(down for _size, down in runs(page)) else "zh"


@pytest.mark.parametrize("language", EDITIONS)
def test_sheet_says_who_agrees_to_what_and_where_to_sign(
    sheet: Print, person: Any, clerk: Any, flow: str, language: str
) -> None:
    said = words(sheet(language))

    number = services.enter_flow(flow.rpartition("/")[2], who(clerk)).sheet_number
    for fact in (NAME, NAME_MN, identity_numbers.mask(person.id_number), "便民服务站", number):
        assert plain(fact) in said, fact
    for edition in EDITIONS[language]:
        with speaking(edition):
            for label in (
                _("Signature or fingerprint"),
                _("Parent or guardian (under 14 years)"),
                _("Clerk"),
                _("Day"),
            ):
                assert plain(label) in said
            assert plain(_("The text was read to me and I understood it.")) in said


@pytest.mark.parametrize("language", EDITIONS)
def test_slip_says_class_days_place_bus_phones_and_code(
    slip: Print, offered: Any, clerk: Any, flow: str, language: str
) -> None:
    said = words(slip(language))

    code = services.enter_flow(flow.rpartition("/")[2], who(clerk)).claim_code
    assert code
    facts = (NAME, NAME_MN, "养老护理员", offered.place, offered.way_there, offered.bring, offered.contact_phone)
    for fact in (*facts, offered.daily_hours, "0479-8000000", code, "12333"):
        assert plain(fact) in said, fact
    for edition in EDITIONS[language]:
        with speaking(edition):
            for day in (offered.starts_on, offered.ends_on):
                assert plain(format_date(day, "weekday")) in said
            assert plain(_("Claim code")) in said
        assert f"/{edition}/password/new" in said


@pytest.mark.parametrize("language", ["zh", "mn"])
def test_village_form_has_the_eight_columns_of_the_file(desk: FlaskClient, language: str) -> None:
    printed = desk.get(f"/zh/station/papers/list.pdf?language={language}").data
    said = words(printed)

    assert len(pages(printed)) == 1
    assert len(COLUMNS) == 8
    assert all(column in said for column in COLUMNS)
    assert all(str(number) in said for number in range(1, 8))


@pytest.mark.parametrize("language", EDITIONS)
def test_papers_are_printed_in_large_letters(sheet: Print, slip: Print, language: str) -> None:
    for pdf in (sheet(language), slip(language)):
        printed = pages(pdf)

        assert [edition_of(page) for page in printed] == sorted(edition_of(page) for page in printed)
        assert {edition_of(page) for page in printed} == set(EDITIONS[language])
        for page in printed:
            *body, _foot = sorted((size for size, _down in runs(page)), reverse=True)
            assert min(body) >= LARGE[edition_of(page)]


@pytest.mark.parametrize("language", EDITIONS)
def test_each_blank_sheet_is_one_page_a_language_with_a_number_of_its_own(desk: FlaskClient, language: str) -> None:
    printed = pages(desk.get(f"/zh/station/papers/consent.pdf?count=3&language={language}").data)

    assert [edition_of(page) for page in printed] == EDITIONS[language] * 3
