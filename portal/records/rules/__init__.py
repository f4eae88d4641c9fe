"""Codes, canonical texts and keys of the record, as pure functions."""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from typing import Any

from portal.core import regions
from portal.core.terms import find_code, terms
from portal.core.typed_text import compact_code
from portal.records.types import (
    CertificateKind,
    FrozenCertificate,
    FrozenTraining,
    Named,
    Origin,
    Result,
    SummaryContent,
)

# Crockford's base 32: no letter that is taken for a digit. 16 characters are 80 bits: nobody guesses one.
CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 16
_LOOK_ALIKES = str.maketrans("OIL", "011")
_CODE = re.compile(f"[{CODE_ALPHABET}]{{{CODE_LENGTH}}}")
_GROUP = 4
_ANSWER_WITHIN = timedelta(days=15)
_SHORT_FINGERPRINT = 16

_ROBOT = re.compile(r"bot\b|crawl|spider|slurp|preview|externalhit|curl/|wget/|python-|monitor", re.I)
_PREFETCH = re.compile(r"prefetch|prerender|preview", re.I)


def read_code(typed: str) -> str:
    """Return the code someone typed or scanned as it is stored, or "" where it cannot be one.

    Case, spaces and dashes do not matter; full-width and Mongolian digits count as digits, O as 0, I and L as 1.
    """
    code = compact_code(typed[:200]).translate(_LOOK_ALIKES)
    return code if _CODE.fullmatch(code) else ""


def grouped(text: str) -> str:
    """Return a code in groups of four, as people read and type it."""
    return "-".join(text[start : start + _GROUP] for start in range(0, len(text), _GROUP))


def short_fingerprint(fingerprint: str) -> str:
    """Return the beginning of a fingerprint, in groups, for comparing by eye."""
    return grouped(fingerprint[:_SHORT_FINGERPRINT]).replace("-", " ")


def is_robot(user_agent: str, purpose: str) -> bool:
    """Tell whether a program looks, not a person: search engines, link previews, pages fetched ahead."""
    return not user_agent or bool(_ROBOT.search(user_agent)) or bool(_PREFETCH.search(purpose))


def printable(text: str) -> str:
    """Return a text without the control characters and half characters that no document may hold."""
    kept = (char for char in text if unicodedata.category(char) not in ("Cc", "Cs") and char not in "\ufffe\uffff")
    return "".join(kept).strip()


def occupation_key(code: str | None, name: str) -> str:
    """Return what tells one occupation from another when subsidies are compared: its code, else its name.

    Source:
        Notice on training of migrant workers, 2024-02-07, part 3 (5):
        "同一职业（工种）的同一等级不可重复申领培训补贴（含参保职工技能提升补贴）".
    """
    if code:
        return code
    folded = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"[\s()\[\]·•]+", "", folded)


def level_code(level: str) -> str:
    """Return the code of a level, also of a word for it; a word nobody knows stands for itself."""
    return find_code("level", level) or level.strip()


def lies_within(region_code: str | None, of: str | None) -> bool:
    """Tell whether a place lies in the region of an officer; 150600 holds all of 1506."""
    if region_code is None or of is None:
        return False
    return region_code.startswith(regions.prefix(of))


def answer_due_on(received_on: date) -> date:
    """Return the day by which an objection is answered: our own promise, since no document sets a time."""
    return received_on + _ANSWER_WITHIN


def level_name(code: str) -> Named:
    """Return a level as it is printed; "no level" leaves the place empty."""
    if code == "none":
        return Named("")
    term = terms("level").get(code)
    return Named(term.zh, term.mn or "") if term else Named(code)


def kind_name(kind: CertificateKind) -> Named:
    """Return the official name of a kind of certificate."""
    term = terms("certificate_kind")[kind]
    return Named(term.zh, term.mn or "")


def to_json(content: SummaryContent) -> str:
    """Return the content as canonical JSON: the same content always gives the same text."""
    return json.dumps(asdict(content), ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)


def from_json(text: str) -> SummaryContent:
    """Return the content that `to_json` wrote.

    Raises:
        ValueError: it is no such content.
    """
    try:
        facts = json.loads(text)
        return SummaryContent(
            code=facts["code"],
            language=facts["language"],
            issued_at=datetime.fromisoformat(facts["issued_at"]),
            portal=Named(**facts["portal"]),
            name=Named(**facts["name"]),
            id_number=facts["id_number"],
            demonstration=facts["demonstration"],
            trainings=tuple(map(_training, facts["trainings"])),
            certificates=tuple(map(_certificate, facts["certificates"])),
            version=facts["version"],
        )
    except (KeyError, TypeError) as error:
        raise ValueError("not the content of a summary") from error


def texts_of(*parts: object) -> Iterator[str]:
    """Yield every text that a part of a summary prints."""
    for part in parts:
        if isinstance(part, str):
            yield part
        elif isinstance(part, Named | FrozenTraining | FrozenCertificate):
            yield from texts_of(*(getattr(part, name) for name in part.__slots__))
        elif isinstance(part, Iterable):
            yield from texts_of(*part)


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _training(facts: dict[str, Any]) -> FrozenTraining:
    names = {key: Named(**facts[key]) for key in ("occupation", "level", "provider")}
    days = {key: date.fromisoformat(facts[key]) for key in ("starts_on", "ends_on")}
    words = {"result": Result(facts["result"]), "origin": Origin(facts["origin"])}
    return FrozenTraining(**{**facts, **names, **days, **words})


def _certificate(facts: dict[str, Any]) -> FrozenCertificate:
    names = {key: Named(**facts[key]) for key in ("occupation", "level", "kind_name")}
    words = {"kind": CertificateKind(facts["kind"]), "origin": Origin(facts["origin"])}
    return FrozenCertificate(**{**facts, **names, **words, "issued_on": date.fromisoformat(facts["issued_on"])})
