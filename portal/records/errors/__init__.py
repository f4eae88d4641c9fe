"""Ways in which the room says no."""

from datetime import date

from portal.core.errors import NotFound, PortalError
from portal.core.i18n import _l
from portal.records.errors.batches import AlreadyAnswered as AlreadyAnswered
from portal.records.errors.batches import BatchNotThere as BatchNotThere
from portal.records.errors.batches import ClaimMoved as ClaimMoved
from portal.records.errors.batches import NoticeStillRuns as NoticeStillRuns
from portal.records.errors.batches import ObjectionsOpen as ObjectionsOpen
from portal.records.errors.batches import PeriodPast as PeriodPast
from portal.records.errors.batches import SecondOfficerNeeded as SecondOfficerNeeded
from portal.records.types import EarlierClaim


class AlreadyClaimed(PortalError):
    """The same occupation and level was claimed before, by this person."""

    status = 409

    def __init__(self, earlier: EarlierClaim) -> None:
        self.earlier = earlier
        self.message = _l(
            "A training subsidy for this occupation and level was already claimed in %(year)s. "
            "The same occupation and level can be claimed only once.",
            year=earlier.year,
        )
        super().__init__(earlier.year)


class NobodyChosen(PortalError):
    """A list of claims or a batch needs at least one line."""

    status = 422
    message = _l("Choose at least one person.")


class ClassNotOver(PortalError):
    """Nobody claims for a training that still goes on."""

    status = 409

    def __init__(self, ends_on: date) -> None:
        self.message = _l("Subsidies are claimed from the last day of the class on: %(day)s.", day=ends_on.isoformat())
        super().__init__(ends_on.isoformat())


class RuleDoesNotFit(PortalError):
    """The clause gives no such subsidy for this place and day."""

    status = 422
    message = _l("This clause does not give a subsidy for a class at this place and on these days.")


class ResultNotPassed(PortalError):
    """The result that a claim would rest on was corrected and no longer says "passed"."""

    status = 409
    message = _l("The result was corrected since; no subsidy can be claimed for it.")


class ClaimStands(PortalError):
    """The claim was refused or paid before; it cannot be refused."""

    status = 409
    message = _l("This claim was already paid or refused, so it can no longer be refused here.")


class CertificateTaken(PortalError):
    """The issuer gave this number to another certificate: another holder, or other details."""

    status = 409
    message = _l("This issuer has already reported this certificate number with another holder or other details.")


class CertificateEnded(PortalError):
    """The certificate was already revoked or replaced; this cannot be taken back."""

    status = 409
    message = _l("This certificate has already been revoked or replaced.")


class CertificateStands(PortalError):
    """The training cannot be corrected to "not passed" while its certificate is valid."""

    status = 409
    message = _l("A valid certificate rests on this training. It must be revoked before the result can change.")


class CorrectedSince(PortalError):
    """A newer file corrected the line; an older one that is sent again does not undo it."""

    status = 409
    message = _l("A newer file has already corrected this line.")


class CannotBePrinted(PortalError):
    """A character of the record is in none of the fonts; nothing is printed with a hole in it."""

    status = 422

    def __init__(self, characters: list[str]) -> None:
        self.characters = characters
        self.message = _l(
            "These characters cannot be printed yet: %(characters)s. Please tell us, so that we can add them.",
            characters="、".join(f"{character} (U+{ord(character):04X})" for character in characters),
        )
        super().__init__(*(f"U+{ord(character):04X}" for character in characters))


class NothingToSummarise(PortalError):
    """No training and no certificate is in the record yet."""

    status = 409
    message = _l("There is nothing in your record yet that a summary could show.")


class SummaryAltered(PortalError):
    """What is stored is not what was issued; whoever runs the portal must look."""

    status = 409
    message = _l("This summary is no longer as it was issued, so we do not show it. Please call 12333.")


class SummaryNotFound(NotFound):
    """There is no such summary, or it is someone else's."""
