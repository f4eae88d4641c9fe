"""Writes of the office."""

from portal.office.services.refused import refused_file
from portal.office.services.results import import_results
from portal.office.services.uploads import forget_old_files, receive_results

__all__ = ["forget_old_files", "import_results", "receive_results", "refused_file"]
