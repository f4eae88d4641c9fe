"""A summary that waits to be printed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WaitingPrint:
    """One place in the queue."""

    id: int
    code: str
    person_id: int
    place: int  # 1 is next
    failed: bool  # it was tried; the next request prints it and says what is wrong
