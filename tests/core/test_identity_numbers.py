"""Identity numbers as people, spreadsheets and old records write them. All numbers here are nobody's."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core import identity_numbers as numbers
from portal.core.identity_numbers import Kind, Remark

TODAY = date(2026, 3, 1)
NUMBER = numbers.make(7)


def complete(first17: str) -> str:
    return first17 + numbers.check_digit(first17)


def parse(text: object, *, is_number: bool = False) -> numbers.IdentityNumber:
    return numbers.parse(text, is_number=is_number, today=TODAY)


def refusal(text: object, *, is_number: bool = False) -> type[numbers.IdentityNumberRefused]:
    with pytest.raises(numbers.IdentityNumberRefused) as refused:
        parse(text, is_number=is_number)
    assert str(refused.value.message).endswith((".", "card."))
    return type(refused.value)


@pytest.mark.parametrize("example", ["11010519491231002X", "440524188001010014"])
def test_check_digit_agrees_with_the_examples_of_the_standard(example: str) -> None:
    assert numbers.check_digit(example[:17]) == example[17]


@pytest.mark.parametrize(
    ("prefix", "year"), [("150602", 1985), ("150621", 1985), ("150702", 1970), ("220184", 1990), ("150603", 2010)]
)
def test_v1_accepts_counties_younger_than_the_person(prefix: str, year: int) -> None:
    assert parse(numbers.make(1, birth_date=date(year, 5, 5), prefix=prefix)).remarks == ()


@pytest.mark.parametrize(("prefix", "year"), [("152801", 1980), ("222405", 1985), ("229005", 1990), ("152326", 1980)])
def test_v2_knows_retired_codes(prefix: str, year: int) -> None:
    assert parse(numbers.make(1, birth_date=date(year, 5, 5), prefix=prefix)).remarks == ()


def test_v2_only_remarks_on_unknown_codes() -> None:
    assert parse(NUMBER).remarks == (Remark.UNKNOWN_PREFIX,)
    assert parse(numbers.make(1, prefix="150172")).remarks == (Remark.UNKNOWN_PREFIX,)  # a zone, not a county
    assert parse(numbers.make(1, prefix="990000")).kind is Kind.FOREIGNER
    assert parse(numbers.make(1, prefix="180101")).remarks == (Remark.UNKNOWN_PREFIX,)
    assert parse(numbers.make(1, prefix="110101")).remarks == ()  # other provinces have no list here


def test_v3_never_fails_on_any_prefix() -> None:
    for head, tail in product(range(11, 84), ("2621", "9999", "0000")):
        assert parse(numbers.make(3, prefix=f"{head}{tail}")).region_code == f"{head}{tail}"


@pytest.mark.parametrize(
    ("prefix", "kind"),
    [
        ("810000", Kind.HONG_KONG),
        ("820000", Kind.MACAU),
        ("830000", Kind.TAIWAN),
        ("915496", Kind.FOREIGNER),
        ("710000", Kind.RESIDENT),
    ],
)
def test_v4_accepts_permits_of_residents_without_an_identity_card(prefix: str, kind: Kind) -> None:
    number = parse(numbers.make(1, prefix=prefix))

    assert (number.kind, number.remarks) == (kind, ())


def test_v4_sends_holders_of_old_residence_cards_to_a_station() -> None:
    assert refusal("NMG123456789012") is numbers.OldForeignCard


@pytest.mark.parametrize("text", ["1.59999E+17", "1.59999195601040E+17", "1.5E17"])
def test_v5_refuses_quantities(text: str) -> None:
    assert refusal(text) is numbers.NumberCell
    assert refusal(NUMBER, is_number=True) is numbers.NumberCell
    assert refusal(1.5e17) is numbers.NumberCell


def test_v5_suspects_numbers_cut_to_fifteen_digits() -> None:
    cut = [f"{numbers.make(serial)[:15]}000" for serial in range(400)]
    passed = [text for text in cut if numbers.check_digit(text[:17]) == "0"]

    assert 10 < len(passed) < 80  # about one in eleven passes every check
    assert all(Remark.MAYBE_ROUNDED in parse(text).remarks for text in passed)
    assert all(refusal(text) is numbers.NumberCell for text in cut if text not in passed)


def test_v6_asks_for_todays_card() -> None:
    assert refusal("159999600203001") is numbers.FirstGenerationNumber


@pytest.mark.parametrize(
    "born", ["20990101", "20260302", "18991231", "19900230", "19901301", "19900100", "00000000", "19000229"]
)
def test_v7_refuses_impossible_days_of_birth(born: str) -> None:
    assert refusal(complete(f"159999{born}001")) is numbers.WrongBirthDate


@pytest.mark.parametrize("born", ["20260301", "19000101", "20000229"])
def test_v7_accepts_every_possible_day_whatever_the_age(born: str) -> None:
    assert parse(complete(f"159999{born}001")).birth_date == date(int(born[:4]), int(born[4:6]), int(born[6:]))


@pytest.mark.parametrize("zero", ["\u1810", "\uff10", "\u0660", "\u0966", "\U0001d7ce"])
def test_v8_reads_the_digits_of_every_keyboard(zero: str) -> None:
    foreign = "".join(chr(ord(zero) + int(char)) if char.isdecimal() else char for char in NUMBER)

    assert parse(foreign).value == NUMBER


@pytest.mark.parametrize(
    "form",
    [
        "{0} {1} {2}",
        "{0}-{1}-{2}",
        "'{0}{1}{2}",
        "\u201c{0}{1}{2}\u201d",
        "\u202d{0}{1}{2}\u202c",
        "\t{0}\u3000{1}\u00a0{2}\n",
    ],
)
def test_reads_numbers_with_separators_as_the_same_number(form: str) -> None:
    assert parse(form.format(NUMBER[:6], NUMBER[6:14], NUMBER[14:])) == parse(NUMBER)


def test_reads_a_small_or_wide_x() -> None:
    ending_in_x = next(n for n in map(numbers.make, range(100)) if n.endswith("X"))

    assert {parse(ending_in_x[:17] + x).value for x in "Xx\uff38\uff58"} == {ending_in_x}


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", numbers.IdentityNumberMissing),
        (None, numbers.IdentityNumberMissing),
        ("  -- ", numbers.IdentityNumberMissing),
        ("1599", numbers.WrongLength),
        (NUMBER + "1", numbers.WrongLength),
        (NUMBER[:8] + "O" + NUMBER[9:], numbers.WrongCharacters),
        ("X" * 18, numbers.WrongCharacters),
        ("身份证号码是多少呢我忘记了请您帮我查", numbers.WrongCharacters),
        (b"x", numbers.NumberCell),
    ],
)
def test_says_what_is_wrong(text: object, error: type[numbers.IdentityNumberRefused]) -> None:
    assert refusal(text) is error


def test_says_how_many_characters_were_typed() -> None:
    with pytest.raises(numbers.WrongLength) as refused:
        parse("1599991990")

    assert "10" in str(refused.value.message)


@given(st.integers(0, 15_999_999), st.integers(0, 17), st.integers(1, 9))
def test_finds_every_single_wrong_digit(serial: int, place: int, change: int) -> None:
    number = numbers.make(serial)
    possible = "0123456789X" if place == 17 else "0123456789"
    other = possible.replace(number[place], "")[change - 1]

    with pytest.raises(numbers.IdentityNumberRefused):
        parse(number[:place] + other + number[place + 1 :])


@given(st.one_of(st.text(max_size=40), st.text("0123456789Xx- ", min_size=15, max_size=20), st.floats(), st.none()))
def test_reads_or_refuses_whatever_is_typed(text: object) -> None:
    try:
        number = parse(text)
    except numbers.IdentityNumberRefused:
        return
    assert len(number.value) == 18


def test_mask_shows_neither_birthday_nor_sex() -> None:
    number = parse("159999199001011239"[:17] + numbers.check_digit("15999919900101123"))

    assert numbers.mask(number.value) == f"159***********12*{number.value[17]}"
    assert str(number) == numbers.mask(number.value)
    assert number.value not in repr(number)
    assert "1990" not in repr(number)
    assert numbers.mask("159999900101123") == "159************"
    assert numbers.mask("") == ""


def test_demonstration_numbers_are_valid_distinct_and_the_same_each_time() -> None:
    made = [numbers.make(serial) for serial in range(40_000)]

    assert len(set(made)) == len(made)
    assert made[5] == numbers.make(5)
    assert all(number.startswith("159999") for number in made)
    assert {parse(number).birth_date.year for number in made[:18_000]} == set(range(1956, 2006))


def test_demonstration_numbers_end_somewhere() -> None:
    for serial, born in ((1000, TODAY), (-1, TODAY), (18_000_000, None), (-1, None)):
        with pytest.raises(ValueError, match="serial"):
            numbers.make(serial, birth_date=born)


def test_uses_the_local_day_where_none_is_given() -> None:
    assert numbers.parse(NUMBER).value == NUMBER
