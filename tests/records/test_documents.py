"""The PDF: printed once, handed out unchanged."""

import io
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.core import db, pdf
from portal.records import queries, rules, services
from portal.records.errors import CannotBePrinted
from portal.records.models import SummaryDocument
from portal.records.types import Language
from tests import factories


def issue(account: Any, language: Language = "zh") -> str:
    return services.issue_summary(account.person_id, language, account_id=account.id)


def text_of(printed: bytes) -> str:
    return "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(printed)).pages)


@pytest.mark.parametrize("language", ["zh", "mn", "both"])
def test_prints_each_language(holder: Any, language: Language) -> None:
    code = issue(holder, language)

    printed = services.find_or_render_pdf(code, person_id=holder.person_id)

    assert printed.startswith(b"%PDF")


def test_holds_what_was_issued(holder: Any) -> None:
    code = issue(holder)
    fingerprint = db.session().scalars(select(SummaryDocument.fingerprint)).one()

    text = text_of(services.find_or_render_pdf(code, person_id=holder.person_id))

    for said in (
        "买买提·乌云",
        rules.grouped(code),
        rules.short_fingerprint(fingerprint),
        "养老护理员",
        "portal.test/verify",
    ):
        assert "".join(said.split()) in text


def test_a_second_download_is_the_same_and_renders_nothing(holder: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    code = issue(holder)
    first = services.find_or_render_pdf(code, person_id=holder.person_id)
    monkeypatch.setattr(pdf, "render", None)

    assert services.find_or_render_pdf(code, person_id=holder.person_id) == first


def test_an_altered_print_gives_way_to_what_was_issued(holder: Any, session: Session) -> None:
    code = issue(holder)
    first = services.find_or_render_pdf(code, person_id=holder.person_id)
    session.execute(update(SummaryDocument).values(pdf=first.replace(b"%PDF-1.7", b"%PDF-1.6")[:-9] + b"forged!"))
    session.commit()

    assert services.find_or_render_pdf(code, person_id=holder.person_id) == first


def test_sixty_lines_make_many_pages_with_every_line(session: Session) -> None:
    account = factories.AccountFactory()
    for number in range(60):
        factories.EnrolmentRecordFactory(person=None, person_id=account.person_id, class_number=f"LONG{number:03d}")
        factories.CertificateFactory(person=None, person_id=account.person_id, number=f"NUMBER{number:03d}")

    printed = services.find_or_render_pdf(issue(account), person_id=account.person_id)

    text = text_of(printed)
    assert len(PdfReader(io.BytesIO(printed)).pages) >= 4
    assert all(f"LONG{number:03d}" in text and f"NUMBER{number:03d}" in text for number in range(60))


def test_markup_in_a_name_is_only_text(session: Session) -> None:
    account = factories.AccountFactory(person__name="<b>&amp;乌云</b>\x00\x0b")
    factories.CertificateFactory(person=None, person_id=account.person_id, issuer="<script>&")

    printed = services.find_or_render_pdf(issue(account), person_id=account.person_id)

    assert "<b>&amp;乌云</b>" in text_of(printed)


def test_a_font_that_lost_a_character_is_no_broken_page(holder: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    code = issue(holder)

    def refuse(_html: str, *, edition: str) -> bytes:
        raise pdf.UncoveredCharacters(["乌"])

    monkeypatch.setattr(pdf, "render", refuse)

    with pytest.raises(CannotBePrinted):
        services.find_or_render_pdf(code, person_id=holder.person_id)


def test_two_first_downloads_at_once_give_the_same_bytes(real_app: Flask) -> None:
    with real_app.app_context():
        account = factories.AccountFactory()
        factories.CertificateFactory(person=None, person_id=account.person_id)
        person_id, code = account.person_id, issue(account)

    def download(_number: int) -> bytes:
        with real_app.app_context():
            return services.find_or_render_pdf(code, person_id=person_id)

    with ThreadPoolExecutor(4) as pool:
        printed = set(pool.map(download, range(4)))

    assert len(printed) == 1
    with real_app.app_context():
        assert queries.find_pdf(db.session().scalars(select(SummaryDocument.id)).one()) in printed


@pytest.mark.parametrize("language", ["zh", "mn", "both"])
def test_prints_rare_characters_of_names(session: Session, language: Language) -> None:
    account = factories.AccountFactory(person__name="䶮𥕢", person__name_mn="ᠴᠢᠮᠡᠭ\u180bᠤᠨ\u202fᠤ")
    factories.CertificateFactory(person=None, person_id=account.person_id)

    printed = services.find_or_render_pdf(issue(account, language), person_id=account.person_id)

    assert language == "mn" or "䶮𥕢" in text_of(printed)
