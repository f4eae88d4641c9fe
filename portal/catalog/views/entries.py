"""Pages of the demand catalog."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.catalog import forms, queries
from portal.catalog.errors import EntryNotFound
from portal.catalog.types import PAGE_SIZE
from portal.catalog.views.blueprint import bp
from portal.catalog.views.places import place_choices
from portal.catalog.views.words import Words
from portal.core.web import same_for_everyone
from portal.people.access import public


@bp.get("/catalog")
@public
@same_for_everyone
def catalog() -> ResponseReturnValue:
    """Show the rows of the demand catalogs in force, or of one issue."""
    asked = forms.read_entry_filter(request.args)
    issues = queries.list_issues(asked.filter)
    issue = next((one for one in issues if one.id == asked.filter.issue), None)
    if asked.filter.issue and issue is None:
        raise EntryNotFound(asked.filter.issue)
    newest, changed = queries.whats_new(asked.filter, issues)
    facets = queries.entry_facets(asked.filter)
    return render_template(
        "catalog/entries.html",
        asked=asked,
        page=queries.list_entries(asked.filter, asked.cursor),
        facets=facets,
        places=place_choices,
        issue=issue,
        issues=issues,
        newest=newest,
        changed=changed,
        words=Words(asked.filter.q),
        page_size=PAGE_SIZE,
    )


@bp.get("/catalog/<int:entry_id>")
@public
@same_for_everyone
def entry(entry_id: int) -> ResponseReturnValue:
    """Show a row of a demand catalog and the classes that teach it."""
    found = queries.get_entry(entry_id)
    return render_template(
        "catalog/entry.html",
        found=found,
        classes=queries.list_classes_like(occupation_id=found.occupation_id, level=found.own.level),
        words=Words(),
    )
