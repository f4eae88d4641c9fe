"""Pages of the room."""

from portal.people.views import corrections, passwords, privacy, profile, register, second_factor, sign_in
from portal.people.views.blueprint import bp

__all__ = ["bp", "corrections", "passwords", "privacy", "profile", "register", "second_factor", "sign_in"]
