"""Writes of the office."""

from portal.office.services.refused import refused_file
from portal.office.services.results import import_results

__all__ = ["import_results", "refused_file"]
