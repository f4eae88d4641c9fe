"""Pages of what people are told."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.web import see_other
from portal.notices import queries, services
from portal.notices.views.blueprint import bp
from portal.people.access import own_person_id, signed_in

FURTHEST_PAGE = 500


@bp.get("/me/messages")
@signed_in
def messages() -> ResponseReturnValue:
    """Show what someone was told, in the language they read now."""
    page = min(max(request.args.get("page", 1, type=int), 1), FURTHEST_PAGE)
    return render_template("notices/messages.html", page=queries.list_messages(own_person_id(), page))


@bp.post("/me/messages/read")
@signed_in
def mark_read() -> ResponseReturnValue:
    """Note that someone read their messages, up to the newest they were shown."""
    services.mark_read(own_person_id(), request.form.get("up_to", 0, type=int))
    return see_other(url_for(".messages"))
