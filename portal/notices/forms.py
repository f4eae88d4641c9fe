"""Forms of this room."""

import re

from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired, Length

from portal.core.i18n import _l, edition
from portal.core.web import PortalForm
from portal.notices.types import WordReport

_OWN_PAGE = re.compile(r"/(zh|mn)(/[\w./-]{0,200})?", re.ASCII)


class WordForm(PortalForm):
    """A word that reads wrong, and what would be right."""

    word = StringField(_l("The word or sentence that is wrong"), [
        DataRequired(_l("Write the word that is wrong")), Length(max=200, message=_l("At most 200 characters")),
    ])  # fmt: skip
    suggestion = StringField(_l("What would be right"), [Length(max=200, message=_l("At most 200 characters"))])
    page = HiddenField()

    @property
    def own_page(self) -> str | None:
        """The page of this portal on which the word stands; any other address is left out."""
        page = (self.page.data or "").partition("?")[0]
        return page if _OWN_PAGE.fullmatch(page) else None

    def to_report(self) -> WordReport:
        """Return the valid answers."""
        return WordReport(
            edition=edition(),
            page=self.own_page,
            word=(self.word.data or "").strip(),
            suggestion=(self.suggestion.data or "").strip() or None,
        )
