"""Check passwords without letting a flood of sign-ins stop the rest of the portal.

Argon2id with the parameters of OWASP's cheat sheet (19 MiB, two passes, one lane): 34 ms of processor time each. One
thread of each process does it all, in the order people came, and lets whoever shows pages go first at the processor.
"""

import os
import secrets
import sys
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from functools import cache, partial
from time import monotonic
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from portal.core.db import waiting
from portal.people.errors import TooManySigningIn

R = TypeVar("R")

AT_ONCE = 1  # hashings of one process that run side by side; more only take each other's processor
# Each who waits holds a thread of the server, so it has more threads than may wait (--blocking-threads 256). More are
# sent away, and so is who waited too long. Whoever registers has typed for minutes and has places of their own.
SIGN_INS_AT_MOST, OTHERS_AT_MOST = 200, 16
SECONDS_TO_WAIT = 20
FLOOD = 20  # sent away within a second
_STEPS_BACK = 10  # of the 19 that Linux knows

_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
_sign_ins = threading.BoundedSemaphore(SIGN_INS_AT_MOST)
_others = threading.BoundedSemaphore(OTHERS_AT_MOST)
_sent_away: deque[float] = deque(maxlen=FLOOD)


def _step_back() -> None:
    if sys.platform == "linux":  # elsewhere a thread has no number the system knows it by
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _STEPS_BACK)


_turns = ThreadPoolExecutor(AT_ONCE, "passwords", _step_back)


def hash_password(password: str) -> str:
    """Return what is stored of a password.

    Raises:
        TooManySigningIn: no turn became free in time.
    """
    return _in_turn(_others, partial(_hasher.hash, password))


def fits(password: str, stored: str | None, *, signing_in: bool = False) -> bool:
    """Tell whether the password is right; without a stored one it takes as long to say no.

    Args:
        password: What was typed.
        stored: What is stored of the right one.
        signing_in: Whoever signs in takes one of the many places for that.

    Raises:
        TooManySigningIn: no turn became free in time.
    """
    return bool(fitting(password, [stored], signing_in=signing_in))


def fitting(password: str, several: Sequence[str | None], *, signing_in: bool = False) -> list[str | None]:
    """Return which of the stored ones this password fits, all looked at in one turn; with none it takes as long as one.

    Raises:
        TooManySigningIn: no turn became free in time.
    """
    return _in_turn(_sign_ins if signing_in else _others, partial(_verify_each, password, several))


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


def _in_turn(places: threading.BoundedSemaphore, work: Callable[[], R]) -> R:
    if not places.acquire(blocking=False):
        _sent_away.append(monotonic())
        raise TooManySigningIn
    try:
        with waiting():
            turn = _turns.submit(work)
            wait((turn,), SECONDS_TO_WAIT)
        if turn.cancel():
            raise TooManySigningIn
        return turn.result()  # it may just have begun
    finally:
        places.release()


def _verify_each(password: str, several: Sequence[str | None]) -> list[str | None]:
    return [stored for stored in several or [None] if _verify(password, stored)]


def _verify(password: str, stored: str | None) -> bool:
    try:
        return _hasher.verify(stored or _nobodys_hash(), password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys_hash() -> str:
    return _hasher.hash(secrets.token_urlsafe())
