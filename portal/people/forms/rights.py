"""The second step of staff, and what someone asks to be corrected."""

from wtforms import StringField
from wtforms.validators import InputRequired

from portal.core.i18n import _l
from portal.core.web import PortalForm


class StepForm(PortalForm):
    """The code of the telephone, or one of the paper."""

    code = StringField(_l("Code"), [InputRequired(_l("Type the 6 digits that your telephone shows."))])

    @property
    def typed(self) -> str:
        """The code as it was typed, no longer than any code is."""
        return (self.code.data or "")[:60]
