"""What a clerk sends and ticks about a list."""

from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, Field, StringField
from wtforms.validators import Length, ValidationError

from portal.core.i18n import _, _l
from portal.core.web import PortalForm
from portal.station.types.rosters import COLUMNS, NEEDED

_TOO_LONG = _l("Please use at most 200 characters.")


class UploadForm(PortalForm):
    """A file."""

    file = FileField(_l("File (.xlsx or .csv)"), [FileRequired(_l("Choose the file first."))])


class MendForm(PortalForm):
    """The cells of one row."""

    cell0 = StringField(COLUMNS[0], [Length(max=200, message=_TOO_LONG)])
    cell1 = StringField(COLUMNS[1], [Length(max=200, message=_TOO_LONG)])
    cell2 = StringField(COLUMNS[2], [Length(max=200, message=_TOO_LONG)])
    cell3 = StringField(COLUMNS[3], [Length(max=200, message=_TOO_LONG)])
    cell4 = StringField(COLUMNS[4], [Length(max=200, message=_TOO_LONG)])
    cell5 = StringField(COLUMNS[5], [Length(max=200, message=_TOO_LONG)])
    cell6 = StringField(COLUMNS[6], [Length(max=200, message=_TOO_LONG)])
    cell7 = StringField(COLUMNS[7], [Length(max=200, message=_TOO_LONG)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field, column in zip(self.cells, COLUMNS, strict=True):
            field.flags.required = column in NEEDED

    @property
    def cells(self) -> list[Field]:
        """The fields in the order of the columns."""
        return [self[f"cell{place}"] for place in range(len(COLUMNS))]

    def to_texts(self) -> tuple[str, ...]:
        """Return what was typed, in the order of the columns."""
        return tuple((field.data or "").strip() for field in self.cells)


class ConfirmForm(PortalForm):
    """What a clerk states before a list is taken in."""

    each_signed = BooleanField(_l("Each person in this list agreed and signed their own sheet"))
    yellow_seen = BooleanField(_l("I have looked at each yellow row and it is right"))

    def __init__(self, *args: Any, yellow: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.each_signed.flags.required = True
        self.yellow_seen.flags.required = True
        if not yellow:
            del self.yellow_seen

    def validate_each_signed(self, field: Field) -> None:
        """The consent is that of each villager, not of the clerk."""
        if not field.data:
            raise ValidationError(_("Nobody may be signed up without their own signed sheet."))

    def validate_yellow_seen(self, field: Field) -> None:
        """A warning is for a human."""
        if not field.data:
            raise ValidationError(_("Please look at the yellow rows first."))
