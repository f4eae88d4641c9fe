"""Reads of summary documents: by their holder, and by anyone who has the code."""

import hmac
from collections.abc import Sequence
from typing import cast

from sqlalchemy import select

from portal.core import clock, crypto, names, pdf
from portal.core.crypto import Unreadable
from portal.core.db import session
from portal.core.i18n import EDITIONS, _, speaking
from portal.core.typed_text import compact_code
from portal.people.models import Person
from portal.people.queries import get_person
from portal.records import rules
from portal.records.errors import SummaryAltered, SummaryNotFound
from portal.records.models import Certificate, EnrolmentRecord, SummaryDocument
from portal.records.queries.lines import list_for
from portal.records.types import (
    LANGUAGES,
    CertificateLine,
    CertificateState,
    CheckedCertificate,
    CheckedTraining,
    DocumentLine,
    DocumentState,
    FrozenCertificate,
    FrozenTraining,
    IssuedSummary,
    Language,
    Named,
    Result,
    SummaryContent,
    SummaryDraft,
    TrainingLine,
    Verification,
)

SIGNED_AS, PDF_SIGNED_AS = "summary_document", "summary_document.pdf"


def draft_summary(person_id: int) -> SummaryDraft:
    """Return what a summary would hold if it were issued now: what was learned, and certificates that stand.

    Classes somebody did not come to, and subsidies, are nobody's business but the holder's.
    """
    person, record = get_person(person_id), list_for(person_id)
    trainings = tuple(_frozen(line) for line in record.trainings if line.result is not Result.ABSENT)
    certificates = tuple(
        _frozen_certificate(line) for line in record.certificates if line.state is CertificateState.VALID
    )
    name = Named(rules.printable(person.name), rules.printable(person.name_mn or ""))
    text = "".join(rules.texts_of(name, trainings, certificates))
    return SummaryDraft(
        name=name,
        id_number=person.masked_id_number,
        trainings=trainings,
        certificates=certificates,
        demonstration=person.is_demo,
        unprintable={language: pdf.missing_characters(text, language) for language in LANGUAGES},
    )


def portal_name() -> Named:
    """Return the name under which the portal issues summaries, in both languages."""
    said = {}
    for code, edition in EDITIONS.items():
        with speaking(edition.code):
            said[code] = _("Vocational training service platform of Inner Mongolia")
    return Named(said["zh"], said["mn"] if said["mn"] != said["zh"] and not said["mn"].isascii() else "")


def list_documents(person_id: int) -> list[DocumentLine]:
    """Return the summaries of a person, newest first."""
    stmt = (
        select(
            SummaryDocument.code,
            SummaryDocument.language,
            SummaryDocument.issued_at,
            SummaryDocument.state,
            SummaryDocument.state_changed_at,
            SummaryDocument.look_ups,
            SummaryDocument.looked_up_at,
        )
        .where(SummaryDocument.person_id == person_id)
        .order_by(SummaryDocument.id.desc())
        .limit(50)
    )
    return [DocumentLine(*row) for row in session().execute(stmt)]


def get_own(code: str, *, person_id: int) -> IssuedSummary:
    """Return a summary of a person, opened and checked.

    Raises:
        SummaryNotFound: it does not exist, belongs to someone else or was switched off.
        SummaryAltered: what is stored is not what was issued.
    """
    found = _find(code)
    if found is None or found.person_id != person_id or found.state is DocumentState.REVOKED:
        raise SummaryNotFound
    return _opened(found)


def find_own(code: str, *, person_id: int) -> DocumentLine | None:
    """Return one line of the person's list, or None."""
    return next((line for line in list_documents(person_id) if line.code == code), None)


def find_pdf(document_id: int) -> bytes | None:
    """Return the document as first rendered, if it was rendered and nobody altered it since."""
    stmt = select(SummaryDocument.pdf, SummaryDocument.pdf_mark).where(SummaryDocument.id == document_id)
    stored, mark = session().execute(stmt).one()
    if stored is None or not crypto.is_signed(mark or "", stored, PDF_SIGNED_AS):
        return None
    return bytes(stored)


def find_verification(code: str) -> tuple[Verification, int] | None:
    """Return what anyone who holds the code may see, with the number of its holder, or None.

    A summary its holder switched off says so and shows nothing else of them.

    Raises:
        SummaryAltered: what is stored is not what was issued.
    """
    found = _find(code)
    if found is None:
        return None
    if found.state is DocumentState.REVOKED:
        return _withdrawn(found), found.person_id
    issued = _opened(found)
    content = issued.content
    shown = Verification(
        code=content.code,
        language=content.language,
        issued_at=content.issued_at,
        state=found.state,
        state_changed_at=found.state_changed_at,
        portal=content.portal,
        masked_name=Named(names.mask(content.name.zh), names.mask(content.name.mn) if content.name.mn else ""),
        fingerprint=rules.short_fingerprint(found.fingerprint),
        demonstration=content.demonstration,
        trainings=_checked_trainings(found.person_id, content),
        certificates=_checked_certificates(found.person_id, content.certificates),
        checked_at=clock.now(),
    )
    return shown, found.person_id


def belongs_to(code: str, last_four: str) -> bool:
    """Tell whether the identity card of a summary's holder ends like this. Unknown codes answer no."""
    stmt = (
        select(Person.id_number)
        .join(SummaryDocument, SummaryDocument.person_id == Person.id)
        .where(SummaryDocument.code == code, SummaryDocument.state != DocumentState.REVOKED, Person.erased_at.is_(None))
    )
    number = session().scalar(stmt) or ""
    return len(number) > 4 and hmac.compare_digest(
        number[-4:], compact_code(last_four).encode("ascii", "replace").decode()
    )


def _find(code: str) -> SummaryDocument | None:
    """Find by code. What cannot be a code is looked for as well, so that it takes as long."""
    stmt = select(SummaryDocument).where(SummaryDocument.code == code).execution_options(populate_existing=True)
    try:
        return session().scalar(stmt)
    except Unreadable as error:
        raise SummaryAltered from error


def _opened(row: SummaryDocument) -> IssuedSummary:
    """Check fingerprint and signature before anything of the content is believed."""
    raw = row.content.encode()
    good = hmac.compare_digest(row.fingerprint, crypto.fingerprint(raw))
    if not (good and crypto.is_signed(row.signature, raw, SIGNED_AS)):
        raise SummaryAltered(row.id)
    try:
        content = rules.from_json(row.content)
    except ValueError as error:
        raise SummaryAltered(row.id) from error
    if (content.code, content.language) != (row.code, row.language):  # the content of another row
        raise SummaryAltered(row.id)
    return IssuedSummary(row.id, row.person_id, content, row.fingerprint, row.state, row.state_changed_at)


def _withdrawn(row: SummaryDocument) -> Verification:
    return Verification(
        code=row.code,
        language=cast(Language, row.language),
        issued_at=row.issued_at,
        state=row.state,
        state_changed_at=row.state_changed_at,
        portal=portal_name(),
        masked_name=Named(""),
        fingerprint="",
        demonstration=row.is_demo,
        trainings=(),
        certificates=(),
        checked_at=clock.now(),
    )


def _checked_trainings(person_id: int, content: SummaryContent) -> tuple[CheckedTraining, ...]:
    stmt = select(
        EnrolmentRecord.class_number,
        EnrolmentRecord.hours_attended,
        EnrolmentRecord.result,
        EnrolmentRecord.recorded_at,
    ).where(EnrolmentRecord.person_id == person_id, EnrolmentRecord.replaced_by_id.is_(None))
    today = {number: (hours, result, at) for number, hours, result, at in session().execute(stmt)}
    checked = []
    for line in content.trainings:
        hours, result, at = today.get(line.class_number, (line.hours, line.result, content.issued_at))
        same = (hours, result) == (line.hours, line.result)
        checked.append(CheckedTraining(line, None if same else clock.to_local(at).date()))
    return tuple(checked)


def _checked_certificates(person_id: int, lines: Sequence[FrozenCertificate]) -> tuple[CheckedCertificate, ...]:
    stmt = select(Certificate.issuer, Certificate.number, Certificate.state, Certificate.state_changed_at).where(
        Certificate.person_id == person_id
    )
    today = {
        (rules.printable(issuer), rules.printable(number)): (state, at)
        for issuer, number, state, at in session().execute(stmt)
    }
    gone = (CertificateState.REVOKED, None)
    return tuple(CheckedCertificate(line, *today.get((line.issuer, line.number), gone)) for line in lines)


def _frozen(line: TrainingLine) -> FrozenTraining:
    return FrozenTraining(
        class_number=rules.printable(line.class_number),
        occupation=_clean(line.occupation),
        level=rules.level_name(line.level),
        provider=_clean(line.provider),
        starts_on=line.starts_on,
        ends_on=line.ends_on,
        hours=line.hours,
        result=line.result,
        origin=line.origin,
    )


def _frozen_certificate(line: CertificateLine) -> FrozenCertificate:
    return FrozenCertificate(
        kind=line.kind,
        kind_name=rules.kind_name(line.kind),
        number=rules.printable(line.number),
        occupation=_clean(line.occupation),
        level=rules.level_name(line.level),
        issuer=rules.printable(line.issuer),
        issued_on=line.issued_on,
        origin=line.origin,
    )


def _clean(name: Named) -> Named:
    return Named(rules.printable(name.zh), rules.printable(name.mn))
