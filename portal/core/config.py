"""Read the settings from the environment, once, and refuse to start without the ones that matter."""

import base64
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeVar
from urllib.parse import urlsplit

KEYS_FILE = "keys.env"
SHORTEST_SECRET = 32  # characters
Choice = TypeVar("Choice", bound=str)


class ConfigError(RuntimeError):
    """A setting is missing or cannot be read; the message names it."""


@dataclass(frozen=True)
class FieldKey:
    """One key of the ring that encrypts personal fields."""

    key_id: str
    secret: bytes


@dataclass(frozen=True)
class SmsSettings:
    """How text messages go out, what they may cost, and when they may ring."""

    url: str | None = None  # of the gateway; None: they only stand in the log
    key: str = field(default="", repr=False)  # signs requests to the gateway
    price: int = 5  # fen for each part of a message
    monthly_cap: int = 200_000  # fen
    quiet: tuple[int, int] = (21, 8)  # local hours, from and to
    timeout: float = 8.0  # seconds


@dataclass(frozen=True)
class Config:
    """All settings of one running portal."""

    database_url: str
    redis_url: str | None
    secret_key: str
    field_keys: tuple[FieldKey, ...]  # the first encrypts; all decrypt
    base_url: str
    rate_limit: bool
    data_dir: Path
    deletions: Path  # names who was deleted, outside the database: a restored backup would bring them back
    metrics_from: tuple[str, ...]
    trusted_proxies: int = 0  # how many stand in front and tell the true address
    sms: SmsSettings = SmsSettings()
    jobs: Literal["here", "worker"] = "here"  # who does the work apart from requests
    operator: str | None = None  # who runs the portal and answers for the data
    operator_contact: str | None = None
    second_step: Literal["required", "offered"] = "required"  # of staff, after the password

    @property
    def is_sqlite(self) -> bool:
        """Tell whether the database is a SQLite file."""
        return self.database_url.startswith("sqlite")


def read_config(environ: Mapping[str, str] = os.environ, *, make_keys: bool = False) -> Config:
    """Return the settings of the environment.

    Args:
        environ: Where the variables are read.
        make_keys: Make missing keys in the data directory. Only Flask's own command line asks for this;
            a server that finds no keys must not invent some and leave old rows unreadable.

    Raises:
        ConfigError: A variable is missing or malformed.
    """
    data_dir = Path(environ.get("PORTAL_DATA_DIR", "var")).resolve()
    keys = _keys(environ, data_dir, make_keys=make_keys)
    port = environ.get("PORT", "8000")
    return Config(
        database_url=_database_url(environ, data_dir),
        redis_url=environ.get("PORTAL_REDIS_URL") or None,
        secret_key=_secret(keys["PORTAL_SECRET_KEY"]),
        field_keys=_read_ring(keys["PORTAL_FIELD_KEYS"]),
        base_url=environ.get("PORTAL_BASE_URL", f"http://127.0.0.1:{port}").rstrip("/"),
        rate_limit=environ.get("PORTAL_RATE_LIMIT", "on") != "off",
        data_dir=data_dir,
        deletions=Path(environ.get("PORTAL_DELETIONS") or data_dir / "deletions.txt"),
        metrics_from=tuple(environ.get("PORTAL_METRICS_FROM", "127.0.0.1,::1").split(",")),
        trusted_proxies=_whole("PORTAL_TRUSTED_PROXIES", environ),
        sms=_sms(environ),
        jobs=_choice("PORTAL_JOBS", environ, "here", "worker"),
        operator=environ.get("PORTAL_OPERATOR") or None,
        operator_contact=environ.get("PORTAL_OPERATOR_CONTACT") or None,
        second_step=_choice("PORTAL_SECOND_STEP", environ, "required", "offered"),
    )


def _choice(name: str, environ: Mapping[str, str], first: Choice, second: Choice) -> Choice:
    """Return which of the two is set, the first where nothing is."""
    text = environ.get(name) or first
    for choice in (first, second):
        if text == choice:
            return choice
    raise ConfigError(f"{name} must be {first} or {second}, not {text!r}")


def _sms(environ: Mapping[str, str]) -> SmsSettings:
    url, key = environ.get("PORTAL_SMS_URL") or None, environ.get("PORTAL_SMS_KEY", "")
    if url:
        address = urlsplit(url)
        at_home = address.hostname in ("127.0.0.1", "::1", "localhost")
        if not address.hostname or address.scheme not in (("http", "https") if at_home else ("https",)):
            raise ConfigError("PORTAL_SMS_URL must be an https address")
        if not key:
            raise ConfigError("PORTAL_SMS_KEY must be set: it signs what is sent to PORTAL_SMS_URL")
    return SmsSettings(
        url=url,
        key=key,
        price=_whole("PORTAL_SMS_PRICE", environ, SmsSettings.price),
        monthly_cap=_whole("PORTAL_SMS_MONTHLY_CAP", environ, SmsSettings.monthly_cap // 100) * 100,
        quiet=_hours("PORTAL_SMS_QUIET", environ),
    )


def _hours(name: str, environ: Mapping[str, str]) -> tuple[int, int]:
    text = environ.get(name, "21-8")
    found = re.fullmatch(r"([0-9]{1,2})-([0-9]{1,2})", text)
    hours = (int(found[1]), int(found[2])) if found else (24, 24)
    if max(hours) > 23:
        raise ConfigError(f"{name} must be two hours, such as 21-8, not {text!r}")
    return hours


def _whole(name: str, environ: Mapping[str, str], default: int = 0) -> int:
    text = environ.get(name) or str(default)
    if not (text.isascii() and text.isdigit()):
        raise ConfigError(f"{name} must be a whole number, not {text!r}")
    return int(text)


def new_field_key() -> str:
    """Return a fresh entry for PORTAL_FIELD_KEYS, written ``id:base64``."""
    return f"k{secrets.token_hex(3)}:{base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()}"


def write_keys(path: Path, values: Mapping[str, str]) -> None:
    """Write the keys to a file that only its owner can read."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.writelines(f"{name}={value}\n" for name, value in values.items())
    fresh.replace(path)


def read_keys(path: Path) -> dict[str, str]:
    """Return the keys written by `write_keys`, or nothing where there is no file."""
    if not path.exists():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)


def _database_url(environ: Mapping[str, str], data_dir: Path) -> str:
    url = environ.get("PORTAL_DATABASE_URL")
    if not url:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)  # groups and messages of people are in it
        return f"sqlite:///{data_dir / 'portal.sqlite3'}"
    # One driver for PostgreSQL, however the address is written.
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _keys(environ: Mapping[str, str], data_dir: Path, *, make_keys: bool) -> dict[str, str]:
    path = data_dir / KEYS_FILE
    stored = read_keys(path)
    makers = {"PORTAL_SECRET_KEY": lambda: secrets.token_urlsafe(48), "PORTAL_FIELD_KEYS": new_field_key}
    found = {name: environ.get(name) or stored.get(name, "") for name in makers}
    missing = [name for name, value in found.items() if not value]
    if missing and not make_keys:
        raise ConfigError(
            f"{' and '.join(missing)} must be set (or be in {path}): the portal does not start without keys"
        )
    if missing:
        for name in missing:
            found[name] = stored[name] = makers[name]()
        write_keys(path, stored)
    return found


def _secret(text: str) -> str:
    if len(text) < SHORTEST_SECRET:
        raise ConfigError(f"PORTAL_SECRET_KEY must have at least {SHORTEST_SECRET} characters")
    return text


def _read_ring(text: str) -> tuple[FieldKey, ...]:
    ring: list[FieldKey] = []
    for entry in text.split(","):
        key_id, _, encoded = entry.strip().partition(":")
        try:
            secret = base64.b64decode(encoded, altchars=b"-_", validate=True)
        except ValueError:  # other characters, or not as many as there must be
            secret = b""
        if len(secret) != 32:
            raise ConfigError("PORTAL_FIELD_KEYS must be a list of id:key with keys of 32 bytes in base64")
        if not re.fullmatch("[A-Za-z0-9_-]{1,32}", key_id):
            raise ConfigError("PORTAL_FIELD_KEYS must name each key with 1 to 32 letters, digits, - or _")
        if key_id in [key.key_id for key in ring]:
            raise ConfigError(f"PORTAL_FIELD_KEYS must name each key differently, not two of them {key_id!r}")
        ring.append(FieldKey(key_id, secret))
    return tuple(ring)
