"""Read what is offered."""

from portal.catalog.queries.classes import find_class_by_number, get_class, list_classes_by_ids

__all__ = ["find_class_by_number", "get_class", "list_classes_by_ids"]
