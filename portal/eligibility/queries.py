"""Read the rules from their files, and answer with the rules in force."""

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import yaml
from flask import Flask, current_app, has_app_context
from yaml import CSafeLoader

import portal.core
from portal.eligibility.errors import BrokenExamples, BrokenRules
from portal.eligibility.rules import book as reading
from portal.eligibility.rules import examples as worked
from portal.eligibility.rules import frozen, summary
from portal.eligibility.types import Answer, Example, Rulebook, Summary

DATA = Path(__file__).parent / "data"
EXAMPLE_FILES = (DATA / "rules.yaml", DATA / "examples.yaml")
_RETIRED_CODES = Path(str(portal.core.__file__)).parent / "data" / "regions_retired_codes.csv"
_OCCUPATIONS = Path(str(portal.core.__file__)).parent / "data" / "occupations.csv"
_ADDED = "eligibility"
_KNOWN_FACTS = "eligibility.known_facts"
_HELPERS = "eligibility.helpers"

KnownFacts = Callable[[int, date], Mapping[str, object]]
"""Facts about a person, by the person's number, as they hold on a day, under the names the rules declare."""


class Helper(Protocol):
    """A place where someone helps with a question."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def name_mn(self) -> str | None:
        """Its Mongolian name."""

    @property
    def address(self) -> str:
        """Where it is."""

    @property
    def phone(self) -> str:
        """Its phone."""

    @property
    def opening(self) -> str | None:
        """When it is open."""


Helpers = Callable[[str], Sequence[Helper]]
"""Places to ask inside a region, by its code."""


@dataclass(frozen=True, slots=True)
class Material:
    """What a book of rules is read from, before it is checked."""

    data: Mapping[str, object]
    documents: Mapping[str, str]


def added_rules_dir() -> Path | None:
    """Return the folder of the rules a bureau has added, or None outside a running portal."""
    return Path(current_app.config["PORTAL"].data_dir) / _ADDED if has_app_context() else None


def current_book() -> Rulebook:
    """Return the rules in force: those of the house and those a bureau has added.

    Raises:
        BrokenRules: a file was changed by hand and can no longer be used.
    """
    folder = added_rules_dir()
    files = _added_files(folder)
    return _book(folder, tuple((path.name, path.stat().st_mtime_ns) for path in files))


def material(folder: Path | None) -> Material:
    """Read the data and documents of the house, and of a folder of added rules."""
    found = Material(_read_yaml(DATA / "rules.yaml"), _documents(DATA / "documents"))
    for path in _added_files(folder):
        found = with_file(found, path, path.parent / "documents")
    return found


def with_file(base: Material, path: Path, documents: Path) -> Material:
    """Add one file of rules, and the documents it quotes, to the material of a book.

    Raises:
        BrokenRules: the file cannot be read, or contradicts the book.
    """
    return Material(reading.joined(base.data, _read_yaml(path)), {**base.documents, **_documents(documents)})


def book_of(found: Material) -> Rulebook:
    """Check the material and return it as a book.

    Raises:
        BrokenRules: naming rule and field of every fault.
    """
    return reading.read_book(found.data, found.documents, successors())


@lru_cache(maxsize=1)
def successors() -> Mapping[str, str | None]:
    """Return each region code no longer in use with its latest successor, or None where it has none."""
    latest: dict[str, tuple[int, str | None]] = {}
    with _RETIRED_CODES.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            year = int(row["last_changed_year"])
            if row["code_in_use_today"] == "no" and year >= latest.get(row["code"], (0, None))[0]:
                latest[row["code"]] = year, row["successor_code"] or None
    return {code: successor for code, (_year, successor) in latest.items()}


@lru_cache(maxsize=1)
def occupation_codes() -> Mapping[str, str]:
    """Return the code of each occupation of the 2022 classification by its official name."""
    with _OCCUPATIONS.open(encoding="utf-8-sig", newline="") as file:
        return {row["official_name"]: row["code_2022"] for row in csv.DictReader(file) if row["code_2022"]}


def read_examples(path: Path) -> tuple[Example, ...]:
    """Read a file of worked examples.

    Raises:
        BrokenExamples: naming what cannot be read.
    """
    try:
        data = yaml.load(path.read_text("utf-8-sig"), Loader=CSafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        raise BrokenExamples(f"{path.name} cannot be read: {error}") from error
    return worked.read_examples(data)


def house_examples() -> tuple[Example, ...]:
    """Return every worked example of the house."""
    return tuple(example for path in EXAMPLE_FILES for example in read_examples(path))


def know_people_by(app: Flask, provider: KnownFacts) -> None:
    """Let a room on a higher floor say what the record knows of whoever is signed in; called once, at the roof."""
    app.extensions[_KNOWN_FACTS] = provider


def known_facts(person_id: int | None, day: date) -> Mapping[str, object]:
    """Return the facts the record knows of a person on the day of a class.

    There are none where nobody is signed in, or where no room provides them.
    """
    provider: KnownFacts | None = current_app.extensions.get(_KNOWN_FACTS)
    if person_id is None or provider is None:
        return {}
    return {name: value for name, value in provider(person_id, day).items() if value is not None}


def know_helpers_by(app: Flask, provider: Helpers) -> None:
    """Let a neighbour say where someone helps in a region; called once, at the roof."""
    app.extensions[_HELPERS] = provider


def helpers_in(region: str) -> tuple[Helper, ...]:
    """Return where someone helps in a region, or else in the league or city around it."""
    provider: Helpers | None = current_app.extensions.get(_HELPERS)
    if provider is None:
        return ()
    return tuple(provider(region) or provider(f"{region[:4]}00"))


def verdicts_for(facts: Mapping[str, object]) -> Answer:
    """Ask the rules in force about a person, a class and a day.

    The answer carries the facts and the version of the rules; freeze it with ``rules.frozen.to_dict``.

    Raises:
        BadFact: a fact is not declared or outside its declared values.
    """
    return frozen.answer(facts, current_book())


def class_summary(class_facts: Mapping[str, object], person_facts: Mapping[str, object]) -> Summary:
    """Say in short what one class would give one person; what the person says never overrides the class.

    Raises:
        BadFact: a fact is not declared or outside its declared values.
    """
    return summary.summary_of(verdicts_for({**person_facts, **class_facts}).verdicts)


@lru_cache(maxsize=4)
def _book(folder: Path | None, _files: tuple[tuple[str, int], ...]) -> Rulebook:
    return book_of(material(folder))


def _added_files(folder: Path | None) -> list[Path]:
    return sorted(folder.glob("*.yaml")) if folder is not None and folder.is_dir() else []


def _documents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8-sig") for path in sorted(folder.glob("*.txt"))}


def _read_yaml(path: Path) -> Mapping[str, object]:
    try:
        data = yaml.load(path.read_text("utf-8-sig"), Loader=CSafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        raise BrokenRules([f"{path.name} cannot be read: {error}"]) from error
    if not isinstance(data, Mapping):
        raise BrokenRules([f"{path.name} holds no rules"])
    return {str(name): value for name, value in data.items()}
