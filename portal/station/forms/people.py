"""What a clerk types about the person who is present."""

from typing import Any

from wtforms import BooleanField, Field, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, ValidationError

from portal.core import clock, identity_numbers, names, phones
from portal.core.i18n import _, _l
from portal.core.identity_numbers import IdentityNumber
from portal.core.phones import PhoneNumber
from portal.core.typed_text import compact_code
from portal.core.web import PortalForm
from portal.people import rules as people_rules
from portal.people.forms import RegionField
from portal.people.forms.fields import GroupsField, Read, ReadPhone, ReadText, mongolian_name
from portal.people.types import PhoneRelation
from portal.people.types.phones import RELATION_WORDS
from portal.station import rules
from portal.station.types import ConsentGiven, TypedPerson, Whose


class FindForm(PortalForm):
    """The number on the card of the person who is present."""

    id_number = ReadText(_l("Identity number"), [Read(identity_numbers.parse)])


class WithPhone(PortalForm):
    """A phone with whose it is; nobody needs to have one."""

    whose = RadioField(_l("Whose phone?"), [InputRequired(_l("Say whose phone it is, or that there is none."))])
    phone = ReadPhone(_l("Phone number"), [Read(phones.parse, needed=False)])
    relation = SelectField(_l("What is whoever passes messages on to the person?"), validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.whose.choices = [
            (Whose.OWN.value, _("The person's own")),
            (Whose.RELATIVE.value, _("A relative's, who passes messages on")),
            (Whose.NONE.value, _("No phone")),
        ]
        self.relation.choices = [
            ("", _("The phone is the person's own")),
            *((one.value, str(words)) for one, words in RELATION_WORDS.items()),
        ]

    def validate_phone(self, field: Field) -> None:
        """Ask for the number of a phone there is, and for none where there is none."""
        typed, none = bool((field.data or "").strip()), self.whose.data == Whose.NONE.value
        if none and typed:
            raise ValidationError(_("You chose that there is no phone. Leave this field empty."))
        if not none and not typed:
            raise ValidationError(_("Enter the phone number, or choose that there is none."))

    def validate_relation(self, field: Field) -> None:
        """Ask who passes messages on: the person must be able to find out who reads them."""
        if self.whose.data == Whose.RELATIVE.value and field.data not in set(PhoneRelation):
            raise ValidationError(_("Choose what they are to the person."))

    @property
    def chosen_relation(self) -> PhoneRelation | None:
        """What whoever passes messages on is to the person."""
        known = self.whose.data == Whose.RELATIVE.value and self.relation.data in set(PhoneRelation)
        return PhoneRelation(str(self.relation.data)) if known else None

    @property
    def is_own(self) -> bool:
        """Whether the phone is the person's own."""
        return bool(self.whose.data == Whose.OWN.value)


class EnterForm(WithPhone):
    """Who is present, as on the card."""

    name = ReadText(_l("Name as on the identity card"), [Read(names.clean)])
    name_mn = ReadText(_l("Name in Mongolian script"), [Read(mongolian_name, needed=False)])
    region = RegionField(_l("Home region (as in the household register)"), _l("Choose the home region."))
    groups = GroupsField(_l("Groups the person belongs to"))
    language = RadioField(_l("Language of messages and papers"), [InputRequired(_l("Choose a language."))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language.choices = [("zh", _("Chinese")), ("mn", _("Mongolian"))]

    def to_person(self, id_number: str) -> TypedPerson:
        """Return the valid answers as the service expects them."""
        number: PhoneNumber | None = self.phone.read
        return TypedPerson(
            name=self.name.read,
            id_number=id_number,
            home_region=str(self.region.data),
            name_mn=self.name_mn.read,
            phone=number.value if number else None,
            phone_is_own=self.is_own,
            phone_relation=self.chosen_relation.value if self.chosen_relation else None,
            groups=tuple(self.groups.data or ()),
            language=str(self.language.data),
        )


class ConsentForm(PortalForm):
    """What the clerk states about the consent of the person in front of them."""

    sheet_number = StringField(
        _l("Number of the signed sheet"), [InputRequired(_l("Enter the number printed on the signed sheet."))]
    )
    present = BooleanField(_l("The person is here with me and wants this"))
    signed = BooleanField(_l("The person heard the text and signed the sheet; the sheet stays at the station"))
    card_seen = BooleanField(_l("I have compared the identity card with the person and the number"))
    by_guardian = BooleanField(_l("A parent or guardian is here and signed the sheet"))

    def __init__(self, *args: Any, number: IdentityNumber | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needs_guardian = number is not None and people_rules.needs_guardian(number.birth_date, on=clock.today())
        for field in (self.present, self.signed):
            field.flags.required = True
        if not self.needs_guardian:
            del self.by_guardian

    def validate_sheet_number(self, field: Field) -> None:
        """Refuse what cannot be the number of a sheet."""
        if rules.read_sheet_number(field.data or "") is None:
            raise ValidationError(_("Enter the number printed on the signed sheet: letters, digits and hyphens."))

    def validate_present(self, field: Field) -> None:
        """Nobody is signed up behind their back."""
        if not field.data:
            raise ValidationError(_("Nothing is done for someone who is not here."))

    def validate_signed(self, field: Field) -> None:
        """Without a signed sheet nothing is stored."""
        if not field.data:
            raise ValidationError(_("Without a signed sheet nothing may be stored or done."))

    def to_consent(self) -> ConsentGiven:
        """Return the valid answers as the service expects them."""
        guardian = self.by_guardian.data if "by_guardian" in self else False
        return ConsentGiven(self.sheet_number.data or "", bool(self.card_seen.data), bool(guardian))


class ErasePaperForm(ConsentForm):
    """What the clerk states before everything is deleted for the person in front of them, which cannot be undone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.present.label.text = _("The person is here with me and wants everything deleted")
        self.signed.label.text = _(
            "The person heard what goes and what stays, and signed; the paper stays at the station"
        )
        self.card_seen.flags.required = True

    def validate_card_seen(self, field: Field) -> None:
        """Nobody's data is deleted for somebody else."""
        if not field.data:
            raise ValidationError(_("Compare the identity card first: what is deleted cannot be brought back."))


class CodeConsentForm(PortalForm):
    """The code that the person reads out, instead of a signed sheet."""

    present = BooleanField(_l("The person is here with me and wants this"))
    code = StringField(_l("Code that the person reads out"), [InputRequired(_l("Enter the six digits of the code."))])
    card_seen = BooleanField(_l("I have compared the identity card with the person and the number"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.present.flags.required = True

    def validate_present(self, field: Field) -> None:
        """Nobody is signed up behind their back."""
        if not field.data:
            raise ValidationError(_("Nothing is done for someone who is not here."))

    def digits(self) -> str:
        """Return the code without the gaps people type."""
        return compact_code(self.code.data or "")[:40]

    def to_consent(self) -> ConsentGiven:
        """Return the valid answers as the service expects them."""
        return ConsentGiven("", bool(self.card_seen.data))


class OtherPhoneForm(WithPhone):
    """Another phone of the person, or none any more."""


class OwnPhoneForm(PortalForm):
    """The clerk's own phone."""

    phone = ReadPhone(_l("Your own phone number"), [Read(phones.parse)])
