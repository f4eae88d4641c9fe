"""Text messages of the demonstration world: each went out on the day it was written, to nowhere."""

from datetime import date

from portal.core import clock
from portal.notices import services
from portal.notices.queries.deliveries import moments_waiting


def send_texts(today: date) -> None:
    """Send what was written on days of the past; what is written today waits for the jobs."""
    last_hours: dict[date, int] = {}
    for moment in map(clock.to_local, moments_waiting()):
        last_hours[moment.date()] = moment.hour
    for day in sorted(day for day in last_hours if day < today):
        with clock.at(day, last_hours[day]):
            services.send_text_messages()
