"""What is typed into the pages of the record and of verification."""

from typing import cast

from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, Length

from portal.core.i18n import _l
from portal.core.web import PortalForm
from portal.records.types import Language


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
