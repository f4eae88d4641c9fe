"""What a result shows of the query it answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.search_marks import Part, Reason, highlight

ZH, MN = "养老护理员", "ᠰᠤᠷᠭᠠᠯᠲᠠ ᠶᠢᠨ ᠪᠠᠢᠭᠤᠯᠤᠮᠵᠢ"


def marked(parts: tuple[Part, ...]) -> str:
    return "|".join(part.text for part in parts if part.marked)


@pytest.mark.parametrize(
    ("typed", "zh", "mn", "reason"),
    [
        ("护理", "护理", "", Reason.CHINESE),
        ("养老 理", "养老|理", "", Reason.CHINESE),
        ("yang lao", "养老", "", Reason.PINYIN),
        ("huliy", "护理员", "", Reason.PINYIN),
        ("hl", "护理", "", Reason.INITIALS),
        ("4-10", "", "", Reason.CODE),
        ("ᠰᠣᠷᠭᠠᠯᠳᠠ", "", "ᠰᠤᠷᠭᠠᠯᠲᠠ", Reason.MONGOLIAN),
        ("ᠰᠤᠷᠭᠠ", "", "ᠰᠤᠷᠭᠠᠯᠲᠠ", Reason.MONGOLIAN),
        ("surgalt", "", "ᠰᠤᠷᠭᠠᠯᠲᠠ", Reason.LATIN),
        ("сургалт", "", "ᠰᠤᠷᠭᠠᠯᠲᠠ", Reason.LATIN),
    ],
)
def test_marks_what_was_found_and_says_how(typed: str, zh: str, mn: str, reason: Reason) -> None:
    found = highlight(typed, ZH, MN, code="4-10-01-05")

    assert (marked(found.zh), marked(found.mn), found.reasons) == (zh, mn, (reason,))


def test_marks_the_letters_as_written_whatever_their_width() -> None:
    assert marked(highlight("it运维", "ＩＴ（运维）工", "").zh) == "ＩＴ|运维"
    assert marked(highlight("运维工", "ＩＴ（运维）工", "").zh) == "运维|工"


def test_gives_several_reasons_in_the_order_of_the_query() -> None:
    assert highlight("养老 hl", ZH).reasons == (Reason.CHINESE, Reason.INITIALS)


def test_marks_nothing_where_nothing_was_found() -> None:
    found = highlight("电工", ZH, MN)

    assert (found.zh, found.reasons) == ((Part(ZH, marked=False),), ())


@given(st.text(max_size=20), st.text(max_size=30), st.text(max_size=30))
def test_parts_always_make_up_the_whole_text(typed: str, zh: str, mn: str) -> None:
    found = highlight(typed, zh, mn)

    assert "".join(part.text for part in found.zh) == zh
    assert "".join(part.text for part in found.mn) == mn
