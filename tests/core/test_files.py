"""A file keeps its name, whatever the name is made of."""

import pytest
from werkzeug.http import parse_options_header
from werkzeug.wrappers import Response

from portal.core.web import name_file


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("T2026000001.pdf", "T2026000001.pdf"),
        ("班次 1.pdf", "班次 1.pdf"),
        ('a"; x="b.pdf', "a_; x=_b.pdf"),
        ("..\\a/b\r\nSet-Cookie: c.csv", ".._a_b__Set-Cookie: c.csv"),
        ("名'字%41.xlsx", "名'字%41.xlsx"),
        ("ᠣᠶᠤᠨ.pdf", "ᠣᠶᠤᠨ.pdf"),
        ("ᠡᠮᠤᠨ\u202fᠦ.pdf", "ᠡᠮᠤᠨ\u202fᠦ.pdf"),
    ],
)
def test_name_is_read_as_it_was_given(name: str, kept: str) -> None:
    answer = Response()

    name_file(answer, name, inline=True)

    line = answer.headers["Content-Disposition"]
    assert line.isascii()
    assert parse_options_header(line) == ("inline", {"filename": kept})


def test_file_is_saved_unless_it_is_to_be_opened() -> None:
    answer = Response()

    name_file(answer, "a.csv")

    assert answer.headers["Content-Disposition"] == 'attachment; filename="a.csv"'
