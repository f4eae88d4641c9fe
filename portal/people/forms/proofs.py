"""Put the proof of a consent into words."""

import re

from portal.core.i18n import _

_CODE = re.compile(r"SMS (\S+) ([0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}) \S+")


def proof_in_words(proof: str | None) -> str | None:
    """Return what proves a consent: the number of the signed sheet, or when and where to a code was sent."""
    found = _CODE.fullmatch(proof or "")
    if found is None:
        return proof
    return _("Code sent to %(phone)s, %(moment)s", phone=found[1], moment=found[2])
