"""Print answers: one at a time, and the same answer once for a while, however many ask for it."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from hashlib import sha256
from time import monotonic

from portal.core import pdf
from portal.core.db import in_turn
from portal.core.pdf import Edition

KEPT_SECONDS, MOST_KEPT = 600, 32

Key = tuple[Edition, bytes]


class Shelf:
    """Papers that were printed a while ago, for whoever asks the same."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, tuple[float, bytes]] = OrderedDict()
        self._one_at_a_time = threading.Lock()

    def find_or_make(self, key: Key, make: Callable[[], bytes]) -> bytes:
        """Return the paper of a key; those who come while another one is being made wait aside."""
        return self._find(key) or self.alone(lambda: self._find(key) or self._keep(key, make()))

    def alone(self, make: Callable[[], bytes]) -> bytes:
        """Make a paper when all before it are made, so that no more than one of these ever stands at the press."""
        with in_turn(self._one_at_a_time):
            return make()

    def _find(self, key: Key) -> bytes | None:
        made_at, paper = self._kept.get(key, (0.0, b""))
        return paper if paper and monotonic() - made_at < KEPT_SECONDS else None

    def _keep(self, key: Key, paper: bytes) -> bytes:
        """Keep a paper; called by one thread at a time."""
        oldest = monotonic() - KEPT_SECONDS
        self._kept[key] = (monotonic(), paper)
        self._kept.move_to_end(key)
        while len(self._kept) > MOST_KEPT or next(iter(self._kept.values()))[0] < oldest:
            self._kept.popitem(last=False)
        return paper


shelf = Shelf()


def printed(html: str, edition: Edition, *, keep: bool) -> bytes:
    """Return a paper as PDF; only one that says nothing of a record is kept."""

    def make() -> bytes:
        return pdf.render(html, edition=edition, gaps=True)

    return shelf.find_or_make((edition, sha256(html.encode()).digest()), make) if keep else shelf.alone(make)
