"""Read policy documents from their files, and find words in their clauses."""

import re
from collections.abc import Mapping
from typing import Any

from portal.notices.types import Line, LineKind, PolicyDocument, Text

_DIGITS = {sign: value for value, sign in enumerate("一二三四五六七八九", start=1)}
_NUMERAL = re.compile("[一二三四五六七八九十]+")


def anchor_of(clause: str) -> str:
    """Return the name of a clause in addresses: 二(四)3 is c2-4-3, (三) is c-3, 专栏6之1 is box6-1, 附件1 is annex1."""
    text = clause.replace("专栏", "box").replace("附件", "annex").replace("序", "preface").replace("之", "-")
    if text.startswith(("box", "annex", "preface")):
        return text
    text = _NUMERAL.sub(lambda found: str(_number(found[0])), text)
    text = re.sub(r"\((\d+)\)(\d+)", r"-\1-\2", text)
    return "c" + re.sub(r"\((\d+)\)", r"-\1", text)


def read_document(name: str, about: Mapping[str, Any], table: str) -> PolicyDocument:
    """Return a document from its particulars and the table of its lines (kind, clause, text)."""
    return PolicyDocument(
        id=name,
        title=about["title"],
        short=read_text(about["short"]),
        number=about.get("number"),
        issuers=tuple(about["issuers"]),
        issued_on=about.get("issued_on"),
        starts_on=about["starts_on"],
        ends_on=about.get("ends_on"),
        region=str(about["region"]),
        place=read_text(about["place"]),
        explains=about.get("explains"),
        notes=tuple(read_text(note) for note in about.get("notes", ())),
        lines=tuple(_line(row) for row in table.splitlines()[1:]),
    )


def read_text(value: Mapping[str, Any]) -> Text:
    """Return words of the content: ``{zh: ..., mn: ...}``, where the Mongolian may be missing."""
    return Text(str(value["zh"]), str(value["mn"]) if value.get("mn") else None)


def clause_texts(document: PolicyDocument) -> dict[str, str]:
    """Return the words of each clause with all below it, without white space and without the lines of tables."""
    found: dict[str, str] = {}
    for start, first in enumerate(document.lines):
        if first.clause:
            words = [first.text]
            for line in document.lines[start + 1 :]:
                if line.clause and not _is_below(line.clause, first.clause):
                    break
                words.append(line.text)
            found[first.clause] = bare("".join(words))
    return found


def bare(text: str) -> str:
    """Return a text without white space and table lines, as quotations are compared."""
    return re.sub(r"[\s|]+", "", text)


def _line(row: str) -> Line:
    kind, clause, text = row.split("\t")
    return Line(LineKind(kind), clause or None, anchor_of(clause) if clause else None, text)


def _number(numeral: str) -> int:
    tens, ten, ones = numeral.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)


def _is_below(clause: str, upper: str) -> bool:
    """Tell whether a clause is part of another: 二(四)3 of 二(四), but 二(四)10 not of 二(四)1."""
    rest = clause.removeprefix(upper)
    return rest != clause and not (upper[-1].isdigit() and rest[:1].isdigit())
