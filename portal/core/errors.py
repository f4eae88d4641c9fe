"""Facts that stop a request, each with its sentence for the person and its HTTP status."""

from portal.core.i18n import LazyText, _l


class PortalError(Exception):
    """Something the portal refuses, said in words a person understands."""

    status = 400
    message: LazyText = _l("This could not be done.")


class NotFound(PortalError):
    """The thing does not exist, or not for this person: both answer alike."""

    status = 404
    message = _l("We could not find this page. It may have moved, or it is not yours to see.")


class Forbidden(PortalError):
    """The person is known but this is not theirs to do."""

    status = 403
    message = _l("Your account may not do this. Ask the bureau if you think it should.")
