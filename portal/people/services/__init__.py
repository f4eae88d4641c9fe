"""Everything a person, a station or the portal itself can do in this room."""

from portal.people.services.register import add_account, add_consent, add_person, register

__all__ = ["add_account", "add_consent", "add_person", "register"]
