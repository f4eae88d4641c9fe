"""The ledger of wishes: whoever waits too long comes first; answer, arrange, mark as met, take as a file."""

from collections.abc import Callable
from typing import TypedDict

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core import clock, regions
from portal.core.i18n import _
from portal.core.web import drop_draft, limiter, see_other, table_answer
from portal.enrolment import queries, services
from portal.enrolment.errors import DoesNotFit, WishClosed
from portal.enrolment.types import LedgerLine, Shelf
from portal.office.forms.ledger import ArrangeForm, WishAnswerForm, read_ledger_filter
from portal.office.services.ledger_file import export_ledger
from portal.office.views.blueprint import account_key, bp
from portal.people.access import current_person, officer, own_region
from portal.people.queries.contacts import find_seen_contact
from portal.people.services.contacts import see_contact

WISH = "/office/ledger/<int:wish_id>"


class Who(TypedDict):
    """Which officer acts, for which region."""

    region: str
    account_id: int


@bp.get("/office/ledger")
@officer("bureau_officer")
def ledger() -> ResponseReturnValue:
    """List the wishes of the region, those first for which something must be done soonest."""
    asked, form = read_ledger_filter(request.args, own_region())
    return render_template(
        "office/ledger.html",
        asked=asked,
        form=form,
        page=queries.list_ledger(asked.filter, asked.cursor),
        counts=queries.count_ledger(asked.filter.region),
        shelves=tuple(Shelf),
    )


@bp.get("/office/ledger.xlsx")
@officer("bureau_officer")
@limiter.limit("30 per hour", key_func=account_key)
def ledger_file() -> ResponseReturnValue:
    """Hand out the ledger as it is filtered, with masked names and numbers; it is written down who took it."""
    asked, _form = read_ledger_filter(request.args, own_region())
    content = export_ledger(asked.filter, region=asked.filter.region, account_id=_account())
    return table_answer(content, f"ledger-{clock.today():%Y%m%d}.xlsx")


@bp.get(WISH)
@officer("bureau_officer")
def wish(wish_id: int) -> ResponseReturnValue:
    """Show one wish, what was done about it and what can be done now."""
    return _page(_line(wish_id), ArrangeForm(), WishAnswerForm())


@bp.post(f"{WISH}/arrange")
@officer("bureau_officer")
def arrange_wish(wish_id: int) -> ResponseReturnValue:
    """Offer one of the fitting classes to the person, who signs up themselves."""
    line, form = _line(wish_id), ArrangeForm()
    form.offer(line.fitting)
    if not form.validate_on_submit():
        return _page(line, form, WishAnswerForm(formdata=None))
    done = _("The person is told of this class and can sign up.")
    return _step(
        wish_id, done, lambda: services.arrange_wish(wish_id, form.class_id, region=own_region(), account_id=_account())
    )


@bp.post(f"{WISH}/answer")
@officer("bureau_officer")
def answer_wish(wish_id: int) -> ResponseReturnValue:
    """Answer the person in their message list."""
    line, form = _line(wish_id), WishAnswerForm()
    if not form.validate_on_submit():
        return _page(line, ArrangeForm(formdata=None), form)
    done = _("The answer is in the person's message list.")
    return _step(
        wish_id,
        done,
        lambda: services.answer_wish(wish_id, form.to_answer(), region=own_region(), account_id=_account()),
    )


@bp.post(f"{WISH}/met")
@officer("bureau_officer")
def wish_met(wish_id: int) -> ResponseReturnValue:
    """Write down that the person found what they wished for."""
    done, who = _("The wish is marked as met. The person is told."), Who(region=own_region(), account_id=_account())
    return _step(wish_id, done, lambda: services.mark_met(wish_id, **who))


@bp.post(f"{WISH}/contact")
@officer("bureau_officer")
@limiter.limit("120 per hour", key_func=account_key)
def wish_contact(wish_id: int) -> ResponseReturnValue:
    """Show name and phone for some minutes, and write down that they were looked at."""
    see_contact(_line(wish_id).person_id, account_id=_account(), about=f"wish {wish_id}")
    return see_other(url_for(".wish", wish_id=wish_id))


def _step(wish_id: int, done: str, take: Callable[[], None]) -> ResponseReturnValue:
    """Take a step, or say on the page of the wish why it cannot be taken now."""
    try:
        take()
    except (WishClosed, DoesNotFit) as error:
        flash(str(error.message), "warning")
    else:
        drop_draft()
        flash(done, "success")
    return see_other(url_for(".wish", wish_id=wish_id))


def _page(line: LedgerLine, arrange: ArrangeForm, answer: WishAnswerForm) -> ResponseReturnValue:
    if not arrange.class_session.choices:
        arrange.offer(line.fitting)
    page = render_template(
        "office/wish.html",
        found=line,
        arrange=arrange,
        answer=answer,
        contact=find_seen_contact(line.person_id, account_id=_account()),
        home=regions.path(line.home_region)[1:] or regions.path(line.home_region),
    )
    return page, 422 if arrange.errors or answer.errors else 200


def _line(wish_id: int) -> LedgerLine:
    return queries.get_line(wish_id, region=own_region())


def _account() -> int:
    return current_person().account_id
