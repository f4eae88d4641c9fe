"""What a provider types about a class, and an officer about its plan."""

import re
from collections.abc import Iterable
from typing import Any, cast

from wtforms import DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, ValidationError

from portal.catalog.errors import PLAN_FAULTS, PlanRefused
from portal.catalog.types import Mode, TeachingLanguage
from portal.catalog.types.plans import Arrangement, ClassPlan, Offerable
from portal.core.errors import PortalError
from portal.core.i18n import _, _l, edition
from portal.core.terms import Term, terms
from portal.core.typed_text import ascii_digits
from portal.core.web import PortalForm
from portal.people.forms.fields import GroupsField, RegionField, RegionSelect, mongolian_name
from portal.records.rules import printable

MOST_SEATS = 500
_LONG = Length(max=200, message=_l("Please use at most 200 characters."))
_SPAN = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)\s*-\s*([01]?\d|2[0-3]):([0-5]\d)")
_PHONE = re.compile(r"[0-9+][0-9 -]{4,24}")


def check_mongolian(_form: object, field: StringField) -> None:
    """Refuse letters of another script."""
    if typed := (field.data or "").strip():
        try:
            mongolian_name(typed)
        except PortalError as error:
            raise ValidationError(str(error.message)) from None


class ArrangementForm(PortalForm):
    """Days, place, seats and contact of a class."""

    starts_on = DateField(_l("First day"), [InputRequired(_l("Enter the first day"))])
    ends_on = DateField(_l("Last day"), [InputRequired(_l("Enter the last day"))])
    daily_hours = StringField(
        _l("Daily hours"), [Length(max=60)], description=_l("For example: 09:00-12:00, 14:00-17:00")
    )
    apply_by = DateField(_l("Last day to apply"), [InputRequired(_l("Enter the last day to apply"))])
    place = StringField(_l("Place"), [DataRequired(_l("Enter the place")), _LONG])
    way_there = StringField(
        _l("How to get there"), [_LONG], description=_l("Bus, stop, road: how someone without a car comes.")
    )
    place_mn = StringField(_l("Place in Mongolian"), [_LONG, check_mongolian])
    way_there_mn = StringField(_l("How to get there, in Mongolian"), [_LONG, check_mongolian])
    capacity = IntegerField(
        _l("Seats"),
        [
            InputRequired(_l("Enter the number of seats")),
            NumberRange(1, MOST_SEATS, message=_l("Enter a whole number from 1 to 500.")),
        ],
    )
    bring = StringField(_l("What to bring"), [_LONG])
    contact_phone = StringField(_l("Phone for questions"), [DataRequired(_l("Enter a phone number")), Length(max=30)])

    def validate_daily_hours(self, field: StringField) -> None:
        """Bring the hours to one spelling, or say how to write them."""
        typed = ascii_digits(field.data or "").strip()
        if not typed:
            return
        parts = [part.strip() for part in re.split(r"[,;，、；]", re.sub(r"[–—~～至]", "-", typed)) if part.strip()]
        found = [_SPAN.fullmatch(part) for part in parts]
        spans = [tuple(map(int, one.groups())) for one in found if one]
        if len(spans) != len(parts) or any((begin, past) >= (end, to) for begin, past, end, to in spans):
            raise ValidationError(_("Write the hours like this: 09:00-12:00, 14:00-17:00"))
        field.data = ", ".join(f"{begin:02}:{past:02}-{end:02}:{to:02}" for begin, past, end, to in spans)

    def validate_contact_phone(self, field: StringField) -> None:
        """Refuse what nobody could dial."""
        field.data = ascii_digits(field.data or "").strip()
        if not _PHONE.fullmatch(field.data):
            raise ValidationError(_("Write a phone number, such as 0475-8000000."))

    def show(self, plan: Arrangement) -> None:
        """Fill the form with what stands."""
        for name in Arrangement.__dataclass_fields__:
            self[name].data = getattr(plan, name)

    def to_arrangement(self) -> Arrangement:
        """Return the valid answers."""
        return Arrangement(**self._arranged())

    def note(self, error: PlanRefused) -> None:
        """Put each problem of the plan next to its field."""
        for problem in error.problems:
            field = self[problem.field]
            field.errors = [*field.errors, str(PLAN_FAULTS[problem.fault])]

    def _arranged(self) -> dict[str, Any]:
        texts = ("place", "bring", "contact_phone", "daily_hours", "way_there")
        typed: dict[str, Any] = {name: printable(self[name].data or "") or None for name in texts}
        typed |= {name: (self[name].data or "").strip(" ") or None for name in ("place_mn", "way_there_mn")}
        typed |= {name: self[name].data for name in ("starts_on", "ends_on", "apply_by", "capacity")}
        return {**typed, "place": typed["place"] or "-", "contact_phone": typed["contact_phone"] or "-"}


class ClassForm(ArrangementForm):
    """All that is planned of a class."""

    FIRST = (
        *("entry", "training_type", "department", "language", "mode"),
        *("starts_on", "ends_on", "daily_hours", "apply_by", "region"),
    )

    entry = SelectField(_l("Occupation and level"), [InputRequired(_l("Choose an occupation"))], widget=RegionSelect())
    region = RegionField(_l("Banner or county"), _l("Choose the banner or county"))
    training_type = SelectField(_l("Kind of training"), [InputRequired()])
    department = SelectField(
        _l("Arranged by"), default="", description=_l("The department whose task it is. The bureau can mend this.")
    )
    language = RadioField(_l("Taught in"), [InputRequired(_l("Choose a language"))])
    mode = RadioField(_l("How it is taught"), [InputRequired(_l("Choose how it is taught"))])
    groups = GroupsField(_l("For whom"), description=_l("Tick nothing if everyone may come."))

    def offer(self, found: Iterable[Offerable]) -> None:
        """Offer what the provider may teach, by group of trades, and the fixed words."""
        grouped: dict[str, list[tuple[str, str]]] = {}
        for one in found:
            name = (one.name_mn if edition() == "mn" else None) or one.name
            label = f"{name} · {_word('level', one.level)} · {one.hours}"
            grouped.setdefault(_word("trade", one.trade), []).append((f"{one.occupation_id}.{one.level}", label))
        self.entry.choices = cast(Any, grouped)
        self.training_type.choices, self.department.choices = _words("training_type"), departments()
        self.language.choices, self.mode.choices = _words("teaching_language"), _words("mode")

    def begin(self, contact_phone: str, region_code: str) -> None:
        """Fill in what most classes of a provider share."""
        self.training_type.data, self.language.data, self.mode.data = "employment_skill", "zh", "onsite"
        self.contact_phone.data, self.region.data = contact_phone, region_code

    def show_plan(self, plan: ClassPlan) -> None:
        """Fill the form with a draft."""
        self.show(plan)
        self.entry.data = f"{plan.occupation_id}.{plan.level}"
        self.region.data, self.training_type.data = plan.region_code, plan.training_type
        self.department.data = plan.department or ""
        self.language.data, self.mode.data = plan.language.value, plan.mode.value
        self.groups.data = list(plan.target_groups)

    def to_plan(self) -> ClassPlan:
        """Return the valid answers."""
        occupation, _dot, level = str(self.entry.data).partition(".")
        return ClassPlan(
            **self._arranged(),
            occupation_id=int(occupation),
            level=level,
            region_code=str(self.region.data),
            training_type=str(self.training_type.data),
            department=self.department.data or None,
            language=TeachingLanguage(self.language.data),
            mode=Mode(self.mode.data),
            target_groups=tuple(self.groups.data or ()),
        )


class DepartmentForm(PortalForm):
    """Which department arranges a class, as the bureau knows it."""

    department = SelectField(_l("Arranged by"), default="")

    def offer(self, chosen: str | None = None) -> None:
        """Offer the departments, with the one that is written down."""
        self.department.choices = departments()
        if not self.is_submitted():
            self.department.data = chosen or ""


class ReasonForm(PortalForm):
    """Why an officer sends a plan back."""

    reason = TextAreaField(
        _l("Reason"),
        [DataRequired(_l("Write the reason")), Length(max=300, message=_l("At most 300 characters"))],
        description=_l("The institution reads this. Say what to mend."),
    )

    @property
    def said(self) -> str:
        """The valid reason."""
        return printable(self.reason.data or "") or "-"


class CancelForm(PortalForm):
    """Why a class does not take place; everyone on it reads it."""

    reason = StringField(
        _l("Reason"),
        [DataRequired(_l("Write the reason")), Length(max=300, message=_l("At most 300 characters"))],
        description=_l("Everyone on this class reads this. Please write no names and no numbers."),
    )

    @property
    def said(self) -> str:
        """The valid reason."""
        return printable(self.reason.data or "") or "-"


def departments() -> list[tuple[str, str]]:
    """Return the departments to choose from, and first that it is not known."""
    return [("", _("Not known")), *_words("department")]


def _words(name: str) -> list[tuple[str, str]]:
    return [(code, _own_word(term)) for code, term in terms(name).items()]


def _word(name: str, code: str) -> str:
    term = terms(name).get(code)
    return _own_word(term) if term else code


def _own_word(term: Term) -> str:
    return (term.mn if edition() == "mn" else None) or term.zh
