"""What an officer types to keep the catalogs."""

from typing import Any

from wtforms import BooleanField, DateField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from portal.catalog.errors import FAR_AWAY
from portal.catalog.rules import is_far_away
from portal.catalog.types import EDITED_KINDS, CatalogKind
from portal.catalog.types.editions import AboutEdition, Edition, EditionRow, RowProblem, TypedRow
from portal.core import clock, regions
from portal.core.i18n import _, _l, edition
from portal.core.terms import terms
from portal.core.web import PortalForm
from portal.records.rules import printable

KINDS = {CatalogKind.DEMAND: _l("Demand catalog"), CatalogKind.SHORTAGE: _l("Catalog of trades in urgent need")}
_LONG = Length(max=300, message=_l("At most 300 characters"))


def in_edition(zh: str, mn: str | None) -> str:
    """Return a name in the language of the page, else the Chinese one."""
    return mn if mn and edition() == "mn" else zh


def read_version(text: str | None) -> int:
    """Return the version that a form was filled in against; one nobody saw where it was tampered with."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else -1


class BeginForm(PortalForm):
    """Which catalog of which region a new edition is begun for."""

    kind = RadioField(_l("Catalog"), [InputRequired(_l("Choose a catalog"))])
    region = SelectField(_l("Region"), [InputRequired(_l("Choose a region"))])

    def offer(self, within: str) -> None:
        """Offer the catalogs kept by editions, and the officer's region with the places right below it."""
        self.kind.choices = [(kind.value, KINDS[kind]) for kind in EDITED_KINDS]
        own = regions.get(within)
        places = ([own] if own else []) + regions.children(within)
        self.region.choices = [
            (place.code, in_edition(place.name, place.name_mn)) for place in places if len(place.code) == 6
        ]


class AboutForm(PortalForm):
    """Title, document and first day of an edition."""

    seen = HiddenField()
    title = StringField(_l("Title"), [DataRequired(_l("Enter the title")), _LONG])
    source = StringField(_l("Document"), [DataRequired(_l("Enter the document that publishes the catalog")), _LONG])
    document_number = StringField(_l("Document number"), [DataRequired(_l("Enter the number of the document")), _LONG])
    valid_from = DateField(_l("In force from"), [InputRequired(_l("Enter the first day"))])
    past_reason = StringField(
        _l("Why it begins in the past"), [_LONG], description=_l("Only where the first day is before today.")
    )

    def show(self, edition: Edition, seen: int) -> None:
        """Fill the form with what the edition says."""
        self.seen.data = str(seen)
        for name in ("title", "source", "document_number", "valid_from", "past_reason"):
            getattr(self, name).data = getattr(edition, name)

    def validate_valid_from(self, field: DateField) -> None:
        """Refuse a slip of the year."""
        if field.data and is_far_away(field.data, clock.today()):
            raise ValidationError(str(FAR_AWAY))

    def validate_past_reason(self, field: StringField) -> None:
        """Ask why, where the edition begins before today."""
        begins = self.valid_from.data
        if begins and begins < clock.today() and not printable(field.data or ""):
            raise ValidationError(_("The first day is before today. Write why, or choose a later day."))

    def to_about(self) -> AboutEdition:
        """Return the valid answers."""
        assert self.valid_from.data is not None  # the validators saw to it
        past = self.valid_from.data < clock.today()
        return AboutEdition(
            title=printable(self.title.data or ""),
            source=printable(self.source.data or ""),
            document_number=printable(self.document_number.data or ""),
            valid_from=self.valid_from.data,
            past_reason=printable(self.past_reason.data or "") if past else None,
        )


class RowForm(PortalForm):
    """What a row says of its occupation. Numbers and amounts are read by the catalog, cell by cell, as in a file."""

    seen = HiddenField()
    level = SelectField(_l("Level"), [InputRequired(_l("Choose a level"))])
    hours = StringField(_l("Training hours"), [DataRequired(_l("Enter the hours")), Length(max=12)])
    shortage = SelectField(_l("Shortage"), [InputRequired(_l("Choose a grade"))])
    amount = StringField(
        _l("Subsidy standard (yuan)"),
        [Length(max=20)],
        description=_l("Only where a published document states it. Leave it empty otherwise."),
    )
    document_number = StringField(_l("Document number of the amount"), [Length(max=100)])
    name_mn = StringField(
        _l("Mongolian name"), [Length(max=200)], description=_l("It may stay empty; the row is marked then.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.level.choices = [(term.code, in_edition(term.zh, term.mn)) for term in terms("level").values()]
        self.shortage.choices = [(term.code, in_edition(term.zh, term.mn)) for term in terms("shortage").values()]

    def show(self, row: EditionRow) -> None:
        """Fill the form with what the row says."""
        self.seen.data = str(row.version)
        self.level.data, self.shortage.data = row.level, row.shortage.value
        self.hours.data = str(row.hours)
        self.amount.data = _yuan(row.amount_fen)
        self.document_number.data, self.name_mn.data = row.document_number or "", row.name_mn or ""

    def to_row(self) -> TypedRow:
        """Return the answers as typed."""
        return TypedRow(
            level=self.level.data or "",
            hours=self.hours.data or "",
            shortage=self.shortage.data or "",
            amount=self.amount.data or "",
            document_number=printable(self.document_number.data or ""),
            name_mn=(self.name_mn.data or "").strip(" "),
        )

    def note(self, problems: tuple[RowProblem, ...]) -> None:
        """Put each problem next to its field."""
        for problem in problems:
            field = self[problem.field]
            field.errors = [*field.errors, str(problem.reason)]


class NewRowForm(RowForm):
    """A row with the occupation that it is about."""

    code = StringField(
        _l("Occupation code"), [Length(max=20)], description=_l("Of the 2022 classification, such as 4-10-08-01.")
    )
    name = StringField(_l("Name of the occupation"), [Length(max=100)])
    craft = BooleanField(_l("A local craft without a code (special ability)"))
    checked = BooleanField(_l("I have looked at the warning and want this row"))

    def to_row(self) -> TypedRow:
        """Return the answers as typed."""
        said = super().to_row()
        return TypedRow(
            level=said.level,
            hours=said.hours,
            shortage=said.shortage,
            amount=said.amount,
            document_number=said.document_number,
            name_mn=said.name_mn,
            code=printable(self.code.data or ""),
            name=printable(self.name.data or ""),
            craft=bool(self.craft.data),
            checked=bool(self.checked.data),
        )


class SendBackForm(PortalForm):
    """Why a second officer does not publish an edition."""

    reason = TextAreaField(
        _l("Reason"),
        [DataRequired(_l("Write the reason")), _LONG],
        description=_l("The officer who made it reads this."),
    )

    @property
    def said(self) -> str:
        """The valid reason."""
        return printable(self.reason.data or "") or "-"


def _yuan(fen: int | None) -> str:
    if fen is None:
        return ""
    return str(fen // 100) if fen % 100 == 0 else f"{fen / 100:.2f}"
