"""Pages of the editions of the catalogs: what holds, what held before, what changed."""

from itertools import groupby

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.catalog import forms, queries
from portal.catalog.types import EDITED_KINDS
from portal.catalog.views.blueprint import bp
from portal.catalog.views.words import Words
from portal.core.web import same_for_everyone
from portal.people.access import public


@bp.get("/catalog/editions")
@public
@same_for_everyone
def editions() -> ResponseReturnValue:
    """List every published edition of a kind, region by region."""
    kind = forms.read_kind(request.args)
    found = queries.list_editions(kind)
    return render_template(
        "catalog/editions.html",
        kind=kind,
        kinds=EDITED_KINDS,
        regions=[(code, list(own)) for code, own in groupby(found, key=lambda one: one.region_code)],
        words=Words(),
    )


@bp.get("/catalog/editions/<int:edition_id>")
@public
@same_for_everyone
def edition(edition_id: int) -> ResponseReturnValue:
    """Show one published edition and what it changed."""
    found = queries.get_edition(edition_id)
    return render_template(
        "catalog/edition.html", found=found, compared=queries.compare_with_before(found), words=Words()
    )
