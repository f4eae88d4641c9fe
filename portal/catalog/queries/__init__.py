"""Read what is offered."""

from portal.catalog.queries.class_list import (
    class_facets,
    list_classes,
    list_classes_like,
    list_classes_of_provider,
)
from portal.catalog.queries.classes import find_class_by_number, get_class, get_published_class, list_classes_by_ids
from portal.catalog.queries.editions import compare_with_before, get_edition, list_editions
from portal.catalog.queries.entries import entry_facets, get_entry, list_entries, list_issues, whats_new
from portal.catalog.queries.fresh import forget
from portal.catalog.queries.providers import get_provider, list_provider_numbers, list_providers, provider_facets

__all__ = [
    "class_facets",
    "compare_with_before",
    "entry_facets",
    "find_class_by_number",
    "forget",
    "get_class",
    "get_edition",
    "get_entry",
    "get_provider",
    "get_published_class",
    "list_classes",
    "list_classes_by_ids",
    "list_classes_like",
    "list_classes_of_provider",
    "list_editions",
    "list_entries",
    "list_issues",
    "list_provider_numbers",
    "list_providers",
    "provider_facets",
    "whats_new",
]
