"""Issue summaries, count who looks them up, switch them off."""

import logging
import secrets
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from portal.core import audit, clock, crypto, idempotency
from portal.core.db import transaction
from portal.records import rules
from portal.records.errors import CannotBePrinted, NothingToSummarise, SummaryNotFound
from portal.records.models import SummaryDocument
from portal.records.queries import SIGNED_AS, draft_summary, lock_person, portal_name
from portal.records.types import DocumentState, Language, SummaryContent, SummaryDraft

log = logging.getLogger(__name__)


def issue_summary(person_id: int, language: Language, *, account_id: int, token: str | None = None) -> str:
    """Freeze what the record says now under a new code and return the code; the one before becomes replaced.

    Args:
        person_id: Whose record.
        language: In which language it is printed.
        account_id: Who asks.
        token: Of the form; the same one again gives the same summary.

    Raises:
        NothingToSummarise: the record is empty.
        CannotBePrinted: a character is in none of the fonts.
    """
    key = f"records.summary.{token}" if token else None
    with transaction() as session:
        lock_person(person_id)  # two forms at once come one after the other
        if key and (known := idempotency.find_answer(key, account_id=account_id)):
            return known
        content = _freeze(draft_summary(person_id), language)
        _replace_earlier(session, person_id, content.issued_at)
        row = _row(person_id, content)
        session.add(row)
        session.flush()
        audit.record(
            "records.issue_summary",
            subject_type="summary_document",
            subject_id=row.id,
            actor_id=account_id,
            details={"language": language, "fingerprint": row.fingerprint},
        )
        if key:
            idempotency.keep_answer(key, content.code, account_id=account_id)
    return content.code


def switch_off(code: str, *, person_id: int, account_id: int) -> None:
    """Stop showing a summary to whoever has its code. Harmless to repeat; it cannot be taken back.

    Raises:
        SummaryNotFound: it does not exist or belongs to someone else.
    """
    with transaction() as session:
        stmt = select(SummaryDocument).where(SummaryDocument.code == code, SummaryDocument.person_id == person_id)
        row = session.scalar(stmt.with_for_update().execution_options(populate_existing=True))
        if row is None:
            raise SummaryNotFound
        if row.state is DocumentState.REVOKED:
            return
        row.state, row.state_changed_at, row.pdf, row.pdf_mark = DocumentState.REVOKED, clock.now(), None, None
        audit.record(
            "records.switch_off_summary", subject_type="summary_document", subject_id=row.id, actor_id=account_id
        )


def count_look_up(code: str) -> None:
    """Add one to the look-ups of a summary. A busy database must not keep anyone from verifying."""
    try:
        with transaction() as session:
            session.execute(
                update(SummaryDocument)
                .where(SummaryDocument.code == code, SummaryDocument.state != DocumentState.REVOKED)
                .values(look_ups=SummaryDocument.look_ups + 1, looked_up_at=clock.now())
                .execution_options(synchronize_session=False)
            )
    except OperationalError:
        log.warning("a look-up was not counted")


def _freeze(draft: SummaryDraft, language: Language) -> SummaryContent:
    if not draft.trainings and not draft.certificates:
        raise NothingToSummarise
    if draft.unprintable[language]:
        raise CannotBePrinted(draft.unprintable[language])
    return SummaryContent(
        code="".join(secrets.choice(rules.CODE_ALPHABET) for _place in range(rules.CODE_LENGTH)),
        language=language,
        issued_at=clock.now().replace(microsecond=0),
        portal=portal_name(),
        name=draft.name,
        id_number=draft.id_number,
        demonstration=draft.demonstration,
        trainings=draft.trainings,
        certificates=draft.certificates,
    )


def _replace_earlier(session: Session, person_id: int, moment: datetime) -> None:
    session.execute(
        update(SummaryDocument)
        .where(SummaryDocument.person_id == person_id, SummaryDocument.state == DocumentState.VALID)
        .values(state=DocumentState.REPLACED, state_changed_at=moment)
        .execution_options(synchronize_session=False)
    )


def _row(person_id: int, content: SummaryContent) -> SummaryDocument:
    text = rules.to_json(content)
    return SummaryDocument(
        code=content.code,
        person_id=person_id,
        language=content.language,
        content=text,
        fingerprint=crypto.fingerprint(text.encode()),
        signature=crypto.sign(text.encode(), SIGNED_AS),
        issued_at=content.issued_at,
        state=DocumentState.VALID,
        is_demo=content.demonstration,
    )
