"""Words of traditional Mongolian: what is one word, and which spellings are the same."""

import pytest
from mongol_norm import MongolianShaper

from portal.core import mongolian

# Spellings of pages of government and press beside those of the glossary.
SAME = [
    ("ᠲᠣᠪᠴᠢᠶᠠ", "ᠲᠣᠪᠴᠢᠶ\u180eᠠ"),
    ("ᠠᠶ\u180bᠢᠮᠠᠭ", "ᠠᠢᠮᠠᠭ"),
    ("ᠠᠶᠢᠮᠠᠭ", "ᠠᠢᠮᠠᠭ"),
    ("ᠣᠷᠤᠨ", "ᠣᠷᠣᠨ"),
    ("ᠵᠠᠰᠠᠬᠣ", "ᠵᠠᠰᠠᠬᠤ"),
    ("ᠥᠪᠦᠷ", "ᠥᠪᠥᠷ"),
    ("ᠮᠣᠩᠭᠤᠯ", "ᠮᠣᠩᠭᠣᠯ"),
    ("ᠥᠪᠡᠷᠳᠡᠭᠡᠨ", "ᠥᠪᠡᠷᠲᠡᠭᠡᠨ"),
    ("ᠨᠠᠢ\u180dᠮᠠ", "ᠨᠠᠢᠮᠠ"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_real_pages_share_a_key(one: str, other: str) -> None:
    assert mongolian.shape_key(one) == mongolian.shape_key(other)


@pytest.mark.parametrize(("one", "other"), [("ᠮᠠᠯ", "ᠮᠥᠯ"), ("ᠭᠠᠷ", "ᠭᠡᠷ"), ("ᠨᠠᠰᠤ", "ᠨᠠᠷᠠ"), ("ᠬᠣᠨᠢ", "ᠮᠣᠷᠢ")])
def test_words_that_look_different_do_not(one: str, other: str) -> None:
    assert mongolian.shape_key(one) != mongolian.shape_key(other)


def test_keys_are_of_the_version_that_is_stored() -> None:
    """When this fails, set the new version and write all search keys anew."""
    assert MongolianShaper(locale="MNG").canonical_version == mongolian.KEY_VERSION


@pytest.mark.parametrize("gap", ["\u202f", "\u180e", " "])
def test_suffixes_are_words_of_their_own_whatever_stands_before_them(gap: str) -> None:
    text = f"ᠰᠤᠷᠭᠠᠯᠲᠠ{gap}ᠶᠢᠨ ᠠᠩᠭᠢ᠂"

    assert [word.text for word in mongolian.words(text)] == ["ᠰᠤᠷᠭᠠᠯᠲᠠ", "ᠶᠢᠨ", "ᠠᠩᠭᠢ"]
    assert mongolian.content_words(text) == ["ᠰᠤᠷᠭᠠᠯᠲᠠ", "ᠠᠩᠭᠢ"]


def test_a_suffix_alone_or_in_front_is_a_word() -> None:
    assert mongolian.content_words("ᠲᠦᠷ ᠬᠦᠯᠢᠶᠡᠭᠡᠷᠡᠢ") == ["ᠲᠦᠷ", "ᠬᠦᠯᠢᠶᠡᠭᠡᠷᠡᠢ"]
    assert mongolian.content_words("ᠶᠢᠨ") == ["ᠶᠢᠨ"]


@pytest.mark.parametrize("gap", ["\u180e", "\u202f", " "])
def test_a_separated_last_vowel_belongs_to_its_word(gap: str) -> None:
    assert mongolian.content_words(f"ᠨᠡᠷ{gap}ᠡ") == ["ᠨᠡᠷ\u180eᠡ"]


def test_words_know_their_place() -> None:
    text = "《ᠨᠡᠷ ᠡ》 ᠶᠢᠨ"

    assert [text[word.start : word.end] for word in mongolian.words(text)] == ["ᠨᠡᠷ ᠡ", "ᠶᠢᠨ"]


def test_letters_of_other_mongolian_scripts_are_compared_as_they_are() -> None:
    assert mongolian.shape_key("ᡐᡑ") == "ᡐᡑ+"
    assert mongolian.shape_key_of_beginning("ᡐᡑ") == "ᡐᡑ+"
    assert mongolian.shape_key("ᠠ\u200c") == "ᠠ\u200c+"


@pytest.mark.parametrize(
    ("mongol", "latin"),
    [
        ("ᠰᠤᠷᠭᠠᠯᠲᠠ", "surγalta"),
        ("ᠮᠡᠷᠭᠡᠵᠢᠯ ᠦᠨ ᠴᠢᠳᠠᠪᠤᠷᠢ", "mergejil čidaburi"),
        ("ᠬᠥᠳᠡᠯᠮᠦᠷᠢ", "ködelmüri"),
        ("ᠨᠡᠷ\u180eᠡ", "nere"),
    ],
)
def test_writes_words_in_latin_letters(mongol: str, latin: str) -> None:
    assert mongolian.transliterate(mongol) == latin


@pytest.mark.parametrize("spelled", ["surγalta", "surgalt", "sorgalta", "сургалт", "surghalta"])
def test_skeletons_join_spellings(spelled: str) -> None:
    assert mongolian.skeleton(spelled) == "srhlt"
