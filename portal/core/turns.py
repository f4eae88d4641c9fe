"""Let few requests work at once in a process, in the order they came, however many threads its server has.

Threads that work side by side take each other's turn at the interpreter: with 16 visitors at once the slowest pages
took twice as long from 256 threads as from 4. The many are for those who wait: they step aside and hold up nobody.
"""

import threading
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

AT_WORK = 4


class Places:
    """So many places, each handed to who waits longest; who had one before comes first."""

    def __init__(self, number: int) -> None:
        self._free = number
        self._line: deque[threading.Lock] = deque()
        self._back: deque[threading.Lock] = deque()
        self._turn = threading.Lock()

    def take(self, *, again: bool = False) -> None:
        """Wait for a place.

        Args:
            again: Whoever stepped aside may hold by now what others wait for, and shall not stand behind them.
        """
        with self._turn:
            if self._free:
                self._free -= 1
                return
            called = threading.Lock()
            called.acquire()
            (self._back if again else self._line).append(called)
        called.acquire()

    def give_back(self) -> None:
        """Let the next one in."""
        with self._turn:
            if line := self._back or self._line:
                line.popleft().release()
            else:
                self._free += 1


_places = Places(AT_WORK)
_here = threading.local()


def few_at_once(application: WSGIApplication) -> WSGIApplication:
    """Return the WSGI application with a line in front of it."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        _places.take()
        _here.at_work = True
        try:
            return application(environ, start_response)
        finally:
            _here.at_work = False
            _places.give_back()

    return answer


@contextmanager
def stepping_aside() -> Iterator[None]:
    """Leave the place to others for as long as the block waits for something else than the interpreter.

    Nobody may hold a connection meanwhile, or anything else for which others wait in their places: they could hold all
    of them. `portal.core.db.waiting` sees to it.
    """
    if not getattr(_here, "at_work", False):
        yield
        return
    _here.at_work = False
    _places.give_back()
    try:
        yield
    finally:
        _places.take(again=True)
        _here.at_work = True
