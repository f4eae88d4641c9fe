"""Hand short messages to a gateway. Whether one arrived is often unknown: every message has an id that a retry repeats.

The standard library does: one POST to one address, no redirects to follow, no cookies, no proxy taken from the
environment, the certificate checked; a client library would add none of this and would have to be kept up to date.
"""

import hmac
import json
import logging
import secrets
import ssl
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from time import monotonic
from typing import Protocol
from urllib.parse import urlsplit

from flask import current_app

from portal.core import clock, phones
from portal.core.config import Config, SmsSettings

log = logging.getLogger(__name__)

_MOST_READ = 65_536  # bytes of an answer
_TAKEN = (200, 201, 202, 409)  # 409: this id was taken before
_REFUSED = (400, 413, 422)  # it is the message that is wrong; with a wrong key, the next try may go well


class Outcome(StrEnum):
    """What is known after a message was handed over."""

    TAKEN = "taken"
    REFUSED = "refused"  # this message will never be taken
    LATER = "later"  # not taken; it may be tried again
    UNKNOWN = "unknown"  # perhaps taken: the same id must be used again


@dataclass(frozen=True)
class Text:
    """One short message."""

    reference: str  # the id a gateway knows it by; the same message never gets another
    to: str = field(repr=False)  # E.164
    body: str = field(repr=False)
    language: str  # zh or mn


class Gateway(Protocol):
    """Whatever takes messages."""

    is_instant: bool  # it answers without a line that could break

    def send(self, text: Text) -> Outcome:
        """Hand a message over and say what is known then; nothing is raised."""
        ...


class Console:
    """Say in the log that a message would go out, and to whom, masked. Nothing leaves the machine."""

    is_instant = True

    def send(self, text: Text) -> Outcome:
        """Take every message."""
        log.info("text message %s to %s, %d characters", text.reference, phones.mask(text.to), len(text.body))
        return Outcome.TAKEN


class HttpGateway:
    """A gateway that takes signed JSON.

    POST of ``{"id", "to", "text", "language"}`` with the headers ``Idempotency-Key`` (the id), ``X-Timestamp``
    (seconds), ``X-Nonce`` and ``X-Signature``: the HMAC-SHA-256, in hexadecimal, of timestamp, nonce and body with a
    line feed between. 200, 201 and 202 say that it was taken, 409 that it was taken before; 400, 413 and 422 refuse it
    for good. After any other answer, such as 401 to a wrong key, it is tried again later.
    """

    is_instant = False

    def __init__(self, settings: SmsSettings) -> None:
        self._settings = settings
        self._address = urlsplit(settings.url or "")

    def send(self, text: Text) -> Outcome:
        """Hand a message over within the time the settings give."""
        content = {"id": text.reference, "to": text.to, "text": text.body, "language": text.language}
        body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
        headers = {**signature_headers(self._settings.key, body), "Idempotency-Key": text.reference}
        try:
            status = self._post(body, {**headers, "Content-Type": "application/json; charset=utf-8"})
        except ConnectionRefusedError:  # it certainly took nothing
            return Outcome.LATER
        except (OSError, HTTPException) as error:
            log.warning("text message %s: no answer of the gateway (%s)", text.reference, type(error).__name__)
            return Outcome.UNKNOWN
        return outcome_of(status)

    def _post(self, body: bytes, headers: dict[str, str]) -> int:
        host, port, seconds = self._address.hostname or "", self._address.port, self._settings.timeout
        secure = self._address.scheme == "https"
        connection = (
            HTTPSConnection(host, port, timeout=seconds, context=ssl.create_default_context())
            if secure
            else HTTPConnection(host, port, timeout=seconds)
        )
        path = self._address.path or "/"
        try:
            connection.request("POST", f"{path}?{self._address.query}" if self._address.query else path, body, headers)
            answer = connection.getresponse()
            _read_to_the_end(answer, until=monotonic() + seconds)
            return answer.status
        finally:
            connection.close()


def gateway() -> Gateway:
    """Return the gateway the settings name, else the console."""
    config: Config = current_app.config["PORTAL"]
    return HttpGateway(config.sms) if config.sms.url else Console()


def signature_headers(key: str, body: bytes) -> dict[str, str]:
    """Return the headers that prove who sent a body, when, and that it is not an old one sent again."""
    moment, nonce = str(int(clock.now().timestamp())), secrets.token_hex(16)
    return {"X-Timestamp": moment, "X-Nonce": nonce, "X-Signature": signature(key, moment, nonce, body)}


def signature(key: str, moment: str, nonce: str, body: bytes) -> str:
    """Return the mark under a request to the gateway."""
    return hmac.new(key.encode(), b"\n".join((moment.encode(), nonce.encode(), body)), sha256).hexdigest()


def outcome_of(status: int) -> Outcome:
    """Return what an HTTP status says about a message."""
    if status in _TAKEN:
        return Outcome.TAKEN
    if status in _REFUSED:
        return Outcome.REFUSED
    return Outcome.UNKNOWN if status >= 500 else Outcome.LATER


def _read_to_the_end(answer: HTTPResponse, *, until: float) -> None:
    """Read an answer, but neither more nor longer than an answer can be: half an answer is no answer."""
    size = 0
    while chunk := answer.read1(8192):
        size += len(chunk)
        if size > _MOST_READ or monotonic() > until:
            raise TimeoutError
    if answer.length:  # the line was cut before the end
        raise ConnectionResetError
