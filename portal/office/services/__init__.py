"""Writes of the office."""

from portal.office.services.alarms import answer_alarm, look_for_alarms
from portal.office.services.figures import count_figures
from portal.office.services.refused import refused_file
from portal.office.services.results import import_results
from portal.office.services.uploads import forget_old_files, receive_results, results_template

__all__ = [
    "answer_alarm",
    "count_figures",
    "forget_old_files",
    "import_results",
    "look_for_alarms",
    "receive_results",
    "refused_file",
    "results_template",
]
