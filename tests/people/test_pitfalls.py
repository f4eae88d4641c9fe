"""The fourteen pitfalls of numbers and names (V1 to V14), each through the page."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.core import identity_numbers
from portal.people.models import Person

MONGOLIAN_DIGITS = str.maketrans("0123456789", "᠐᠑᠒᠓᠔᠕᠖᠗᠘᠙")
FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


def numbered(prefix: str, born: str = "19030405") -> str:
    first17 = f"{prefix}{born}001"
    return first17 + identity_numbers.check_digit(first17)


def send(client: FlaskClient, typed: dict[str, Any], **changes: Any) -> Any:
    return client.post("/zh/register", data={**typed, **changes})


def stored(session: Session) -> Person:
    return session.query(Person).one()


@pytest.mark.parametrize(
    "number",
    [
        numbered("150602", "19850101"),  # V1: a county younger than its people
        numbered("150702", "19700101"),
        numbered("152801", "19800101"),  # V2: retired, still true
        numbered("222405", "19850101"),
        numbered("229005", "19900101"),
        numbered("212621", "19900101"),  # V3: unknown county of a known province
        numbered("810000", "19900101"),  # V4: residence permits and the foreigners' card
        numbered("820000", "19900101"),
        numbered("830000", "19900101"),
        numbered("911156", "19900101"),
    ],
)
def test_accepts_every_true_prefix(client: FlaskClient, session: Session, typed: dict[str, Any], number: str) -> None:
    assert send(client, typed, id_number=number).status_code == 303
    assert stored(session).id_number == number


def test_unknown_prefix_is_a_warning(client: FlaskClient, typed: dict[str, Any]) -> None:
    send(client, typed, id_number=numbered("159901", "19900101"))

    assert "notice--warning" in client.get("/zh/me/profile").get_data(as_text=True)


@pytest.mark.parametrize(
    "number",
    [
        "1.59999E+17",  # V5: a spreadsheet's way to write it
        "159999900203001",  # V6: fifteen digits
        "ABC123456789012",  # V4: the old card of foreigners
        numbered("150525", "20990101"),  # V7: not born yet
        numbered("150525", "18991231"),
        "150525198513010017",  # no such month
        "15052519850101001",  # too short
        "15052519850101O01X",  # a letter O
        "",
        "<script>",
        "1" * 10_000,
        "\x00" * 18,
    ],
)
def test_refuses_kindly_and_never_breaks(client: FlaskClient, typed: dict[str, Any], number: str) -> None:
    answer = send(client, typed, id_number=number)

    assert answer.status_code == 422
    assert 'id="id_number-error"' in answer.get_data(as_text=True)


def test_says_when_digits_do_not_fit_together(client: FlaskClient, typed: dict[str, Any]) -> None:
    right = typed["id_number"]
    wrong = right[:-1] + ("1" if right[-1] != "1" else "2")

    assert 'id="id_number-error"' in send(client, typed, id_number=wrong).get_data(as_text=True)


@pytest.mark.parametrize("how", ["mongolian", "full width", "spaces", "dashes", "small x", "quote"])
def test_reads_digits_as_they_are_typed(  # V8
    client: FlaskClient, session: Session, typed: dict[str, Any], how: str
) -> None:
    number = next(n for n in map(identity_numbers.make, range(900_000, 901_000)) if n.endswith("X"))
    written = {
        "mongolian": number.translate(MONGOLIAN_DIGITS),
        "full width": number.translate(FULL_WIDTH),
        "spaces": f" {number[:6]} {number[6:14]} {number[14:]} ",
        "dashes": f"{number[:6]}-{number[6:14]}–{number[14:]}",
        "small x": number.lower(),
        "quote": "'" + number,
    }[how]

    assert send(client, typed, id_number=written).status_code == 303
    assert stored(session).id_number == number


@pytest.mark.parametrize("how", [MONGOLIAN_DIGITS, FULL_WIDTH])
def test_reads_phones_as_they_are_typed(
    client: FlaskClient, session: Session, typed: dict[str, Any], how: dict[int, str]
) -> None:
    assert send(client, typed, phone="138 0013-8000".translate(how)).status_code == 303
    assert stored(session).phone == "+8613800138000"


def test_mongolian_name_keeps_its_invisible_letters(  # V9
    client: FlaskClient, session: Session, typed: dict[str, Any]
) -> None:
    name = "ᠰᠠᠷᠠᠩᠭᠡᠷᠡᠯ\u202fᠦᠨ ᠮᠥᠷᠢ\u180e\u200dᠨ\u180b"

    send(client, typed, name_mn=name)

    assert stored(session).name_mn == name


@pytest.mark.parametrize("dot", "·•・‧⋅．.·")
def test_one_dot_whatever_was_typed(  # V10
    client: FlaskClient, session: Session, typed: dict[str, Any], dot: str
) -> None:
    send(client, typed, name=f"巴特尔{dot}孟和")

    assert stored(session).name == "巴特尔·孟和"


@pytest.mark.parametrize("name", ["王", "阿拉坦其木格", "巴音孟克·额尔德尼·苏都毕力格图巴雅尔"])  # V11
def test_names_need_no_family_name_and_may_be_long(
    client: FlaskClient, session: Session, typed: dict[str, Any], name: str
) -> None:
    assert send(client, typed, name=name).status_code == 303
    assert stored(session).name == name


@pytest.mark.parametrize("name", ["王䶮", "李㛃", "陈𬭎", "王𰻝"])  # V12
def test_rare_characters_are_kept(client: FlaskClient, session: Session, typed: dict[str, Any], name: str) -> None:
    assert send(client, typed, name=name).status_code == 303
    assert stored(session).name == name


@pytest.mark.parametrize("name", ["王\uf92c", "李\uf9f1", "张\ufa0e"])  # V13
def test_compatibility_characters_stay_as_typed(
    client: FlaskClient, session: Session, typed: dict[str, Any], name: str
) -> None:
    send(client, typed, name=name)

    assert stored(session).name == name


@pytest.mark.parametrize(
    "phone", ["12333", "96885", "14100138000", "1064812345678", "8233456", "abc", "1" * 9000]
)  # V14
def test_refuses_what_is_no_phone(client: FlaskClient, typed: dict[str, Any], phone: str) -> None:
    answer = send(client, typed, phone=phone)

    assert answer.status_code == 422
    assert 'id="phone-error"' in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("phone", "kept"),
    [
        ("19200138000", "+8619200138000"),
        ("+976 8812 3456", "+97688123456"),
        ("0477-8321234", "+864778321234"),
        ("008613800138000", "+8613800138000"),
    ],
)
def test_takes_phones_of_every_kind(
    client: FlaskClient, session: Session, typed: dict[str, Any], phone: str, kept: str
) -> None:
    assert send(client, typed, phone=phone).status_code == 303
    assert stored(session).phone == kept


@pytest.mark.parametrize("name", ["", "   ", "13800138000", "王2", "王<b>", "🙂", "\u202f", "\x00", "王" * 5000])
def test_refuses_what_is_no_name(client: FlaskClient, typed: dict[str, Any], name: str) -> None:
    answer = send(client, typed, name=name)

    assert answer.status_code == 422
    assert 'id="name-error"' in answer.get_data(as_text=True)
