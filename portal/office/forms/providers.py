"""What an officer types to keep the two directories."""

import re
from collections.abc import Iterable

from wtforms import DateField, HiddenField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from portal.catalog.services import NewProvider
from portal.catalog.types import ProviderKind
from portal.core import clock, credit_codes, names, regions
from portal.core.credit_codes import CreditCodeRefused
from portal.core.errors import PortalError
from portal.core.i18n import _, _l
from portal.core.terms import terms
from portal.core.typed_text import ascii_digits
from portal.core.web import PortalForm
from portal.enrolment.types import ClassFacts
from portal.office.forms.editions import in_edition
from portal.office.types.providers import OfficeProvider
from portal.records.rules import printable

_LONG = Length(max=200, message=_l("At most 200 characters"))
_REASON = Length(max=300, message=_l("At most 300 characters"))
_PHONE = re.compile(r"\+?[0-9][0-9 \-]{4,18}[0-9]")
NOWHERE = "none"


class ProviderForm(PortalForm):
    """What a directory says of a provider."""

    seen = HiddenField()
    credit_code = StringField(
        _l("Unified social credit code"), [DataRequired(_l("Enter the unified social credit code."))]
    )
    name = StringField(_l("Name of the institution"), [DataRequired(_l("Enter the name")), _LONG])
    name_mn = StringField(_l("Mongolian name"), [_LONG])
    kind = SelectField(_l("Kind"), [InputRequired(_l("Choose a kind"))])
    region = SelectField(_l("Place"), [InputRequired(_l("Choose a place in your region."))])
    address = StringField(_l("Address"), [DataRequired(_l("Enter the address")), _LONG])
    phone = StringField(_l("Phone"), [DataRequired(_l("Enter a phone number"))])
    accredited_from = DateField(_l("In the directory from"), [InputRequired(_l("Enter the first day"))])
    accredited_to = DateField(_l("In the directory until"), [Optional()])
    trades = SelectMultipleField(
        _l("May teach"),
        [InputRequired(_l("Choose at least one trade"))],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def offer(self, within: str) -> None:
        """Offer the kinds, the trades, and the places of the officer's region."""
        self.kind.choices = [(term.code, in_edition(term.zh, term.mn)) for term in terms("provider_kind").values()]
        self.trades.choices = [(term.code, in_edition(term.zh, term.mn)) for term in terms("trade").values()]
        own = regions.get(within)
        below = regions.children(within)
        places = [own] if own and own.level == "county" else []
        for place in below:
            places += [place] if place.level == "county" else regions.children(place.code)
        self.region.choices = [(one.code, regions.full_name(one.code)) for one in places if one and len(one.code) == 6]

    def show(self, found: OfficeProvider) -> None:
        """Fill the form with what the directory says."""
        self.seen.data = str(found.version)
        for name in ("credit_code", "name", "name_mn", "address", "phone", "accredited_from", "accredited_to"):
            getattr(self, name).data = getattr(found, name)
        self.kind.data, self.region.data, self.trades.data = found.kind.value, found.region_code, list(found.trades)

    def keep_code(self, credit_code: str) -> None:
        """Let nothing typed change the code of a provider that is there."""
        self.credit_code.data, self.credit_code.raw_data = credit_code, [credit_code]

    def validate_credit_code(self, field: StringField) -> None:
        """Refuse what cannot be a code, saying what is wrong with it."""
        try:
            credit_codes.parse(field.data or "")
        except CreditCodeRefused as error:
            raise ValidationError(str(error.message)) from error

    def validate_phone(self, field: StringField) -> None:
        """Refuse what nobody can dial."""
        if not _PHONE.fullmatch(ascii_digits((field.data or "").strip())):
            raise ValidationError(_("Write the phone number in digits, such as 0475-8000000."))

    def validate_name_mn(self, field: StringField) -> None:
        """Refuse letters of another script."""
        typed = (field.data or "").strip()
        try:
            written = not typed or names.is_mongolian(names.clean(typed))
        except PortalError:
            written = False
        if not written:
            raise ValidationError(_("Write this name in Mongolian script, or leave the field empty."))

    def validate_accredited_to(self, field: DateField) -> None:
        """Refuse a last day before the first."""
        if field.data and self.accredited_from.data and field.data < self.accredited_from.data:
            raise ValidationError(_("The last day must not be before the first day"))

    def to_provider(self, *, is_demo: bool = False) -> NewProvider:
        """Return the valid answers."""
        assert self.accredited_from.data is not None  # the validators saw to it
        return NewProvider(
            credit_code=credit_codes.parse(self.credit_code.data or "").value,
            name=printable(self.name.data or ""),
            name_mn=(self.name_mn.data or "").strip(" ") or None,
            kind=ProviderKind(self.kind.data),
            region_code=self.region.data,
            address=printable(self.address.data or ""),
            phone=ascii_digits((self.phone.data or "").strip()),
            accredited_from=self.accredited_from.data,
            accredited_to=self.accredited_to.data,
            trades=tuple(self.trades.data or ()),
            is_demo=is_demo,
        )


class WithdrawForm(PortalForm):
    """When and why a provider leaves the directory."""

    on = DateField(_l("Withdrawn on"), [InputRequired(_l("Enter the day"))])
    reason = StringField(
        _l("Reason"),
        [DataRequired(_l("Write the reason")), _REASON],
        description=_l("The people in its classes read this. Please write no names and no numbers."),
    )

    def validate_on(self, field: DateField) -> None:
        """Refuse a day that has not come yet: until then the provider goes on."""
        if field.data and field.data > clock.today():
            raise ValidationError(_("The day must be today or earlier"))

    @property
    def said(self) -> str:
        """The valid reason."""
        return printable(self.reason.data or "") or "-"


class ReinstateForm(PortalForm):
    """Why a withdrawal is taken back."""

    reason = StringField(
        _l("Reason"),
        [DataRequired(_l("Write the reason")), _REASON],
        description=_l("The people in its classes read this. Please write no names and no numbers."),
    )

    @property
    def said(self) -> str:
        """The valid reason."""
        return printable(self.reason.data or "") or "-"


class SettleForm(PortalForm):
    """Where the people of a class go."""

    into = RadioField(_l("Where these people go"), [InputRequired(_l("Choose a class, or that none fits"))])
    reason = StringField(
        _l("Reason"),
        [DataRequired(_l("Write the reason")), _REASON],
        description=_l("The people in its classes read this. Please write no names and no numbers."),
    )

    def offer(self, found: Iterable[tuple[ClassFacts, str]]) -> None:
        """Offer classes, each with the words that name it, and that none fits."""
        self.into.choices = [
            *((str(one.id), words) for one, words in found),
            (NOWHERE, _("No class fits: tell everyone that the class does not take place")),
        ]

    @property
    def class_id(self) -> int | None:
        """The class chosen, or None."""
        return None if self.into.data == NOWHERE else int(self.into.data)

    @property
    def said(self) -> str:
        """The valid reason."""
        return printable(self.reason.data or "") or "-"
