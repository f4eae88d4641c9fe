"""Say in words what is stored about someone, for the page and the paper."""

from datetime import date, datetime

from portal.core import phones
from portal.core.i18n import format_date, format_datetime
from portal.core.own_data import OwnData, Row
from portal.people.forms.fields import group_name, place_name


def in_words(part: OwnData, row: Row) -> list[tuple[str, str]]:
    """Return labels and values of a row as people read them; keys without a label are for programs."""
    return [
        (str(label), _word(part, key, row[key]))
        for key, label in part.labels.items()
        if row.get(key) is not None and row.get(key) != ""
    ]


def _word(part: OwnData, key: str, value: object) -> str:
    if isinstance(value, datetime):
        return format_datetime(value)
    if isinstance(value, date):
        return format_date(value)
    text = str(value)
    if text in part.words:
        return str(part.words[text])
    if key.endswith("region"):
        return place_name(text)
    if key == "phone":
        return phones.display(text)
    return group_name(text) if key == "group" else text
