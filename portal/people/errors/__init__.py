"""Ways of saying no in this room."""

from portal.core.errors import Forbidden, NotFound, PortalError
from portal.core.i18n import _l
from portal.people.errors.rights import AlreadyAsked as AlreadyAsked
from portal.people.errors.rights import NothingToCorrect as NothingToCorrect
from portal.people.errors.rights import NotYoursToAnswer as NotYoursToAnswer
from portal.people.errors.rights import NumberTaken as NumberTaken
from portal.people.errors.rights import RequestAnswered as RequestAnswered
from portal.people.errors.rights import SecondStepEnded as SecondStepEnded
from portal.people.errors.rights import TooManyCodes as TooManyCodes
from portal.people.errors.rights import WrongCode as WrongCode


class PersonNotFound(NotFound):
    """There is no such person, or the person asked to be forgotten."""


class AlreadyRegistered(PortalError):
    """A living record with this identity number exists. One sentence, with or without an account."""

    status = 409
    message = _l(
        "This identity number is already registered. Sign in. If you have no password, "
        "go to a service station with your identity card."
    )


class NobodyHasAccess(PortalError):
    """There is no account to take from somebody, or nobody can sign in to it any more."""

    status = 409
    message = _l("Nobody can sign in to this account any more.")


class PasswordRefused(PortalError):
    """A password that would not protect."""

    status = 422
    message = _l("Choose another password.")


class PasswordMissing(PasswordRefused):
    """Nothing was typed."""

    message = _l("Choose a password.")


class PasswordTooShort(PasswordRefused):
    """Fewer than eight characters."""

    def __init__(self, length: int) -> None:
        self.message = _l("A password needs at least 8 characters; this one has %(count)s.", count=length)
        super().__init__(length)


class PasswordTooLong(PasswordRefused):
    """Longer than any pass phrase."""

    message = _l("A password has at most 200 characters.")


class PasswordTooCommon(PasswordRefused):
    """One of those that are tried first."""

    message = _l("Many people use this password and others guess it first. Choose another one.")


class PasswordIsPersonal(PasswordRefused):
    """The identity number, the phone or a part of them."""

    message = _l("Your identity number, birthday or phone must not be your password. Choose another one.")


class WrongCredentials(PortalError):
    """No such account, or another password: nobody is told which."""

    status = 422
    message = _l("The number or the password is not right. Please try again.")


class SeveralPeople(PortalError):
    """A phone that many share, or two with one password, does not say who signs in."""

    status = 422
    message = _l("Several people use this phone. Sign in with your identity number instead.")


class WrongPassword(PortalError):
    """The present password, asked again before something grave, is another one."""

    status = 422
    message = _l("This is not your present password.")


class TooManySigningIn(PortalError):
    """All turns for checking passwords are taken; the rest of the portal goes on."""

    status = 503
    message = _l("Very many people are signing in at this moment. Please try again in a minute.")


class CodeRefused(PortalError):
    """The code of a station is wrong, used or too old: nobody is told which."""

    status = 422
    message = _l(
        "This number and this code do not fit together, or the code is too old. Ask the station for a new one."
    )


class StaffRefused(PortalError):
    """A staff account cannot be made like this (said to whoever runs the portal)."""

    message = _l("This staff account cannot be made.")


class StationRefused(PortalError):
    """A station cannot be entered like this (said to whoever runs the portal)."""

    message = _l("There is no such place, or a station of this name is there already.")


class ForTrainees(Forbidden):
    """Staff asked for a page on which people do things for themselves."""

    message = _l("This page is for people who learn. You are signed in with an account for work: go on at your desk.")
