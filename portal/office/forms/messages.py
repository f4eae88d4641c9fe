"""Whose text messages a member of staff looks for."""

from portal.core import identity_numbers
from portal.core.i18n import _l
from portal.core.web import PortalForm
from portal.people.forms.fields import Read, ReadText


class FindForm(PortalForm):
    """The identity number of the person who asks; there is no list to browse."""

    id_number = ReadText(_l("Identity number"), [Read(identity_numbers.parse)])
