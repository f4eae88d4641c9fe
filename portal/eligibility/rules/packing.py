"""Pack a frozen answer for keeping: what people look for stays readable, the long quotations are pressed small."""

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any

from portal.eligibility.errors import BrokenAnswer
from portal.eligibility.rules.frozen import FORM, from_dict, to_dict
from portal.eligibility.types import Answer


def packed(answer: Answer) -> dict[str, Any]:
    """Return the answer as plain data of a few kilobytes; a row of a large table holds it."""
    full = to_dict(answer)
    text = json.dumps(full["verdicts"], ensure_ascii=False, separators=(",", ":"))
    return {
        "form": FORM,
        "rules_version": answer.rules_version,
        "facts": full["facts"],
        "words": {found.rule_id: found.word.value for found in answer.verdicts},
        "packed": b64encode(zlib.compress(text.encode(), 9)).decode("ascii"),
    }


def unpacked(data: object) -> Answer:
    """Read a packed answer back.

    Raises:
        BrokenAnswer: it was not made by ``packed``.
    """
    if not isinstance(data, Mapping):
        raise BrokenAnswer("this is not a packed answer")
    try:
        verdicts = json.loads(zlib.decompress(b64decode(data["packed"], validate=True)))
    except (KeyError, TypeError, ValueError, zlib.error) as error:
        raise BrokenAnswer(f"this packed answer cannot be read: {error}") from error
    return from_dict({**data, "verdicts": verdicts})
