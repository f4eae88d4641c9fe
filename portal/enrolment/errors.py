"""Ways in which the room says no."""

from portal.core.errors import PortalError
from portal.core.i18n import _l
from portal.enrolment.types import Refusal

REASONS = {
    Refusal.ALREADY_APPLIED: _l("You have already signed up for this class"),
    Refusal.NOT_YET_OPEN: _l("Sign-up has not begun yet"),
    Refusal.DEADLINE_PASSED: _l("The last day to sign up has passed"),
    Refusal.RUNNING: _l("This class has already begun"),
    Refusal.FINISHED: _l("This class is over"),
    Refusal.CANCELLED: _l("This class was cancelled"),
    Refusal.PROVIDER_WITHDRAWN: _l("This institution takes no new people at present"),
    Refusal.CLOSED: _l("Sign-up for this class is closed"),
}


class CannotApply(PortalError):
    """This person cannot apply for this class now; the page says what they can do instead."""

    status = 409

    def __init__(self, refusal: Refusal, class_id: int, application_id: int | None = None) -> None:
        super().__init__(refusal.value)
        self.message = REASONS[refusal]
        self.refusal = refusal
        self.class_id = class_id
        self.application_id = application_id


class ClashNotConfirmed(PortalError):
    """The person already has a seat on the same days and has not said that they know."""

    status = 409
    message = _l("You already have a seat in another class on the same days. Please confirm that you know.")


class NoOffer(PortalError):
    """There is no seat to accept or decline: the offer ran out, or was answered."""

    status = 409
    message = _l("This seat is no longer kept for you. The time to answer has passed or you have already answered.")


class CannotWithdraw(PortalError):
    """The training has begun, or the application has already ended."""

    status = 409
    message = _l(
        "This application cannot be withdrawn: the training has begun or the application has already ended. "
        "Please call the institution."
    )


class NotAStep(PortalError):
    """The application is not in a state from which this step leads."""

    status = 409
    message = _l("This application cannot take this step now.")


class TooManyWishes(PortalError):
    """So many wishes are open that nobody could answer them."""

    status = 409
    message = _l("You have as many open wishes as we can take. Withdraw one before you add another.")


class SameWish(PortalError):
    """An open wish says the same: two of them are one."""

    status = 409
    message = _l("This wish is in the ledger already and is still open.")


class WishClosed(PortalError):
    """The wish was met, withdrawn or answered before."""

    status = 409
    message = _l("This wish is not open any more. Somebody may have been faster.")


class DoesNotFit(PortalError):
    """The class is not, or no longer, among those that fit the wish."""

    status = 409
    message = _l("This class no longer takes sign-ups or does not fit this wish. Please choose another.")


class NotADayOfClass(PortalError):
    """Attendance is noted on days of the class only, and never before they come."""

    status = 422
    message = _l("Attendance can be noted only for days of this class, from the first day to today.")


class NotOnRoll(PortalError):
    """Attendance and results are taken only of people who have or had a seat."""

    status = 422
    message = _l("This person is not on the roll of this class.")


class TooManyHours(PortalError):
    """Nobody attends longer on a day than the class is held."""

    status = 422

    def __init__(self, limit: int, application_ids: tuple[int, ...]) -> None:
        self.application_ids = application_ids
        self.message = _l("These are more hours than the class has on one day (%(limit)s).", limit=limit)
        super().__init__(limit)


class ReasonNeeded(PortalError):
    """What was noted on a past day changes only with a reason; the old value stays."""

    status = 422
    message = _l("You change what was noted on a past day. Please write the reason.")


class CannotTakeThem(PortalError):
    """Another class cannot take the people of one that is ended."""

    status = 409
    message = _l("This class cannot take these people any more. Please choose another one.")


class ProviderStillThere(PortalError):
    """Classes are ended this way only where their provider was withdrawn from the directory."""

    status = 409
    message = _l("The institution is in the directory. Withdraw it first.")
