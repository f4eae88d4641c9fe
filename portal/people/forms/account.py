"""Sign in, change oneself, come back without a password, be forgotten."""

from typing import Any

from wtforms import BooleanField, Field, PasswordField, SelectField, StringField
from wtforms.validators import InputRequired

from portal.core import identity_numbers, phones
from portal.core.i18n import EDITIONS, _l
from portal.core.phones import PhoneNumber
from portal.core.typed_text import compact_code
from portal.core.web import PortalForm
from portal.people.forms.fields import (
    GroupsField,
    NewPassword,
    PhoneForm,
    Read,
    ReadPhone,
    ReadText,
    RegionField,
    check_password,
    league_choices,
    mongolian_name,
)
from portal.people.types import PersonView, PhoneOwner, ProfileChange


class LoginForm(PortalForm):
    """Who signs in."""

    identifier = StringField(
        _l("Phone or identity number"), [InputRequired(_l("Enter your phone or your identity number."))]
    )
    password = PasswordField(_l("Password"), [InputRequired(_l("Enter your password."))])


class ProfileForm(PhoneForm):
    """What one may change about oneself."""

    phone = ReadPhone(_l("Another phone number"), [Read(phones.parse, needed=False)])
    no_phone = BooleanField(_l("I have no phone of my own"))
    sms_off = BooleanField(_l("No text messages to my phone"))
    language = SelectField(_l("Language of messages"))
    name_mn = ReadText(_l("Name in Mongolian script"), [Read(mongolian_name, needed=False)])
    present_region = RegionField(_l("Where you live now"))
    groups = GroupsField(_l("Groups you belong to"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language.choices = [(code, found.own_name) for code, found in EDITIONS.items()]
        self.language.flags.required = True

    def to_change(self, before: PersonView) -> ProfileChange:
        """Return the valid answers as the service expects them."""
        number: PhoneNumber | None = self.phone.read
        had_own = before.phone is not None and before.phone_owner is PhoneOwner.OWN
        return ProfileChange(
            name_mn=self.name_mn.read,
            present_region=self.present_region.data or None,
            language=str(self.language.data),
            groups=tuple(self.groups.data or ()),
            phone=number,
            phone_owner=self.phone_owner(),
            forget_phone=bool(number is None and self.no_phone.data and had_own),
            sms_off=bool(self.sms_off.data),
        )


class PasswordForm(PortalForm):
    """The present password and a new one."""

    old_password = PasswordField(_l("Present password"), [InputRequired(_l("Enter your present password."))])
    password = NewPassword(_l("New password"))

    def validate_password(self, field: Field) -> None:
        """Refuse a password that would not protect."""
        check_password(field, ())


class CodeForm(PortalForm):
    """The code of a station and a new password."""

    id_number = ReadText(_l("Identity number"), [Read(identity_numbers.parse)])
    code = StringField(
        _l("Code from the station"), [InputRequired(_l("Enter the 8 digits on the paper of the station."))]
    )
    password = NewPassword(_l("New password"))

    def validate_password(self, field: Field) -> None:
        """Refuse a password that would not protect."""
        number = self.id_number.read
        check_password(field, (number.value,) if number else ())

    def digits(self) -> str:
        """Return the code without the gaps people type."""
        return compact_code(self.code.data or "")[:40]


class EraseForm(PortalForm):
    """The password, before everything is forgotten."""

    password = PasswordField(_l("Password"), [InputRequired(_l("Enter your password."))])


class StationFilterForm(PortalForm):
    """Where stations are looked for."""

    region = SelectField(_l("League or city"), choices=league_choices, validate_choice=False)
