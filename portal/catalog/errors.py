"""The ways in which the catalog says no."""

from portal.catalog.types.editions import RowProblem
from portal.catalog.types.plans import PlanFault, PlanProblem
from portal.core.errors import NotFound, PortalError
from portal.core.i18n import _l


class ClassNotFound(NotFound):
    """There is no such class, or it is not published."""

    message = _l("We could not find this class. Look for it in the list, or call 12333.")


class EntryNotFound(NotFound):
    """There is no such row in any published demand catalog."""

    message = _l("We could not find this entry of the demand catalog.")


class ProviderNotFound(NotFound):
    """There is no such provider in the directories."""

    message = _l("We could not find this institution in the directories.")


class UnknownRegion(PortalError):
    """The region a catalog is said to be for is not known."""

    message = _l("This region code is not known.")


class CatalogMovedOn(PortalError):
    """Mended rows belong to an issue that is no longer the latest."""

    status = 409
    message = _l("Another catalog was published for this region since then. Please send the whole file again.")


class ClassStateRefused(PortalError):
    """No way leads from the state of the class to the one asked for."""

    status = 409
    message = _l("This class is over or was cancelled; its state can no longer be changed that way.")


class EditionNotFound(NotFound):
    """There is no such edition of a catalog, or it lies outside what someone may see."""

    message = _l("We could not find this edition of the catalog.")


class NotADraft(PortalError):
    """The edition is published, waits for a second officer or was discarded."""

    status = 409
    message = _l("This edition can no longer be changed this way: its state has changed. Please look at it again.")


class ChangedMeanwhile(PortalError):
    """Someone else changed the same thing since it was read."""

    status = 409
    message = _l("Another officer changed this meanwhile. Nothing was overwritten; please compare both.")


class RowNotTaken(PortalError):
    """A row cannot be taken as typed; each problem names its field."""

    status = 422
    message = _l("Something in this row is missing or wrong.")

    def __init__(self, problems: tuple[RowProblem, ...]) -> None:
        self.problems = problems
        super().__init__(*(problem.field for problem in problems))


class NotReady(PortalError):
    """The edition lacks its document, its number or any row."""

    status = 409
    message = _l("Enter the document, its number and the first day before you submit.")


class NothingChanged(PortalError):
    """The edition says what the one before it says."""

    status = 409
    message = _l("This edition says the same as the one before it. There is nothing to publish.")


class SecondOfficerMustApprove(PortalError):
    """Whoever changed something in a draft does not publish it."""

    status = 409
    message = _l("You changed something in this edition. Another officer must approve it.")


class FirstDayPassed(PortalError):
    """The first day went by and nobody said why the edition begins in the past."""

    status = 409
    message = _l("The first day of this edition has passed. Send it back, so that the day is set anew.")


class BeginsTooEarly(PortalError):
    """It would begin before the edition that it replaces."""

    status = 422
    message = _l("The edition would begin before the one it replaces.")


FAR_AWAY = _l("This day is more than three years away. Please look at the year again.")
PLAN_FAULTS = {
    PlanFault.NOT_IN_CATALOG: _l(
        "The demand catalog in force for this place does not list the occupation at this level."
    ),
    PlanFault.NOT_APPROVED: _l("This institution is not approved for this group of trades."),
    PlanFault.TAKES_NOBODY: _l("This institution takes no new applications at present."),
    PlanFault.BEFORE_ACCREDITATION: _l("Your accreditation begins only after this day."),
    PlanFault.AFTER_ACCREDITATION: _l("Your accreditation ends before this day."),
    PlanFault.STARTED: _l("A class is announced before it begins, not after."),
    PlanFault.ENDS_EARLY: _l("The last day is before the first."),
    PlanFault.DEADLINE_LATE: _l("The last day to apply must not be after the first day of the class."),
    PlanFault.DEADLINE_PAST: _l("The last day to apply must be today or later."),
    PlanFault.FAR_AWAY: FAR_AWAY,
    PlanFault.SEATS_TAKEN: _l("More people than this have a seat already. Nobody loses theirs."),
}


class PlanRefused(PortalError):
    """The plan of a class cannot be taken; each problem names its field."""

    status = 422

    def __init__(self, problems: tuple[PlanProblem, ...]) -> None:
        self.problems = problems
        self.message = PLAN_FAULTS[problems[0].fault]
        super().__init__(*(problem.fault.value for problem in problems))


class NotADraftClass(PortalError):
    """The class is not, or no longer, in the state that this step asks for; someone else may have been quicker."""

    status = 409
    message = _l("This class cannot take this step now: its state has changed. Please look at it again.")
