"""Pages of the two directories."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.catalog import forms, queries
from portal.catalog.types import PAGE_SIZE
from portal.catalog.views.blueprint import bp
from portal.catalog.views.places import place_choices
from portal.catalog.views.words import Words
from portal.core.web import same_for_everyone
from portal.people.access import public


@bp.get("/providers")
@public
@same_for_everyone
def providers() -> ResponseReturnValue:
    """Show one of the two directories."""
    asked = forms.read_provider_filter(request.args)
    facets = queries.provider_facets(asked.filter)
    return render_template(
        "catalog/providers.html",
        asked=asked,
        page=queries.list_providers(asked.filter, asked.cursor),
        facets=facets,
        places=place_choices(asked.filter.region, facets.counts["region"]),
        words=Words(asked.filter.q),
        page_size=PAGE_SIZE,
    )


@bp.get("/providers/<int:provider_id>")
@public
@same_for_everyone
def provider(provider_id: int) -> ResponseReturnValue:
    """Show a provider and its classes to come."""
    found = queries.get_provider(provider_id)
    return render_template(
        "catalog/provider.html",
        found=found,
        classes=queries.list_classes_of_provider(provider_id),
        words=Words(),
    )
