"""Ways in which the room says no."""

from portal.core.errors import NotFound, PortalError
from portal.core.i18n import _l
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


class RuleDoesNotFit(PortalError):
    """The clause gives no such subsidy for this place and day."""

    status = 422
    message = _l("This clause does not give a subsidy for a class at this place and on these days.")


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
