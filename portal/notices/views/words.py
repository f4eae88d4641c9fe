"""Tell us of a wrong word."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.web import drop_draft, limiter, see_other
from portal.notices import services
from portal.notices.forms import WordForm
from portal.notices.views.blueprint import bp
from portal.people.access import public


@bp.route("/report-word", methods=["GET", "POST"])
@public
@limiter.limit("20 per hour", methods=["POST"])
def report_word() -> ResponseReturnValue:
    """Take a wrong word, without asking who reports it."""
    form = WordForm()
    if form.validate_on_submit():
        services.report_word(form.to_report())
        drop_draft()
        return see_other(url_for(".word_thanks"))
    if not form.is_submitted() and not form.page.data:
        form.page.data = request.args.get("page", "")[:300]
    page = render_template("notices/report_word.html", form=form, back=form.own_page)
    return page, 422 if form.is_submitted() else 200


@bp.get("/report-word/thanks")
@public
def word_thanks() -> ResponseReturnValue:
    """Thank the reader."""
    return render_template("notices/word_thanks.html")
