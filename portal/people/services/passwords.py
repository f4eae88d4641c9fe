"""Check passwords without letting a flood of sign-ins stop the rest of the portal.

Argon2id with the parameters of OWASP's cheat sheet (19 MiB, two passes, one lane): 34 ms of processor time each.
"""

import secrets
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from time import monotonic

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from portal.people.errors import TooManySigningIn

AT_ONCE = 1  # hashings of one process that run side by side; more only take each other's processor
# More than may wait are sent away. Sign-ins never hold more than half of the four threads of a server; who registers
# has typed for minutes and waits longer.
SIGN_INS_MAY_WAIT, OTHERS_MAY_WAIT = 1, 16
SECONDS_TO_WAIT = 5
FLOOD = 20  # sent away within a second

_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
_turns = threading.BoundedSemaphore(AT_ONCE)
_sign_ins = threading.BoundedSemaphore(AT_ONCE + SIGN_INS_MAY_WAIT)
_sent_away: deque[float] = deque(maxlen=FLOOD)
_others = threading.BoundedSemaphore(AT_ONCE + OTHERS_MAY_WAIT)


def hash_password(password: str) -> str:
    """Return what is stored of a password.

    Raises:
        TooManySigningIn: no turn became free in time.
    """
    with _turn(_others):
        return _hasher.hash(password)


def fits(password: str, stored: str | None, *, signing_in: bool = False) -> bool:
    """Tell whether the password is right; without a stored one it takes as long to say no.

    Args:
        password: What was typed.
        stored: What is stored of the right one.
        signing_in: Whoever signs in waits in a short queue of their own.

    Raises:
        TooManySigningIn: no turn became free in time.
    """
    with _turn(_sign_ins if signing_in else _others):
        try:
            return _hasher.verify(stored or _nobodys_hash(), password) and stored is not None
        except (VerificationError, InvalidHashError):
            return False


def is_flooded() -> bool:
    """Tell whether so many were just sent away that the next one is to be sent away as cheaply as can be."""
    if len(_sent_away) < FLOOD or monotonic() - _sent_away[0] > 1:
        return False
    if _sign_ins.acquire(blocking=False):
        _sign_ins.release()
        return False
    _sent_away.append(monotonic())
    return True


def is_outdated(stored: str) -> bool:
    """Tell whether a stored password was hashed with other parameters than today's."""
    return _hasher.check_needs_rehash(stored)


@contextmanager
def _turn(queue: threading.BoundedSemaphore) -> Iterator[None]:
    if not queue.acquire(blocking=False):
        _sent_away.append(monotonic())
        raise TooManySigningIn
    try:
        if not _turns.acquire(timeout=SECONDS_TO_WAIT):
            raise TooManySigningIn
        try:
            yield
        finally:
            _turns.release()
    finally:
        queue.release()


@cache
def _nobodys_hash() -> str:
    return _hasher.hash(secrets.token_urlsafe())
