"""Check passwords without letting a flood of sign-ins stop the rest of the portal.

Argon2id with the parameters of OWASP's cheat sheet (19 MiB, two passes, one lane): 34 ms of processor time each.
"""

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from portal.people.errors import TooManySigningIn

AT_ONCE = 2  # hashings of one process that run side by side
MAY_WAIT = 16  # more than that are sent away, so that they do not hold every thread of the server
SECONDS_TO_WAIT = 5

_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
_turns = threading.BoundedSemaphore(AT_ONCE)
_queue = threading.BoundedSemaphore(AT_ONCE + MAY_WAIT)


def hash_password(password: str) -> str:
    """Return what is stored of a password.

    Raises:
        TooManySigningIn: no turn became free in time.
    """
    with _turn():
        return _hasher.hash(password)


def fits(password: str, stored: str | None) -> bool:
    """Tell whether the password is right; without a stored one it takes as long to say no.

    Raises:
        TooManySigningIn: no turn became free in time.
    """
    with _turn():
        try:
            return _hasher.verify(stored or _nobodys_hash(), password) and stored is not None
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(stored: str) -> bool:
    """Tell whether a stored password was hashed with other parameters than today's."""
    return _hasher.check_needs_rehash(stored)


@contextmanager
def _turn() -> Iterator[None]:
    if not _queue.acquire(blocking=False):
        raise TooManySigningIn
    try:
        if not _turns.acquire(timeout=SECONDS_TO_WAIT):
            raise TooManySigningIn
        try:
            yield
        finally:
            _turns.release()
    finally:
        _queue.release()


@cache
def _nobodys_hash() -> str:
    return _hasher.hash(secrets.token_urlsafe())
