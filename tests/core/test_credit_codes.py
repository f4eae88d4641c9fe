"""Unified social credit codes of providers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core import credit_codes as codes

REAL = ["11220000013544525W", "11150000011512968L"]  # two government bodies, as published


@pytest.mark.parametrize("code", REAL)
def test_accepts_published_codes(code: str) -> None:
    assert codes.parse(code).value == code


@pytest.mark.parametrize(
    "typed", ["11150000011512968l", " 1115 0000-0115 12968L ", "１１１５００００011512968Ｌ", "᠑᠑᠑᠕0000011512968L"]
)
def test_brings_typed_codes_to_their_normal_form(typed: str) -> None:
    assert codes.parse(typed).value == REAL[1]
    assert str(codes.parse(typed)) == REAL[1]


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("", codes.CreditCodeMissing),
        ("1115", codes.WrongLength),
        (REAL[0] + "1", codes.WrongLength),
        ("1122OOOOO13544525W", codes.WrongCharacters),
        ("统一社会信用代码统一社会信用代码统一", codes.WrongCharacters),
        ("11220000013544525X", codes.WrongCheckCharacter),
    ],
)
def test_says_what_is_wrong(typed: str, error: type[codes.CreditCodeRefused]) -> None:
    with pytest.raises(error) as refused:
        codes.parse(typed)
    assert str(refused.value.message).endswith(".")


def test_demonstration_codes_are_valid_and_distinct() -> None:
    made = {codes.make(serial) for serial in range(2000)}

    assert len(made) == 2000
    assert all(codes.parse(code).value[2:8] == "159999" for code in made)
    with pytest.raises(ValueError, match="serial"):
        codes.make(-1)


@given(st.integers(0, 999_999_999), st.integers(0, 16))
def test_finds_neighbours_exchanged(serial: int, place: int) -> None:
    code = codes.make(serial)
    exchanged = code[:place] + code[place + 1] + code[place] + code[place + 2 :]

    if exchanged != code:
        with pytest.raises(codes.WrongCheckCharacter):
            codes.parse(exchanged)


@given(st.text(max_size=30))
def test_reads_or_refuses_whatever_is_typed(text: str) -> None:
    try:
        assert len(codes.parse(text).value) == 18
    except codes.CreditCodeRefused:
        return
