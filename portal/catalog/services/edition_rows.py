"""Read a row of an edition as an officer typed it: the same cells, the same sentences as in a file."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.catalog.errors import RowNotTaken
from portal.catalog.models import Occupation
from portal.catalog.services.catalog_file import AMOUNT, DOCUMENT, HOURS, MONGOLIAN, SHORTAGE, read_values
from portal.catalog.services.cells import Cells
from portal.catalog.services.naming import CODE, LEVEL, NAME, Occupations
from portal.catalog.services.occupations import new_occupation
from portal.catalog.services.reports import Problem
from portal.catalog.types.editions import RowProblem, TypedRow
from portal.core.i18n import _l
from portal.core.tables import Cell, Row
from portal.core.typed_text import ascii_digits

FIELDS = {
    CODE: "code",
    NAME: "name",
    LEVEL: "level",
    HOURS: "hours",
    SHORTAGE: "shortage",
    AMOUNT: "amount",
    DOCUMENT: "document_number",
    MONGOLIAN: "name_mn",
}
NO_LEVEL = "none"


def read_change(typed: TypedRow, occupation: Occupation) -> dict[str, Any]:
    """Return what a row now says of its occupation.

    Raises:
        RowNotTaken: a field cannot be taken; it says which.
    """
    cells = _cells(typed, name=occupation.name, code=occupation.code or "")
    values = read_values(cells, occupation)
    _refuse(cells)
    return values


def read_new(session: Session, typed: TypedRow) -> tuple[int, dict[str, Any]]:
    """Return the occupation of a row that is added, entered first where it is a local craft, and what the row says.

    Raises:
        RowNotTaken: a field cannot be taken, or warns of something that nobody looked at yet.
    """
    known = Occupations.read(session)
    cells = _cells(typed, name=_name_of(typed, known), code=typed.code.strip())
    occupation = _craft(cells, typed, known) if typed.craft else _listed(cells, typed, known)
    values = read_values(cells, occupation)
    if typed.craft:
        values["level"] = NO_LEVEL  # a special ability has no level
    _refuse(cells)
    warned = tuple(_problem(found) for found in cells.problems if found.column != MONGOLIAN)
    if warned and not typed.checked:
        raise RowNotTaken(warned)
    if occupation is None:
        occupation = new_occupation(session, cells.row.text(NAME), typed.code.strip() or None, values["name_mn"])
    return occupation.id, values


def occupation_of(session: Session, occupation_id: int) -> Occupation:
    """Return an occupation that a row points to."""
    return session.scalars(select(Occupation).where(Occupation.id == occupation_id)).one()


def _name_of(typed: TypedRow, known: Occupations) -> str:
    """Return the name typed, else the name that belongs to the code."""
    name = typed.name.strip()
    owner = known.by_code.get(ascii_digits(typed.code.strip()))
    return name or (owner.name if owner else "")


def _cells(typed: TypedRow, *, name: str, code: str) -> Cells:
    level = NO_LEVEL if typed.craft else typed.level
    words = {
        CODE: "" if typed.craft else code,
        NAME: name,
        LEVEL: level,
        HOURS: typed.hours,
        SHORTAGE: typed.shortage,
        AMOUNT: typed.amount,
        DOCUMENT: typed.document_number,
        MONGOLIAN: typed.name_mn,
    }
    return Cells(Row(1, {column: Cell(text) for column, text in words.items()}))


def _craft(cells: Cells, typed: TypedRow, known: Occupations) -> Occupation | None:
    """Return a local craft by its name; one that has a code is no local craft."""
    name = cells.text(NAME)
    found = known.find(name) if name else None
    if typed.code.strip():
        cells.refuse(CODE, _l("A local craft has no code. Leave the code empty, or take the tick away."))
    elif found is not None and found.code:
        cells.refuse(NAME, _l("This occupation has the code %(code)s; it is no local craft.", code=found.code))
    return found


def _listed(cells: Cells, typed: TypedRow, known: Occupations) -> Occupation | None:
    code = ascii_digits(typed.code.strip())
    former = [one for one in known.by_code.values() if one.id in known.by_old_code.get(code, set())]
    if former and not typed.name.strip():
        now = former[0]
        cells.refuse(
            CODE,
            _l(
                "This is an old code of %(name)s, whose code today is %(now)s. Please use the code of today. %(note)s",
                name=now.name,
                now=now.code or "",
                note=now.code_warning or "",
            ),
        )
        return now
    if former and known.find(typed.name) is None:
        _warn_of_reuse(cells, former[0])
    found = known.identify(cells)
    if found is None and not code and cells.row.text(NAME):
        cells.refuse(NAME, _l("We do not know this occupation. Enter its code, or tick that it is a local craft."))
    return found


def _warn_of_reuse(cells: Cells, former: Occupation) -> None:
    cells.warn(
        CODE,
        _l(
            "This code meant %(name)s before and was given to another occupation since: %(note)s",
            name=former.name,
            note=former.code_warning or "",
        ),
    )


def _refuse(cells: Cells) -> None:
    refused = [found for found in cells.problems if found.refused]
    if refused:
        raise RowNotTaken(tuple(_problem(found) for found in refused))


def _problem(found: Problem) -> RowProblem:
    return RowProblem(FIELDS[found.column], found.reason, found.refused)
