"""Phone numbers as people here type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core import phones
from portal.core.phones import Kind


def refusal(text: str) -> type[phones.PhoneRefused]:
    with pytest.raises(phones.PhoneRefused) as refused:
        phones.parse(text)
    assert str(refused.value.message).endswith(".")
    return type(refused.value)


@pytest.mark.parametrize(
    "typed",
    [
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "138—0013—8000",
        "+86 13800138000",
        "0086 138 0013 8000",
        "(+86)13800138000",
        "１３８００１３８０００",
        "\u202d13800138000\u202c",
        "'13800138000",
    ],
)
def test_reads_a_mobile_number_however_it_is_typed(typed: str) -> None:
    assert phones.parse(typed) == phones.PhoneNumber("+8613800138000", Kind.MOBILE)


def test_v8_reads_mongolian_digits() -> None:
    assert phones.parse("᠑᠓᠘᠐᠐᠑᠓᠘᠐᠐᠐").value == "+8613800138000"


@pytest.mark.parametrize("head", ["130", "147", "165", "175", "192", "199"])
def test_v14_accepts_every_range_of_mobile_numbers(head: str) -> None:
    assert phones.parse(f"{head}12345678").receives_messages


@pytest.mark.parametrize("short", ["12333", "96885", "12345", "95588", "110", "12328"])
def test_v14_refuses_hotlines_with_a_sentence_of_their_own(short: str) -> None:
    assert refusal(short) is phones.ShortNumber


@pytest.mark.parametrize("typed", ["14112345678", "10641234567", "1380013800", "138001380001", "12800138000"])
def test_v14_refuses_what_only_begins_like_a_mobile_number(typed: str) -> None:
    assert refusal(typed) is phones.WrongMobile


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("0477-8123456", Kind.FIXED),
        ("(0471) 6912345", Kind.FIXED),
        ("0431-96885", Kind.FIXED),
        ("+976 8812 3456", Kind.ABROAD),
        ("00976 88123456", Kind.ABROAD),
        ("+852 6123 4567", Kind.ABROAD),
    ],
)
def test_v14_accepts_numbers_that_can_only_be_called(typed: str, kind: Kind) -> None:
    number = phones.parse(typed)

    assert (number.kind, number.receives_messages) == (kind, False)


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("", phones.PhoneMissing),
        ("  ", phones.PhoneMissing),
        ("6912345", phones.AreaCodeMissing),
        ("61234567", phones.AreaCodeMissing),
        ("1.38E+10", phones.PhoneRefused),
        ("没有电话", phones.PhoneRefused),
        ("+", phones.PhoneRefused),
        ("9" * 300, phones.PhoneRefused),
        ("13800138000/13900139000", phones.PhoneRefused),
        ("+999 12345678", phones.PhoneRefused),
    ],
)
def test_says_what_is_wrong(typed: str, error: type[phones.PhoneRefused]) -> None:
    assert refusal(typed) is error


@pytest.mark.parametrize(
    ("stored", "shown", "masked"),
    [
        ("+8613800138000", "138 0013 8000", "138****8000"),
        ("+864716912345", "0471 691 2345", "047****2345"),
        ("+97688123456", "+976 8812 3456", "+976 ****3456"),
        ("+85261234567", "+852 6123 4567", "+852 ****4567"),
    ],
)
def test_shows_a_number_whole_or_masked(stored: str, shown: str, masked: str) -> None:
    assert phones.display(stored) == shown
    assert phones.mask(stored) == masked


def test_never_prints_a_number() -> None:
    number = phones.parse("13800138000")

    assert "00138" not in f"{number} {number!r}"
    assert phones.mask("no number") == "*********"


@given(st.text(max_size=60) | st.text("0123456789+-() ᠑᠒", max_size=20))
def test_reads_or_refuses_whatever_is_typed(text: str) -> None:
    try:
        number = phones.parse(text)
    except phones.PhoneRefused:
        return
    assert number.value.startswith("+")
    assert phones.mask(number.value)
