"""Keep personal fields encrypted at rest, and findable without being readable.

Each value is sealed with AES-256-GCM under the first key of the ring; its purpose is bound in, so that a phone number
cannot be swapped into the column of an identity number. Equality is answered by a keyed blind index (HMAC-SHA-256).
"""

import base64
import hmac
import os
from functools import lru_cache
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app
from sqlalchemy import String, TypeDecorator
from sqlalchemy.engine import Dialect

from portal.core.config import Config, FieldKey

_NONCE = 12


class Unreadable(ValueError):
    """A stored value fits no key of the ring: wrong keys, or someone altered it."""


def seal(value: str, purpose: str) -> str:
    """Return the value encrypted with the current key, as ``key_id.base64``."""
    key = _ring()[0]
    nonce = os.urandom(_NONCE)
    sealed = AESGCM(_derive(key, "seal")).encrypt(nonce, value.encode(), purpose.encode())
    return f"{key.key_id}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"


def unseal(token: str, purpose: str) -> str:
    """Return the value of `seal`.

    Raises:
        Unreadable: the key is not in the ring, or the text was altered.
    """
    key_id, _, encoded = token.partition(".")
    key = next((key for key in _ring() if key.key_id == key_id), None)
    if key is None:
        raise Unreadable(f"no key {key_id!r} in PORTAL_FIELD_KEYS")
    try:
        raw = base64.urlsafe_b64decode(encoded)
        return AESGCM(_derive(key, "seal")).decrypt(raw[:_NONCE], raw[_NONCE:], purpose.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise Unreadable("a sealed value was altered") from error


def is_current(token: str) -> bool:
    """Tell whether a sealed value uses the current key."""
    return token.partition(".")[0] == _ring()[0].key_id


def blind_index(value: str, purpose: str) -> str:
    """Return the look-up value of a field under the current key: 64 hexadecimal digits."""
    return _index(_ring()[0], value, purpose)


def blind_indexes(value: str, purpose: str) -> list[str]:
    """Return the look-up values under every key of the ring, for finding rows while keys rotate."""
    return [_index(key, value, purpose) for key in _ring()]


def fingerprint(content: bytes) -> str:
    """Return the SHA-256 of a content, 64 hexadecimal digits."""
    return sha256(content).hexdigest()


def sign(content: bytes, purpose: str) -> str:
    """Return the portal's own mark under a content under the current key, as ``key_id.digits``.

    It rests on the ring of the field keys, not on the secret of the sessions: that one may change at any time.
    """
    key = _ring()[0]
    return f"{key.key_id}.{_mark(_derive(key, 'sign'), content, purpose)}"


def is_signed(mark: str, content: bytes, purpose: str) -> bool:
    """Tell whether the portal put this mark under the content, under any key of the ring."""
    key_id, dot, digits = mark.rpartition(".")
    if not dot:
        return hmac.compare_digest(digits.encode(), old_mark(content, purpose).encode())
    key = next((key for key in _ring() if key.key_id == key_id), None)
    return key is not None and hmac.compare_digest(
        digits.encode(), _mark(_derive(key, "sign"), content, purpose).encode()
    )


def old_mark(content: bytes, purpose: str) -> str:
    """Return the mark of before there was a ring: 64 hexadecimal digits that rest on the secret of the sessions."""
    config: Config = current_app.config["PORTAL"]
    return _mark(config.secret_key.encode(), content, purpose)


class EncryptedText(TypeDecorator[str]):
    """A text column that is sealed on the way in and opened on the way out."""

    impl = String
    cache_ok = True

    def __init__(self, purpose: str) -> None:
        super().__init__()
        self.purpose = purpose

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Seal the value."""
        return None if value is None else seal(value, self.purpose)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Open the value."""
        return None if value is None else unseal(value, self.purpose)


def _ring() -> tuple[FieldKey, ...]:
    config: Config = current_app.config["PORTAL"]
    return config.field_keys


def _index(key: FieldKey, value: str, purpose: str) -> str:
    return hmac.new(_derive(key, "index"), f"{purpose}\0{value}".encode(), sha256).hexdigest()


def _mark(secret: bytes, content: bytes, purpose: str) -> str:
    return hmac.new(secret, purpose.encode() + b"\0" + content, sha256).hexdigest()


@lru_cache(maxsize=64)
def _derive(key: FieldKey, use: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"portal {use}".encode()).derive(key.secret)
