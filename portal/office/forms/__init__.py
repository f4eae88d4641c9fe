"""What staff type into the pages of the office."""

from collections.abc import Iterable
from typing import cast

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from portal.core import clock, names
from portal.core.errors import PortalError
from portal.core.i18n import _, _l
from portal.core.web import PortalForm
from portal.records.rules import printable
from portal.records.types import ClaimRule, NewBatch, WaitingClaim

_TOO_LONG = _l("At most 2000 characters")


class _Checkboxes(SelectMultipleField):
    """Several of a list, each with a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ClaimForm(PortalForm):
    """For whom of a class a subsidy is claimed, and on which clause."""

    rule = SelectField(_l("Clause the claim rests on"), [InputRequired(_l("Choose a clause"))])
    people = _Checkboxes(_l("People to claim for"), [InputRequired(_l("Choose at least one person."))], coerce=int)

    def offer(self, rules: Iterable[ClaimRule], people: Iterable[tuple[int, str]]) -> None:
        """Offer the rules that hold for the class and the people nothing was claimed for."""
        self.rule.choices = [(rule.key, f"{rule.title} · {rule.clause} · {rule.document}") for rule in rules]
        self.people.choices = list(people)

    def choose_everyone(self) -> None:
        """Tick every box: that is what a clerk wants most often."""
        self.people.data = [value for value, *_rest in cast(list[tuple[int, str]], self.people.choices)]

    @property
    def record_ids(self) -> tuple[int, ...]:
        """The trainings of the people chosen."""
        return tuple(self.people.data or ())


class BatchForm(PortalForm):
    """Which claims come under public notice together, and when."""

    opens_on = DateField(_l("First day of the notice"), [InputRequired(_l("Enter the first day"))])
    closes_on = DateField(_l("Last day of the notice"), [InputRequired(_l("Enter the last day"))])
    document_number = StringField(_l("Document number"), [Length(max=100, message=_l("At most 100 characters"))])
    claims = _Checkboxes(_l("Claims"), [InputRequired(_l("Choose at least one person."))], coerce=int)

    def offer(self, waiting: Iterable[WaitingClaim]) -> None:
        """Offer the claims that are in no batch yet."""
        self.claims.choices = [
            (claim.id, f"{claim.masked_name} · {claim.occupation} · {claim.year}") for claim in waiting
        ]

    def validate_opens_on(self, field: DateField) -> None:
        """Refuse a notice that would have begun before anyone could see it."""
        if field.data and field.data < clock.today():
            raise ValidationError(_("The first day must be today or later"))

    def validate_closes_on(self, field: DateField) -> None:
        """Refuse a notice that ends before it begins."""
        if field.data and self.opens_on.data and field.data < self.opens_on.data:
            raise ValidationError(_("The last day must not be before the first day"))

    def to_batch(self) -> NewBatch:
        """Return the valid answers."""
        assert self.opens_on.data is not None  # the validators saw to both
        assert self.closes_on.data is not None
        number = printable(self.document_number.data or "")
        return NewBatch(self.opens_on.data, self.closes_on.data, number or None, tuple(self.claims.data or ()))


class RefuseForm(PortalForm):
    """Why a claim is refused; the person reads it."""

    reason = StringField(
        _l("Reason"),
        [DataRequired(_l("Write the reason")), Length(max=300, message=_l("At most 300 characters"))],
        description=_l("The person reads this. Please write no names and no numbers."),
    )

    @property
    def said(self) -> str:
        """The valid reason."""
        return printable(self.reason.data or "") or "-"


class AnswerForm(PortalForm):
    """The answer to an objection."""

    answer = TextAreaField(
        _l("Answer"),
        [DataRequired(_l("Write the answer")), Length(max=2000, message=_TOO_LONG)],
        description=_l("Whoever holds the code reads this. Please write no names and no numbers."),
    )
    refuse = BooleanField(_l("The objection is right: refuse this claim"))

    @property
    def said(self) -> str:
        """The valid answer, line by line."""
        return "\n".join(filter(None, map(printable, (self.answer.data or "").splitlines()))) or "-"


class ResultsForm(PortalForm):
    """A file of results."""

    file = FileField(_l("File (.xlsx or .csv)"), [FileRequired(_l("Choose the file first."))])


class MongolianNameForm(PortalForm):
    """The Mongolian name of something."""

    mn = StringField(_l("Mongolian name"), [Length(max=200)])

    def validate_mn(self, field: StringField) -> None:
        """Refuse letters of another script."""
        typed = (field.data or "").strip()
        if not typed:
            return
        try:
            mongolian = names.is_mongolian(names.clean(typed))
        except PortalError:
            mongolian = False
        if not mongolian:
            raise ValidationError(_("Write this name in Mongolian script, or leave the field empty."))

    def to_name(self) -> str | None:
        """Return the name as typed, without blanks around it, or None."""
        return (self.mn.data or "").strip(" ") or None
