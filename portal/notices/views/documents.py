"""The policy documents in full."""

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.core import clock
from portal.core.web import same_for_everyone
from portal.notices import queries
from portal.notices.views.blueprint import bp
from portal.people.access import public


@bp.get("/guides/documents")
@public
@same_for_everyone
def documents() -> ResponseReturnValue:
    """List the documents everything here rests on."""
    return render_template("notices/documents.html", documents=queries.all_documents().values(), today=clock.today())


@bp.get("/guides/documents/<name>")
@public
@same_for_everyone
def document(name: str) -> ResponseReturnValue:
    """Show one document, with an anchor at each clause."""
    found = queries.get_document(name)
    explained = queries.all_documents()[found.explains] if found.explains else None
    return render_template("notices/document.html", document=found, explained=explained, today=clock.today())
