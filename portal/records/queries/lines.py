"""Reads of trainings, certificates and subsidies, always of one person."""

from collections import defaultdict

from sqlalchemy import or_, select

from portal.catalog.models import Occupation
from portal.core import clock
from portal.core.db import read_as, session
from portal.core.terms import terms
from portal.people.models import Person
from portal.people.queries import list_ids_of_same_human
from portal.records.models import Certificate, EnrolmentRecord, SubsidyEntitlement
from portal.records.types import (
    CertificateLine,
    EarlierVersion,
    Evaluation,
    LifelongRecord,
    Named,
    SubsidyLine,
    SubsidyState,
    TrainingLine,
)


def list_for(person_id: int) -> LifelongRecord:
    """Return all that is kept about a person's learning, newest first: three statements, however long it is."""
    return LifelongRecord(_trainings(person_id), _certificates(person_id), _subsidies(person_id))


def subsidised_keys(person_id: int) -> frozenset[tuple[str, str, str]]:
    """Return occupation, level (in the word of the documents) and kind of each subsidy this human being claimed.

    Claims from before a deletion count as well, else being forgotten would open the way to a second claim.
    """
    stmt = select(SubsidyEntitlement.occupation_key, SubsidyEntitlement.level, SubsidyEntitlement.kind).where(
        SubsidyEntitlement.person_id.in_(list_ids_of_same_human(person_id)),
        SubsidyEntitlement.state != SubsidyState.REFUSED,
    )
    levels = terms("level")
    return frozenset(
        (occupation, levels[level].policy_word if level in levels else level, kind)
        for occupation, level, kind in session().execute(stmt)
    )


def find_occupation_code(name: str) -> str | None:
    """Return the code of an occupation by its name or by the word of the documents, where it has one."""
    stmt = (
        select(Occupation.code)
        .where(or_(Occupation.name == name.strip(), Occupation.policy_term == name.strip()))
        .order_by(Occupation.id)
        .limit(1)
    )
    return session().scalar(stmt)


def lock_person(person_id: int) -> None:
    """Let one write about a person wait for the other, until the transaction ends."""
    session().execute(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))


def lock_same_human(person_id: int) -> list[int]:
    """Let one claim for a human being wait for the other, and return every row of theirs.

    The rows of before a deletion are locked as well: a claim under each of two rows would meet no unique index.
    """
    ids = list_ids_of_same_human(person_id) or [person_id]
    stmt = select(Person.id).where(Person.id.in_(ids)).order_by(Person.id)
    session().execute(stmt.with_for_update(key_share=True))
    return list_ids_of_same_human(person_id) or [person_id]


def _trainings(person_id: int) -> tuple[TrainingLine, ...]:
    stmt = (
        select(EnrolmentRecord)
        .where(EnrolmentRecord.person_id == person_id)
        .order_by(EnrolmentRecord.ends_on.desc(), EnrolmentRecord.id.desc())
        .execution_options(populate_existing=True)
    )
    rows = list(session().scalars(stmt))
    earlier: dict[str, list[EnrolmentRecord]] = defaultdict(list)
    for row in rows:
        if row.replaced_by_id is not None:
            earlier[row.class_number].append(row)
    return tuple(_training(row, earlier[row.class_number]) for row in rows if row.replaced_by_id is None)


def _training(row: EnrolmentRecord, earlier: list[EnrolmentRecord]) -> TrainingLine:
    before = sorted(earlier, key=lambda version: version.id, reverse=True)
    return read_as(
        TrainingLine,
        row,
        occupation=Named(row.occupation_name, row.occupation_name_mn or ""),
        provider=Named(row.provider_name, row.provider_name_mn or ""),
        hours=row.hours_attended,
        earlier=tuple(
            EarlierVersion(version.hours_attended, version.result, clock.to_local(version.recorded_at).date())
            for version in before
        ),
        evaluation=Evaluation(row.evaluated_on, row.result_on, row.evaluator),
    )


def _certificates(person_id: int) -> tuple[CertificateLine, ...]:
    stmt = (
        select(Certificate)
        .where(Certificate.person_id == person_id)
        .order_by(Certificate.issued_on.desc(), Certificate.id.desc())
        .execution_options(populate_existing=True)
    )
    return tuple(
        read_as(CertificateLine, row, occupation=Named(row.occupation_name, row.occupation_name_mn or ""))
        for row in session().scalars(stmt)
    )


def _subsidies(person_id: int) -> tuple[SubsidyLine, ...]:
    stmt = (
        select(SubsidyEntitlement)
        .where(SubsidyEntitlement.person_id == person_id)
        .order_by(SubsidyEntitlement.year.desc(), SubsidyEntitlement.id.desc())
        .execution_options(populate_existing=True)
    )
    return tuple(read_as(SubsidyLine, row, occupation=row.occupation_name) for row in session().scalars(stmt))
