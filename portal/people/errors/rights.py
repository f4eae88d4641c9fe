"""Ways of saying no about the second step of staff, and about requests for correction."""

from portal.core.errors import PortalError
from portal.core.i18n import _l


class WrongCode(PortalError):
    """The code of the second step is wrong, was used, or its time is over: nobody is told which."""

    status = 422
    message = _l("This code does not fit. Wait for the next one and type it.")


class TooManyCodes(PortalError):
    """Too many wrong codes: guessing must not help."""

    status = 429
    message = _l("Too many wrong codes. Please try again in 15 minutes.")


class SecondStepEnded(PortalError):
    """The password was typed too long ago."""

    status = 422
    message = _l("This took too long. Please sign in again.")


class AlreadyAsked(PortalError):
    """The same is asked already, and not answered yet."""

    status = 409
    message = _l("You have asked for this already. The bureau answers the first request.")


class NothingToCorrect(PortalError):
    """It stands as the person wants it, or it is not there."""

    status = 422
    message = _l("This is what we have stored already.")


class RequestAnswered(PortalError):
    """Someone was faster."""

    status = 409
    message = _l("Another officer has answered this request already.")


class NotYoursToAnswer(PortalError):
    """Whoever entered or checked a record, or wrote the request down, does not judge it."""

    status = 403
    message = _l("You entered or checked this record yourself. Another officer must answer.")


class NumberTaken(PortalError):
    """The right identity number belongs to another record."""

    status = 409
    message = _l("Another record has this identity number. Refuse the request and ask the person to come.")
