"""Print a summary: once, outside any transaction. What was printed first is handed out ever after."""

from types import SimpleNamespace
from typing import Any, Literal

from flask import current_app
from sqlalchemy import update

from portal.core import clock, crypto, pdf
from portal.core.config import Config
from portal.core.db import transaction
from portal.core.i18n import _, speaking
from portal.records import rules
from portal.records.errors import CannotBePrinted
from portal.records.models import SummaryDocument
from portal.records.queries import PDF_SIGNED_AS, find_pdf, get_own
from portal.records.types import FrozenCertificate, FrozenTraining, IssuedSummary, Result


def find_or_render_pdf(code: str, *, person_id: int) -> bytes:
    """Return the PDF of a summary; two first downloads at once give the same bytes.

    Raises:
        SummaryNotFound: it does not exist, belongs to someone else or was switched off.
        SummaryAltered: what is stored is not what was issued.
        CannotBePrinted: a character is in none of the fonts.
    """
    issued = get_own(code, person_id=person_id)
    kept = find_pdf(issued.id)
    if kept is not None:
        return kept
    printed = _render(issued)
    _keep(issued.id, printed)
    return find_pdf(issued.id) or printed


def _keep(document_id: int, printed: bytes) -> None:
    """Keep the first print. An altered one does not count as a print and gives way."""
    with transaction() as session:
        if find_pdf(document_id) is None:
            session.execute(
                update(SummaryDocument)
                .where(SummaryDocument.id == document_id)
                .values(pdf=printed, pdf_mark=crypto.sign(printed, PDF_SIGNED_AS))
                .execution_options(synchronize_session=False)
            )


def _render(issued: IssuedSummary) -> bytes:
    language = issued.content.language
    editions: tuple[Literal["zh", "mn"], ...] = ("mn", "zh") if language == "both" else (language,)
    summary = _for_template(issued)
    bodies = []
    for edition in editions:
        with speaking(edition):
            full = SimpleNamespace(**vars(summary), **_rows(issued))
            bodies.append((edition, _fill("summary_body", edition=edition, summary=full)))
    with speaking(editions[-1]):
        html = _fill("summary", bodies=bodies, summary=summary)
    try:
        return pdf.render(html, edition=language)
    except pdf.UncoveredCharacters as error:
        raise CannotBePrinted(error.characters) from error


def _for_template(issued: IssuedSummary) -> SimpleNamespace:
    """Return what documents/summary.html asks for, language aside."""
    content = issued.content
    config: Config = current_app.config["PORTAL"]
    base = config.base_url.rstrip("/")
    address = f"{base}/v/{content.code}"
    return SimpleNamespace(
        portal=content.portal,
        name=content.name,
        id_number=content.id_number,
        code=rules.grouped(content.code),
        verify_url=address,
        verify_address=f"{base.partition('://')[2]}/verify",
        qr=pdf.qr_image(address),
        fingerprint=rules.short_fingerprint(issued.fingerprint),
        issued_at=f"{clock.to_local(content.issued_at):%Y-%m-%d %H:%M}",
        issued_at_utc=f"{content.issued_at:%Y-%m-%dT%H:%M:%SZ}",
        demonstration=content.demonstration,
    )


def _fill(name: str, **values: Any) -> str:
    """Fill a template of a document, which needs nothing of the frame of pages."""
    return current_app.jinja_env.get_template(f"documents/{name}.html").render(**values)


def _rows(issued: IssuedSummary) -> dict[str, Any]:
    """Return the lines in the language in force."""
    return {
        "trainings": [_training(line) for line in issued.content.trainings],
        "certificates": [_certificate(line) for line in issued.content.certificates],
    }


def _training(line: FrozenTraining) -> SimpleNamespace:
    return SimpleNamespace(
        occupation=line.occupation,
        level=line.level.zh,
        class_name=SimpleNamespace(zh=line.class_number, mn=line.class_number),
        provider=line.provider,
        starts_on=line.starts_on.isoformat(),
        ends_on=line.ends_on.isoformat(),
        hours=line.hours,
        result=_("Passed") if line.result is Result.PASSED else _("Not passed"),
    )


def _certificate(line: FrozenCertificate) -> SimpleNamespace:
    return SimpleNamespace(
        kind=line.kind_name.zh,
        level=line.level.zh,
        occupation=line.occupation,
        number=line.number,
        issuer=SimpleNamespace(zh=line.issuer, mn=""),
        issued_on=line.issued_on.isoformat(),
        state=_("Valid"),
    )
