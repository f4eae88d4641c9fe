"""What is typed into the pages of the record and of verification."""

from collections.abc import Iterable
from typing import cast

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from portal.core.i18n import _, _l, edition
from portal.core.regions import HOME_PROVINCE, Place
from portal.core.web import PortalForm
from portal.records import rules
from portal.records.types import BatchEntry, Language, NewObjection


class SummaryForm(PortalForm):
    """In which language the summary is printed."""

    language = RadioField(
        _l("Language of the summary"),
        [InputRequired(_l("Choose a language"))],
        choices=[
            SelectChoice("zh", _l("Chinese")),
            SelectChoice("mn", _l("Mongolian")),
            SelectChoice("both", _l("Both languages on one sheet")),
        ],
    )

    def to_language(self) -> Language:
        """Return the valid choice."""
        return cast(Language, self.language.data)


class LastFourForm(PortalForm):
    """The end of an identity number, to compare with the holder's card."""

    last_four = StringField(
        _l("Last four characters of the identity card"),
        [InputRequired(_l("Enter the last four characters")), Length(max=40)],
        description=_l("Look at the card the person shows you. The answer is only yes or no."),
    )


class _WhatIsWrong(PortalForm):
    """What every objection says."""

    text = TextAreaField(
        _l("What is wrong?"),
        [DataRequired(_l("Write what is wrong")), Length(max=2000, message=_l("At most 2000 characters"))],
        description=_l("In your own words, in any language. Please write no identity numbers."),
    )
    contact = StringField(
        _l("How can we reach you?"),
        [Length(max=200, message=_l("At most 200 characters"))],
        description=_l("A phone number, if you want. It is kept sealed; only the officer who answers sees it."),
    )

    def validate_text(self, field: TextAreaField) -> None:
        """Refuse a text of signs that nobody can read."""
        if not _readable(field.data):
            raise ValidationError(_("Write what is wrong"))

    def _said(self) -> tuple[str, str | None]:
        return _readable(self.text.data), _readable(self.contact.data) or None


class ObjectionForm(_WhatIsWrong):
    """An objection to something that stands in no public notice."""

    FIRST = ("region",)

    region = SelectField(_l("Where"), [InputRequired(_l("Choose a place"))])

    def offer(self, places: Iterable[Place]) -> None:
        """Offer the leagues and cities."""
        named = [(place.code, place.name_mn if edition() == "mn" and place.name_mn else place.name) for place in places]
        self.region.choices = [(HOME_PROVINCE, _("I do not know")), *named]

    def to_objection(self) -> NewObjection:
        """Return the valid answers."""
        said, contact = self._said()
        return NewObjection(said, contact, region_code=self.region.data)


class BatchObjectionForm(_WhatIsWrong):
    """An objection to a public notice, or to one line of it."""

    FIRST = ("line",)

    line = SelectField(_l("Which line?"))

    def offer(self, entries: Iterable[BatchEntry]) -> None:
        """Offer the lines of the notice."""
        lines = [(str(entry.place), f"{entry.place} · {entry.masked_name} · {entry.occupation}") for entry in entries]
        self.line.choices = [("", _("The notice as a whole")), *lines]

    def choose(self, line: str) -> None:
        """Choose the line someone came from, where there is such a line."""
        if any(line == value for value, *_rest in cast(list[tuple[str, str]], self.line.choices)):
            self.line.data = line

    def to_objection(self, batch_id: int) -> NewObjection:
        """Return the valid answers."""
        said, contact = self._said()
        return NewObjection(said, contact, batch_id=batch_id, place=int(self.line.data) if self.line.data else None)


def _readable(typed: str | None) -> str:
    """Return what was typed, line by line, without signs that nobody can read."""
    return "\n".join(line for line in map(rules.printable, (typed or "").splitlines()) if line)
