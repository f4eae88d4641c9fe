"""Results by file: send one, see what became of every row, fetch the refused rows."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from portal.core.errors import NotFound
from portal.core.tables import TableRefused
from portal.core.web import limiter, see_other, table_answer
from portal.office import queries, services
from portal.office.forms import ResultsForm
from portal.office.types import RESULT_COLUMNS
from portal.office.views.blueprint import account_key, bp
from portal.people.access import current_person, officer
from portal.records import queries as records


@bp.route("/office/results", methods=["GET", "POST"])
@officer("bureau_officer", "provider_staff")
@limiter.limit("60 per hour", key_func=account_key, methods=["POST"])
def results() -> ResponseReturnValue:
    """Take a file of results in."""
    who, form = current_person(), ResultsForm()
    if form.validate_on_submit():
        sent = form.file.data
        try:
            run_id = services.receive_results(
                sent.read(), sent.filename or "", account_id=who.account_id, provider_id=who.provider_id
            )
        except TableRefused as error:
            form.file.errors = [str(error.message)]
        else:
            return see_other(url_for(".result", run_id=run_id))
    page = render_template(
        "office/results.html", form=form, columns=RESULT_COLUMNS, runs=queries.list_runs(who.account_id)
    )
    return page, 422 if form.errors else 200


@bp.get("/office/results/template.xlsx")
@officer("bureau_officer", "provider_staff")
def results_template() -> ResponseReturnValue:
    """Hand out the table to fill in."""
    return table_answer(services.results_template(), "results.xlsx")


@bp.get("/office/results/<int:run_id>")
@officer("bureau_officer", "provider_staff")
def result(run_id: int) -> ResponseReturnValue:
    """Show what became of each row of a file."""
    found = queries.find_run(run_id, account_id=current_person().account_id)
    if found is None:
        raise NotFound
    claims = records.name_claims([claim_id for _row, claim_id, _what in found.notes if claim_id])
    return render_template("office/result.html", run=found, claims=claims)


@bp.get("/office/results/<int:run_id>/refused")
@officer("bureau_officer", "provider_staff")
def refused_rows(run_id: int) -> ResponseReturnValue:
    """Hand the refused rows out, each with its reasons."""
    kept = queries.find_refused_file(run_id, account_id=current_person().account_id)
    if kept is None:
        raise NotFound
    return table_answer(kept.content, kept.filename)
