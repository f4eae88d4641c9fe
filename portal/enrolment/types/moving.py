"""Read models of classes that end because their provider was withdrawn, and of where their people go."""

from dataclasses import dataclass

from portal.enrolment.types.applications import ClassFacts


@dataclass(frozen=True, slots=True)
class ClassToSettle:
    """A class of a withdrawn provider that is to come or runs, and how many people it concerns."""

    class_session: ClassFacts
    seated: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of the people of a class that was ended."""

    seated: int = 0
    waiting: int = 0
    told: int = 0  # neither seat nor place in the list: told that the class does not take place

    @property
    def everyone(self) -> int:
        """How many people it concerned."""
        return self.seated + self.waiting + self.told


@dataclass(frozen=True, slots=True)
class Move:
    """That a bureau moved someone from one class into another, and why."""

    application_id: int  # the other application: where it leads to, or where it comes from
    reason: str
    onward: bool  # leads to the other one
