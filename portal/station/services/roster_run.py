"""Take rows of a list in: each in its own transaction, wholly or not at all, and never twice.

What a signed sheet has led to once it does not lead to again, so the same file sent anew changes nothing, not even for
someone who withdrew meanwhile.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.core import imports
from portal.core.db import transaction
from portal.core.errors import PortalError
from portal.core.tables import Column, Table, read_table
from portal.eligibility.rules.packing import packed
from portal.enrolment import queries as enrolment_queries
from portal.enrolment import services as enrolment
from portal.enrolment.errors import CannotApply, ClashNotConfirmed, SameWish, TooManyWishes
from portal.enrolment.types import Actor, Channel, NewWish, Refusal, Season
from portal.people import queries as people
from portal.people import services as people_services
from portal.people.types import NewPerson, PhoneOwner
from portal.station import queries, rules
from portal.station.errors import RowRefused
from portal.station.services import roster_words as words
from portal.station.services.acting import record_act, tell_registered
from portal.station.services.helping import consent, record_found
from portal.station.services.roster_check import ListCheck
from portal.station.services.roster_reading import Reading
from portal.station.types import CheckedRow, Clerk, Colour, Outcome, Remark, RosterCells, RosterReport
from portal.station.types.rosters import CLASS, COLUMNS, GROUPS, ID_NUMBER, NAME, NEEDED, PHONE, REGION, SHEET, WISH

ALIASES = {
    NAME: ("姓名全称", "名字"),
    ID_NUMBER: ("身份证号码", "身份证号", "证件号码"),
    PHONE: ("手机号码", "电话", "联系电话", "联系方式"),
    REGION: ("区划代码", "户籍地区划代码"),
    GROUPS: ("人员类型", "人员类别（可多选）"),
    CLASS: ("班级编号",),
    WISH: ("意向职业", "培训意向", "意愿工种"),
    SHEET: ("知情同意书编号", "同意书号"),
}
TABLE_COLUMNS = [Column(name, ALIASES[name], required=name in NEEDED) for name in COLUMNS]


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a row that was taken in."""

    outcome: Outcome
    person_id: int
    application_id: int | None
    wish_id: int | None


def read_list(data: bytes, filename: str) -> Table:
    """Return the rows of a file.

    Raises:
        TableRefused: it cannot be read as a table with these columns, or has more than 2,000 rows.
    """
    return read_table(data, filename, TABLE_COLUMNS, max_rows=rules.ROWS_AT_MOST)


def import_roster(data: bytes, filename: str, *, clerk: Clerk, dry_run: bool = False) -> RosterReport:
    """Check a list and take in all rows that are not red, as this clerk, at once.

    Raises:
        TableRefused: the file cannot be read as a table with these columns.
    """
    table = read_list(data, filename)
    check = ListCheck.of([RosterCells.of_row(row) for row in table.rows], clerk.station_id)
    checked = check.check_all()
    if not dry_run:
        with transaction():
            for row in checked:
                record_found(row.person_id, clerk)
    counts, refused = dict.fromkeys(Outcome, 0), [row for row in checked if row.colour is Colour.RED]
    for row in checked:
        if row.colour is Colour.RED:
            continue
        if dry_run:
            was_done = check.readings[row.cells.number].was_done
            counts[Outcome.UNCHANGED if was_done else Outcome.ADDED] += 1
            continue
        try:
            counts[take(check, row.cells.number, clerk).outcome] += 1
        except RowRefused as error:
            refused.append(refuse_late(row, error))
    yellow = tuple(row for row in checked if row.colour is Colour.YELLOW)
    report = RosterReport(counts[Outcome.ADDED], counts[Outcome.UNCHANGED], tuple(refused), yellow)
    if not dry_run:
        told = [(row.cells.number, row.remarks) for row in refused]
        keep_run(table.digest, filename, clerk.account_id, counts, told)
    return report


def take(check: ListCheck, row_number: int, clerk: Clerk) -> Taken:
    """Write what a row asks for: the person if they are new, their consent, the application or the wish.

    Raises:
        RowRefused: it cannot be taken after all; nothing of it was written.
    """
    reading = check.readings[row_number]
    with transaction():
        person_id = _person(check, reading, clerk)
        before = _done_before(check, reading, person_id)
        if before is not None:
            return before
        consent_id = people_services.add_consent(
            person_id, consent("application", clerk.station_id, reading.sheet), by_account_id=clerk.account_id
        )
        actor = Actor(clerk.account_id, Channel.ROSTER, clerk.station_id, consent_id)
        application_id = _apply(check, reading, person_id, actor)
        wish_id = _wish(check, reading, person_id, actor) if not reading.class_number else None
        tell_registered(person_id, clerk.station_id, application_id, wish_id)
        return Taken(Outcome.ADDED, person_id, application_id, wish_id)


def refuse_late(row: CheckedRow, error: RowRefused) -> CheckedRow:
    """Return a checked row that turned red while it was taken in."""
    remark = words.remark(error.column, error.message)
    return CheckedRow(row.cells, Colour.RED, (remark, *row.remarks), row.id_number_index, row.person_id)


def keep_run(
    digest: str,
    filename: str,
    account_id: int,
    counts: Mapping[Outcome, int],
    refused: Sequence[tuple[int, Sequence[Remark]]],
) -> int:
    """Write down what became of a file: positions and reasons, never what a cell held."""
    added, unchanged = counts[Outcome.ADDED], counts[Outcome.UNCHANGED]
    return imports.keep_run(
        kind="roster",
        filename=filename,
        digest=digest,
        account_id=account_id,
        counts={
            "rows": added + unchanged + len(refused),
            "accepted": added,
            "unchanged": unchanged,
            "refused": len(refused),
        },
        problems=[
            {"row": number, "column": remark.column, "reason": remark.zh}
            for number, remarks in refused
            for remark in remarks
        ],
    )


def _person(check: ListCheck, reading: Reading, clerk: Clerk) -> int:
    assert reading.number is not None  # a row whose number was not understood is red
    person = people.find_person_by_id_number(reading.number)
    if person is not None:
        return person.id
    owner = PhoneOwner.RELATIVE if check.shares_phone(reading, None) else PhoneOwner.OWN
    new = NewPerson(
        name=reading.name,
        id_number=reading.number,
        home_region=reading.region,
        phone=reading.phone,
        phone_owner=owner if reading.phone else None,
        groups=reading.groups,
        is_demo=queries.get_station(clerk.station_id).is_demo,
    )
    purposes = ["registration"] + (["groups"] if reading.groups else [])
    consents = [consent(purpose, clerk.station_id, reading.sheet) for purpose in purposes]
    return people_services.add_person(new, consents, actor_id=clerk.account_id)


def _done_before(check: ListCheck, reading: Reading, person_id: int) -> Taken | None:
    """Return what this sheet, or the person, has already led to."""
    before = check.find_done(reading, person_id)
    if before is None:
        return None
    application_id, wish_id = (before, None) if reading.class_number else (None, before)
    return Taken(Outcome.UNCHANGED, person_id, application_id, wish_id)


def _apply(check: ListCheck, reading: Reading, person_id: int, actor: Actor) -> int | None:
    offered = check.find_class(reading.class_number) if reading.class_number else None
    if offered is None:
        return None
    try:
        shown = packed(enrolment_queries.get_entitlement(offered.id, person_id=person_id).answer)
        made = enrolment.apply(offered.id, person_id=person_id, actor=actor, verdict=shown)
    except CannotApply as error:
        if error.refusal is Refusal.ALREADY_APPLIED:  # in this very moment, somewhere else
            return error.application_id
        raise RowRefused(CLASS, error.message) from error
    except ClashNotConfirmed as error:
        raise RowRefused(CLASS, words.SEAT_ELSEWHERE) from error
    except PortalError as error:  # the class is a draft again
        raise RowRefused(CLASS, words.NO_SUCH_CLASS) from error
    record_act(actor, person_id, "apply", application=made)
    return made


def _wish(check: ListCheck, reading: Reading, person_id: int, actor: Actor) -> int:
    occupation_id, own_words = check.wished(reading)
    wish = NewWish(occupation_id, own_words, reading.region, Season.ANY, None, None, job_wish=False)
    try:
        made = enrolment.add_wish(wish, person_id=person_id, actor=actor)
    except TooManyWishes as error:
        raise RowRefused(WISH, words.TOO_MANY_WISHES) from error
    except SameWish as error:  # in this very moment, somewhere else
        raise RowRefused(WISH, error.message) from error
    record_act(actor, person_id, "wish", wish=made)
    return made
