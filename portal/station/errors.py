"""Ways in which this room says no."""

from portal.core.errors import NotFound, PortalError
from portal.core.i18n import LazyText, _l
from portal.station.types import Contested


class FlowNotFound(NotFound):
    """There is no such flow, or it is another clerk's: both answer alike."""


class FlowClosed(PortalError):
    """The flow was finished, or closed itself; it shows nothing of the person any more."""

    status = 410
    message = _l("This help has ended and its page is cleared. Begin again for the next person.")


class NotYet(PortalError):
    """A step that needs the person's signed consent first."""

    status = 409
    message = _l("First find the person, read back what is stored, and have the sheet signed.")


class ClerksPhone(PortalError):
    """The phone of the clerk or the station, given as that of a villager."""

    status = 422
    message = _l(
        "This is the phone of the clerk or of the station. Enter the person's own phone, a relative's, or none: "
        "messages must reach the person."
    )


class NoPhoneForCode(PortalError):
    """No code can be sent: no mobile of the person's own, or somebody must agree for them."""

    status = 409
    message = _l("No code can be sent: the person needs a mobile phone of their own. Have the sheet signed instead.")


class CodeJustSent(PortalError):
    """The last code is not a minute old."""

    status = 409
    message = _l("A code was sent just now. Wait a minute before you send another one.")


class TooManyCodes(PortalError):
    """All the codes one help may send were sent."""

    status = 409
    message = _l("Three codes were sent. Have the sheet signed instead.")


class CodeWrong(PortalError):
    """Another code, or one that has ended."""

    status = 422
    message = _l("This code is not right, or its time is over. After five wrong tries a new one is needed.")


class OwnPhoneMissing(PortalError):
    """The clerk has not said what their own phone is."""

    status = 409
    message = _l("Enter your own phone number first, so that it is never taken as that of a villager.")


class SheetRefused(PortalError):
    """The number of the signed sheet cannot be right."""

    status = 422
    message = _l("Enter the number printed on the signed sheet: letters, digits and hyphens.")


class SheetUnknown(SheetRefused):
    """The portal printed no sheet with this number for this station."""

    message = _l("Your station printed no such sheet. Copy the number again, or have a new sheet signed.")


class SheetTaken(SheetRefused):
    """Another person signed the sheet of this number."""

    message = _l("Another person has signed the sheet with this number. Each person signs their own sheet.")


class SheetUsed(SheetRefused):
    """The sheet of this number was signed for something else."""

    message = _l("A sheet with this number was signed for something else. A deletion needs a sheet of its own.")


class GuardianMissing(PortalError):
    """A child under fourteen, and nobody agreed for them."""

    status = 422
    message = _l("For someone under 14, a parent or guardian must agree and sign the sheet.")


class CannotContest(PortalError):
    """The person signed up, or left the wish, themselves."""

    status = 409

    def __init__(self, subject: Contested) -> None:
        self.message = (
            _l("You left this wish yourself, so there is nothing to contest. You can withdraw it instead.")
            if subject is Contested.WISH
            else _l("You signed up for this class yourself, so there is nothing to contest. You can withdraw instead.")
        )
        super().__init__(subject)


class AlreadyAnswered(PortalError):
    """Someone else answered this contest first."""

    status = 409
    message = _l("This contest has been answered already.")


class UploadNotFound(NotFound):
    """There is no such list, or it is another station's."""


class NotCheckedYet(PortalError):
    """The list is being checked or is already taken in."""

    status = 409
    message = _l("This list cannot be changed or confirmed at this moment. Please look at its page.")


class CannotBePrinted(PortalError):
    """A character no font can print."""

    status = 422
    message = _l("One character of this name cannot be printed. Please write it on the paper by hand.")


class RowRefused(PortalError):
    """A row of a list that cannot be taken after all. It says in which column."""

    status = 422

    def __init__(self, column: str, message: LazyText) -> None:
        self.column, self.message = column, message
        super().__init__(column)
