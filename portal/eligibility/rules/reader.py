"""Read a mapping field by field and name every fault with its place."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime

UNSPECIFIED = "unspecified"


class Reader:
    """A mapping from a file of rules, read field by field; faults are gathered, not raised."""

    def __init__(self, data: object, place: str, faults: list[str]) -> None:
        """Remember where the mapping stands, for the faults."""
        self.place, self.faults = place, faults
        self.data: Mapping[str, object] = {}
        self._read: set[str] = set()
        if isinstance(data, Mapping):
            self.data = {str(key): value for key, value in data.items()}
        else:
            self.fault("", "must be a mapping of names to values")

    def fault(self, field: str, reason: str) -> None:
        """Note a fault of a field."""
        self.faults.append(f"{self.place}, {field}: {reason}" if field else f"{self.place}: {reason}")

    def has(self, field: str) -> bool:
        """Say whether the field is there."""
        return field in self.data

    def get(self, field: str) -> object:
        """Return the field as it stands."""
        self._read.add(field)
        return self.data.get(field)

    def text(self, field: str, *, needed: bool = True) -> str:
        """Return a text, empty where it is not needed and not there."""
        value = self.get(field)
        if isinstance(value, str) and value.strip():
            return value.strip()
        if needed or value is not None:
            self.fault(field, "must be a text" if value is not None else "is missing")
        return ""

    def flag(self, field: str) -> bool:
        """Return yes or no; what is not there is no."""
        value = self.get(field)
        if value is not None and not isinstance(value, bool):
            self.fault(field, "must be true or false")
        return value is True

    def day(self, field: str) -> date | None:
        """Return a date, or None where it is ``unspecified`` or faulty."""
        value = self.get(field)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        if value != UNSPECIFIED:
            self.fault(field, "must be a date such as 2024-02-07" if value is not None else "is missing")
        return None

    def words(self, field: str, allowed: Iterable[str] | None = None) -> tuple[str, ...]:
        """Return a list of texts, empty where it is not there; each must be one of those allowed."""
        value = self.get(field)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.fault(field, "must be a list of texts")
            return ()
        known = None if allowed is None else set(allowed)
        for item in value:
            if known is not None and item not in known:
                self.fault(field, f"{item} is not known")
        if len(set(value)) < len(value):
            self.fault(field, "names something twice")
        return tuple(value)

    def scope(self, field: str) -> str:
        """Return the beginning of a region code, two, four or six digits."""
        value = self.get(field)
        if isinstance(value, str) and re.fullmatch(r"(\d\d){1,3}", value, re.ASCII):
            return value
        self.fault(field, 'must be the beginning of a region code in quotation marks, such as "1506"')
        return ""

    def done(self) -> None:
        """Note each field that nobody asked for."""
        for field in self.data:
            if field not in self._read:
                self.fault(field, "is not a field of this kind")
