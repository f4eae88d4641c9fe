"""Forms that lose nothing: what was typed survives an ended session, and sending twice does nothing twice.

When a form arrives after the session ended, what was typed is kept sealed for an hour, bound to this browser and to the
account that typed it, and fills the form again after sign-in. Passwords are never kept.
"""

import json
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, ClassVar

from flask import current_app, request
from flask import session as cookie
from flask_limiter import RateLimitExceeded
from flask_login import current_user
from flask_wtf import FlaskForm
from markupsafe import Markup
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.datastructures import MultiDict
from wtforms import Field

from portal.core import clock
from portal.core.crypto import EncryptedText
from portal.core.db import Base, BigInt, session, transaction
from portal.core.web.limits import limiter

KEPT = timedelta(hours=1)
NEVER_KEPT = ("password", "csrf_token", "code")
# Anyone may send a form whose session ended, so what they can make us keep has bounds.
LONGEST_DRAFT = 50_000  # characters
DRAFTS_OF_AN_ADDRESS = "100 per hour"  # a village may share the address of its carrier
MOST_DRAFTS = 5_000  # within the hour


class FormDraft(Base):
    """What someone typed into a form that could not be taken."""

    __tablename__ = "form_draft"

    token: Mapped[str] = mapped_column(primary_key=True)
    path: Mapped[str]
    account_id: Mapped[int | None] = mapped_column(BigInt)
    content: Mapped[str] = mapped_column(EncryptedText("form_draft.content"))
    created_at: Mapped[datetime] = mapped_column(index=True)


class PortalForm(FlaskForm):
    """A form that fills itself from a kept draft where there is one."""

    FIRST: ClassVar[tuple[str, ...]] = ()  # fields that stand before those the form inherits

    def __iter__(self) -> Iterator[Field]:
        """Yield the fields in the order of the page, in which what is wrong with them is listed."""
        first = [self._fields[name] for name in self.FIRST if name in self._fields]
        yield from first
        yield from (field for field in self._fields.values() if field not in first)

    class Meta(FlaskForm.Meta):
        """Choose where the fields take their content from."""

        def wrap_formdata(self, form: FlaskForm, formdata: Any) -> Any:
            """Return what was sent, else what was kept for this page."""
            sent = super().wrap_formdata(form, formdata)
            if sent is None and request.method == "GET":
                return find_draft()
            return sent


def form_token() -> Markup:
    """Return a hidden field that makes the form harmless to send twice."""
    return Markup('<input type="hidden" name="form_token" value="{}">').format(
        request.form.get("form_token") or secrets.token_urlsafe(16)
    )


def used_token() -> str | None:
    """Return the token that came with the form, if it has the right shape."""
    token = request.form.get("form_token", "")
    return token if 16 <= len(token) <= 64 else None


def keep_draft(*, account_id: int | None) -> bool:
    """Keep what was typed into the present form for the same path, browser and account; tell whether it is kept.

    A browser that brings no session, not even one that ended, was never shown a form of ours.
    """
    fields = {name: values for name, values in request.form.lists() if not any(word in name for word in NEVER_KEPT)}
    content = json.dumps(fields, ensure_ascii=False)
    if not fields or len(content) > LONGEST_DRAFT or not _may_keep():
        return False
    token = secrets.token_urlsafe(24)
    with transaction() as current:
        if (current.scalar(select(func.count()).select_from(FormDraft)) or 0) >= MOST_DRAFTS:
            return False
        current.add(
            FormDraft(
                token=token,
                path=request.path,
                account_id=account_id,
                content=content,
                created_at=clock.now(),
            )
        )
    drafts = {**cookie.get("drafts", {}), request.path: token}
    cookie["drafts"] = dict(list(drafts.items())[-3:])
    return True


def _may_keep() -> bool:
    if current_app.config["SESSION_COOKIE_NAME"] not in request.cookies:
        return False
    try:
        _count_draft()
    except RateLimitExceeded:
        return False
    return True


@limiter.shared_limit(DRAFTS_OF_AN_ADDRESS, scope="drafts")
def _count_draft() -> None:
    """Count one more draft of this address."""


def find_draft() -> MultiDict[str, str] | None:
    """Return what was kept for the present path, if it belongs to whoever is here now."""
    token = cookie.get("drafts", {}).get(request.path)
    if token is None:
        return None
    stmt = select(FormDraft).where(FormDraft.token == token, FormDraft.created_at > clock.now() - KEPT)
    draft = session().scalar(stmt)
    if draft is None or draft.path != request.path or draft.account_id not in (None, account_here()):
        return None
    return MultiDict((name, value) for name, values in json.loads(draft.content).items() for value in values)


def account_here() -> int | None:
    """Return the account that is signed in now."""
    return current_user.account_id if current_user.is_authenticated else None


def drop_draft() -> None:
    """Forget the draft of the present path, once its form was taken."""
    drafts = dict(cookie.get("drafts", {}))
    if (token := drafts.pop(request.path, None)) is not None:
        cookie["drafts"] = drafts
        with transaction() as current:
            current.execute(delete(FormDraft).where(FormDraft.token == token))


def list_draft_paths(part: str) -> list[str]:
    """Return the paths with this part for which something is kept."""
    return list(session().scalars(select(FormDraft.path).where(FormDraft.path.contains(part, autoescape=True))))


def forget_drafts(part: str) -> None:
    """Delete whatever is kept for paths with this part, in any browser: its subject is over."""
    with transaction() as current:
        current.execute(delete(FormDraft).where(FormDraft.path.contains(part, autoescape=True)))


def forget_old_drafts() -> None:
    """Delete drafts nobody came back for."""
    with transaction() as current:
        current.execute(delete(FormDraft).where(FormDraft.created_at < clock.now() - KEPT))
