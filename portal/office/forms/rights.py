"""Why the second step of a colleague is reset."""

from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from portal.core.i18n import _l
from portal.core.web import PortalForm


class ResetForm(PortalForm):
    """The reason, for the audit trail."""

    reason = TextAreaField(
        _l("The reason in your words"),
        [
            InputRequired(_l("Write why: for example that the telephone is lost, and how you know who asks.")),
            Length(max=200, message=_l("At most 200 characters")),
        ],
    )

    @property
    def said(self) -> str:
        """The reason."""
        return (self.reason.data or "").strip()
