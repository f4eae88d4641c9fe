"""Names in every script, kept as their owners write them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core import names

MONGOLIAN = "ᠴᠡᠴᠡᠭ᠎ᠠ ᠶᠢᠨ ᠨᠠᠢ᠍ᠮᠠ"


def refusal(name: str) -> type[names.NameRefused]:
    with pytest.raises(names.NameRefused) as refused:
        names.clean(name)
    assert str(refused.value.message).endswith(".")
    return type(refused.value)


@pytest.mark.parametrize("invisible", ["\u202f", "\u180b", "\u180c", "\u180d", "\u180e", "\u200d", "\u180a"])
def test_v9_keeps_the_invisible_letters_of_mongolian(invisible: str) -> None:
    name = f"ᠰᠠᠷ{invisible}ᠠ"

    assert names.clean(f" {name}\n") == name


def test_v9_keeps_mongolian_spelling_letter_by_letter() -> None:
    assert names.clean(MONGOLIAN) == MONGOLIAN
    assert unicodedata.normalize("NFKC", MONGOLIAN) != names.clean(MONGOLIAN.replace(" ", "\u202f", 1))


@pytest.mark.parametrize("dot", "•・‧⋅．.·\u0387･∙")
@pytest.mark.parametrize("form", ["买买提{}艾力", "买买提 {} 艾力", "买买提{}{}艾力"])
def test_v10_writes_every_dot_as_the_one_of_the_card(dot: str, form: str) -> None:
    assert names.clean(form.format(dot, dot)) == "买买提\u00b7艾力"


def test_v10_compares_without_the_dot() -> None:
    spellings = ["买买提·艾力", "买买提•艾力", "买买提.艾力", "买买提艾力", "买买提 艾力", "买买提‧艾力"]

    assert len({names.comparison_key(name) for name in spellings}) == 1


def test_v10_the_dot_survives_older_exports() -> None:
    assert names.clean("买买提•艾力").encode("gbk").decode("gbk") == "买买提·艾力"


@pytest.mark.parametrize(
    "name",
    [
        "乌云其其格",
        "包",
        "萨仁高娃",
        "阿不都热依木·阿不力米提·买买提艾力",
        "敖特根巴雅尔孟和达赖巴特尔苏和",
        "O’Brien-Smith",
        "Иванов Пётр",
    ],
)
def test_v11_accepts_names_without_a_family_name(name: str) -> None:
    assert names.clean(name) == name


@pytest.mark.parametrize(
    "typed", ["乌 云", " 乌云 ", "乌\u3000云", "乌\t云", "乌\n云", "乌\u200b云", "\ufeff乌云", "·乌云·"]
)
def test_closes_the_gaps_people_type_in_han_names(typed: str) -> None:
    assert names.clean(typed) == "乌云"


def test_keeps_one_space_in_names_that_have_one() -> None:
    assert names.clean("  John   Smith ") == "John Smith"
    assert names.clean("J. R. Smith") == "J. R. Smith"


@pytest.mark.parametrize("name", ["䶮㛃", "𬭎", "\U00031350\U000323af", "\ue863", "〇", "𠮷野"])
def test_v12_accepts_rare_characters_and_counts_them_as_one(name: str) -> None:
    assert names.clean(name) == name
    assert names.clean("𬭎" * names.MAX_CHARACTERS) == "𬭎" * 100
    assert refusal("𬭎" * 101) is names.NameTooLong


def test_v12_rare_names_survive_gb18030() -> None:
    assert names.clean("𬭎䶮㛃").encode("gb18030").decode("gb18030") == "𬭎䶮㛃"


@pytest.mark.parametrize("char", ["\uf92c", "\uf9f1", "\ufa0e"])
def test_v13_stores_compatibility_characters_as_typed(char: str) -> None:
    assert names.clean(f"乌{char}") == f"乌{char}"


def test_v13_compares_on_normal_form() -> None:
    assert names.comparison_key("乌\uf92c") == names.comparison_key("乌\u90ce")
    assert names.comparison_key("SMITH john") == names.comparison_key("Smith John")


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("", names.NameMissing),
        (" \u3000\u200b", names.NameMissing),
        ("13800138000", names.DigitsInName),
        ("乌云3", names.DigitsInName),
        ("ᠰᠠᠷ᠎ᠠ᠓", names.DigitsInName),
        ("乌云\uff13", names.DigitsInName),
        ("乌\x00云", names.SignsInName),
        ("乌\x1b云", names.SignsInName),
        ("<b>乌云</b>", names.SignsInName),
        ("乌云&amp;", names.SignsInName),
        ("乌云（女）", names.SignsInName),
        ("乌云/包", names.SignsInName),
        ("😀", names.SignsInName),
        ("ᠰᠠᠷ᠎ᠠ᠂", names.SignsInName),
        ("...", names.SignsInName),
        ("a" * 101, names.NameTooLong),
    ],
)
def test_says_what_is_wrong(name: str, error: type[names.NameRefused]) -> None:
    assert refusal(name) is error


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("包", "*"),
        ("包包", "包*"),
        ("乌云娜", "乌*娜"),
        ("乌云其其格", "乌***格"),
        ("买买提·艾力", "买**·*力"),
        ("𬭎䶮㛃", "𬭎*㛃"),
        ("John Smith", "J*** ****h"),
        ("ᠰᠠᠷ᠎ᠠ", "ᠰ**ᠠ"),
        ("ᠤ\u180bᠯ\u202fᠤᠨ", "ᠤ*\u202f*ᠨ"),
        ("", ""),
    ],
)
def test_v11_masks_the_middle_never_by_family_name(name: str, masked: str) -> None:
    assert names.mask(name) == masked


@given(st.text(max_size=120))
def test_cleans_or_refuses_whatever_is_typed(name: str) -> None:
    names.comparison_key(name)
    names.mask(name)
    try:
        cleaned = names.clean(name)
    except names.NameRefused:
        return
    assert names.clean(cleaned) == cleaned
