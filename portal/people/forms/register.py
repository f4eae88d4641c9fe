"""What is asked of someone new. Nothing typed is lost."""

from typing import Any

from wtforms import BooleanField, Field
from wtforms.validators import ValidationError

from portal.core import clock, identity_numbers, names, phones
from portal.core.i18n import _, _l, edition
from portal.people import rules
from portal.people.forms.fields import (
    GroupsField,
    NewPassword,
    PhoneForm,
    Read,
    ReadPhone,
    ReadText,
    RegionField,
    check_password,
    mongolian_name,
)
from portal.people.types import GivenConsent, NewPerson


class RegisterForm(PhoneForm):
    """Who registers."""

    FIRST = ("name", "id_number", "phone", "no_phone", "region", "password")

    name = ReadText(_l("Name as on the identity card"), [Read(names.clean)])
    name_mn = ReadText(_l("Name in Mongolian script"), [Read(mongolian_name, needed=False)])
    id_number = ReadText(_l("Identity number"), [Read(identity_numbers.parse)])
    phone = ReadPhone(_l("Phone number"), [Read(phones.parse, needed=False)])
    no_phone = BooleanField(_l("I have no phone of my own"))
    region = RegionField(_l("Home region (as in the household register)"), _l("Choose your home region."))
    password = NewPassword(_l("Choose a password"))
    groups = GroupsField(_l("Groups you belong to"))
    consent = BooleanField(_l("I have read the privacy notice and agree"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in (self.phone, self.consent):
            field.flags.required = True

    def validate_phone(self, field: Field) -> None:
        """Ask for a phone, unless there is none."""
        if not (field.data or "").strip() and not self.no_phone.data:
            raise ValidationError(_("Enter your phone number. If you have none, tick the box below."))

    def validate_password(self, field: Field) -> None:
        """Refuse a password that would not protect."""
        read = (self.id_number.read, self.phone.read)
        check_password(field, tuple(number.value for number in read if number))

    def validate_consent(self, field: Field) -> None:
        """Without consent nothing may be stored."""
        if not field.data:
            raise ValidationError(
                _("Without your agreement we may not store anything. You can still look at all classes, or call 12333.")
            )

        number = self.id_number.read
        if number and rules.needs_guardian(number.birth_date, on=clock.today()):
            raise ValidationError(_("For someone under 14, a parent or guardian agrees, at a service station."))

    def to_person(self) -> NewPerson:
        """Return the valid answers as the service expects them."""
        return NewPerson(
            name=self.name.read,
            name_mn=self.name_mn.read,
            id_number=self.id_number.read,
            phone=self.phone.read,
            phone_owner=self.phone_owner(),
            home_region=str(self.region.data),
            groups=tuple(self.groups.data or ()),
            language=edition(),
        )

    def to_consents(self) -> list[GivenConsent]:
        """Return what was agreed to; groups are sensitive and agreed to apart."""
        purposes = ["registration"] + (["groups"] if self.groups.data else [])
        return [GivenConsent(purpose, rules.CONSENT_VERSION) for purpose in purposes]
