"""The documents are shown whole, and every clause can be linked to."""

import re
from pathlib import Path

import pytest

from portal.notices import queries
from portal.notices.errors import NoSuchGuide
from portal.notices.rules.documents import anchor_of, bare, clause_texts
from portal.notices.types import LineKind

pytestmark = pytest.mark.engine_free

VERBATIM = Path(__file__).parents[2] / "portal/eligibility/data/documents"
FILES = {"S0": "000", "S1": "001", "S2": "002", "S3": "003", "S4": "004"}


def squeezed(text: str) -> str:
    """The text without white space and the drawn lines of tables and headings."""
    return re.sub(r"[\s|#]+|-{3,}", "", text)


@pytest.mark.parametrize("name", list(FILES))
def test_a_document_is_shown_word_for_word(name: str) -> None:
    (file,) = VERBATIM.glob(f"{FILES[name]}_*.txt")
    shown = squeezed("".join(line.text for line in queries.all_documents()[name].lines))
    verbatim = squeezed(file.read_text("utf-8-sig"))

    if name == "S1":  # the page repeats the same text three times
        body = shown.removeprefix(squeezed(queries.all_documents()[name].lines[0].text))
        assert verbatim.startswith(shown)
        assert verbatim.count(body) == 3
    else:
        assert shown == verbatim


@pytest.mark.parametrize("name", list(FILES))
def test_each_clause_has_an_anchor_of_its_own(name: str) -> None:
    anchors = [line.anchor for line in queries.all_documents()[name].lines if line.anchor]

    assert len(anchors) > 10
    assert len(set(anchors)) == len(anchors)
    assert all(re.fullmatch(r"[a-z][a-z0-9-]*", anchor) for anchor in anchors)


@pytest.mark.parametrize(
    ("clause", "anchor"),
    [
        ("一", "c1"),
        ("二(四)", "c2-4"),
        ("二(四)3", "c2-4-3"),
        ("二(一)10", "c2-1-10"),
        ("(三)", "c-3"),
        ("(二十七)", "c-27"),
        ("(十)", "c-10"),
        ("专栏6之1", "box6-1"),
        ("附件8", "annex8"),
        ("序", "preface"),
    ],
)
def test_anchors_of_clauses(clause: str, anchor: str) -> None:
    assert anchor_of(clause) == anchor


def test_a_clause_holds_what_is_below_it_and_nothing_else() -> None:
    words = clause_texts(queries.all_documents()["S0"])

    assert "退役军人培训专项计划" in words["二(四)"]
    assert "退役军人培训专项计划" in words["二(四)2"]
    assert "退役军人培训专项计划" not in words["二(四)3"]
    assert "评价体系" not in words["二(一)1"]
    assert "技能人才评价体系" in words["二(一)10"]


def test_tables_are_read_as_cells() -> None:
    lines = queries.all_documents()["S4"].lines
    (total,) = [line for line in lines if line.clause == "附件8"]

    assert total.kind is LineKind.ROW
    assert total.cells == ("总计", "22600")
    assert bare("a | b\n c") == "abc"


@pytest.mark.parametrize("name", ["s9", "S0", "../s0", ""])
def test_unknown_documents_are_not_found(name: str) -> None:
    with pytest.raises(NoSuchGuide):
        queries.get_document(name)


def test_an_explanation_says_what_it_explains() -> None:
    documents = queries.all_documents()

    assert documents["S1"].explains == "S0"
    assert [name for name, document in documents.items() if document.explains] == ["S1"]
