"""Ways in which a batch under public notice says no."""

from portal.core.errors import PortalError
from portal.core.i18n import _l


class ClaimMoved(PortalError):
    """A claim of the list was put into another batch, or ended, in the meantime."""

    status = 409
    message = _l("One of these claims is no longer waiting. Please look at the list again.")


class SecondOfficerNeeded(PortalError):
    """Whoever made a batch does not publish it."""

    status = 403
    message = _l("You made this batch. Another officer must look through it and publish it.")


class PeriodPast(PortalError):
    """The first day of the notice is over; publishing now would shorten what was announced."""

    status = 409
    message = _l("The first day of this notice has passed. Discard the batch and make it again with new days.")


class BatchNotThere(PortalError):
    """The batch has already taken this step, or may not take it."""

    status = 409
    message = _l("This batch cannot take this step now. Someone else may have been quicker.")


class NoticeStillRuns(PortalError):
    """Nothing is paid while the notice runs."""

    status = 409
    message = _l("The public notice still runs. It can be closed on the day after its last day.")


class ObjectionsOpen(PortalError):
    """Nothing is paid while an objection waits for its answer."""

    status = 409
    message = _l("An objection to this batch is not answered yet. Answer it first.")


class AlreadyAnswered(PortalError):
    """An answer is given once and then stands."""

    status = 409
    message = _l("This objection has already been answered.")
