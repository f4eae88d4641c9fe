"""Fields that understand what people type, and say kindly what to mend."""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup
from wtforms import BooleanField, Field, PasswordField, SelectField, SelectMultipleField, StringField, TelField
from wtforms.fields.choices import SelectFieldBase
from wtforms.form import BaseForm
from wtforms.validators import StopValidation, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget, Select

from portal.core import names, regions
from portal.core.errors import PortalError
from portal.core.i18n import _, edition
from portal.core.regions import Place
from portal.core.terms import terms
from portal.core.typed_text import compact_code
from portal.core.web import PortalForm
from portal.people import rules
from portal.people.types import PhoneOwner


class ReadText(StringField):
    """A line of text that a reader of `core` understood."""

    read: Any = None


class ReadPhone(TelField):
    """A phone number that a reader of `core` understood."""

    read: Any = None


class NewPassword(PasswordField):
    """A password that is chosen now; it may not stay empty."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.flags.required = True


class Read:
    """Check a field by a reader of `core`, keep what it read in ``field.read``, and show it tidied."""

    def __init__(self, reader: Callable[[str], Any], *, needed: bool = True) -> None:
        self.reader = reader
        self.needed = needed
        self.field_flags = {"required": True} if needed else {}

    def __call__(self, _form: BaseForm, field: ReadText | ReadPhone) -> None:
        """Read the field or stop with the sentence of the reader."""
        field.read = None
        if not (self.needed or (field.data or "").strip()):
            return
        try:
            field.read = self.reader(field.data or "")
        except PortalError as refused:
            raise StopValidation(str(refused.message)) from None


class RegionSelect(Select):
    """A select with places grouped by league, and an empty line first."""

    def __call__(self, field: SelectFieldBase, **kwargs: Any) -> Markup:
        """Return the select."""
        head, mark, rest = super().__call__(field, **kwargs).partition(">")
        return head + mark + Markup('<option value="">{}</option>').format(_("Please choose")) + rest


class RegionField(SelectField):
    """A banner or county, or another province. Any code of GB/T 2260 is understood, retired ones too."""

    widget = RegionSelect()

    def __init__(self, label: str, missing: str | None = None, **kwargs: Any) -> None:
        super().__init__(label, choices=region_choices, validate_choice=False, **kwargs)
        self.missing = missing
        if missing is not None:
            self.flags.required = True

    def process_formdata(self, valuelist: list[str]) -> None:
        """Bring a code to the one in use today."""
        typed = compact_code(valuelist[0]) if valuelist else ""
        known = (regions.resolve(code) for code in rules.region_or_province(typed))
        self.data = next((code for code in known if code), None if not typed else "?")
        groups = region_choices()
        if self.data not in (None, "?", *(code for group in groups.values() for code, _name in group)):
            groups = {_("Chosen"): [(str(self.data), place_name(self.data))], **groups}
        self.choices = groups

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002
        """Refuse a code that no table knows."""
        if self.data == "?":
            raise StopValidation(_("We do not know this place. Choose one from the list."))
        if not self.data and self.missing is not None:
            raise StopValidation(self.missing)


class GroupsField(SelectMultipleField):
    """Groups of people one belongs to, as checkboxes; unknown words are dropped."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, choices=group_choices, validate_choice=False, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep the codes there are."""
        self.data = [code for code in dict.fromkeys(valuelist) if code in terms("group")]


def region_choices() -> dict[str, list[tuple[str, str]]]:
    """Return banners and counties by league, then the other provinces."""
    groups = {
        _own_name(league): [
            (place.code, _own_name(place)) for place in regions.children(league.code) if place.level == "county"
        ]
        for league in regions.prefectures()
    }
    others = [(place.code, _own_name(place)) for place in regions.children("") if place.code != regions.HOME_PROVINCE]
    return {**groups, _("Other provinces"): others}


def league_choices() -> list[tuple[str, str]]:
    """Return the leagues and cities."""
    return [("", _("All leagues and cities")), *((place.code, _own_name(place)) for place in regions.prefectures())]


def group_choices() -> list[tuple[str, str]]:
    """Return the groups in words of the edition."""
    return [(code, group_name(code)) for code in terms("group")]


def group_name(code: str) -> str:
    """Return a group in words of the edition."""
    term = terms("group").get(code)
    if term is None:
        return code
    return (term.mn if edition() == "mn" else None) or term.zh


def place_name(code: str | None) -> str:
    """Return a place with the places above it, in names of the edition, without our own province."""
    path = regions.path(code)
    below = path[1:] or path
    return ("" if edition() == "zh" else " ").join(_own_name(place) for place in below)


def _own_name(place: Place) -> str:
    return (place.name_mn if edition() == "mn" else None) or place.name


def mongolian_name(text: str) -> str:
    """Read a name in Mongolian script."""
    cleaned = names.clean(text)
    if not names.is_mongolian(cleaned):
        raise ValidationError(_("Write this name in Mongolian script, or leave the field empty."))
    return cleaned


class PhoneForm(PortalForm):
    """A phone, one's own or a relative's, or none."""

    phone: ReadPhone
    no_phone: BooleanField

    def phone_owner(self) -> PhoneOwner | None:
        """Say whose phone was given."""
        if self.phone.read is None:
            return None
        return PhoneOwner.RELATIVE if self.no_phone.data else PhoneOwner.OWN


def refuse(field: Field, error: PortalError) -> None:
    """Show beside a field what the service refused."""
    field.errors = [*field.errors, str(error.message)]


def check_password(field: Field, personal: tuple[str, ...]) -> None:
    """Refuse, beside its field, a password that would not protect."""
    try:
        rules.check_password(field.data or "", personal=personal)
    except PortalError as refused:
        raise ValidationError(str(refused.message)) from None
