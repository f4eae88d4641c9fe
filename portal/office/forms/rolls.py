"""What a teacher ticks about a day, and an office types about results and certificates."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from wtforms import BooleanField, DateField, IntegerField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from portal.core import clock
from portal.core.i18n import _, _l, edition
from portal.core.terms import terms
from portal.core.web import PortalForm
from portal.enrolment.errors import ReasonNeeded, TooManyHours
from portal.enrolment.types.attendance import AttendanceWay, Mark, NewMark, OnRoll
from portal.office import errors, rules
from portal.office.types import CertificateRow, Reported
from portal.office.types.classes import HeldCertificate, ResultNow
from portal.records.rules import printable
from portal.records.types import CertificateKind, Evaluation, Result

WAYS = {
    AttendanceWay.PHONE: _l("Noted by the teacher"),
    AttendanceWay.PAPER: _l("Copied from the signed sheet"),
    AttendanceWay.STATION: _l("Noted at a service station"),
}
RESULTS = {Result.PASSED: _l("Passed"), Result.FAILED: _l("Not passed"), Result.ABSENT: _l("Absent")}
OWN_LEVEL = "own"
_LONG = Length(max=100, message=_l("At most 100 characters"))
_HOURS = NumberRange(0, 24, message=_l("Enter whole hours from 0 to 24."))


class DayForm(PortalForm):
    """Who was there on a day; two fields for each person are added by `day_form`."""

    how = RadioField(_l("How it was noted"), [InputRequired(_l("Choose how it was noted"))])
    reason = StringField(
        _l("Reason for the correction"),
        [Length(max=300, message=_l("At most 300 characters"))],
        description=_l("Only where you change what was noted on a past day. The old value is kept."),
    )

    def person(self, application_id: int) -> tuple[Any, Any]:
        """Return the two fields of a person: whether they were there, and how long."""
        return self[f"present_{application_id}"], self[f"hours_{application_id}"]

    def begin(self, roll: Iterable[OnRoll], marks: Mapping[int, Mark], hours: int) -> None:
        """Fill the form with what stands; of whoever was not noted yet, that they were there all day."""
        self.how.data = AttendanceWay.PHONE.value
        for who in roll:
            present, length = self.person(who.application_id)
            mark = marks.get(who.application_id)
            present.data = mark is None or mark.hours > 0
            length.data = mark.hours if mark and mark.hours else hours

    def to_marks(self, roll: Iterable[OnRoll]) -> list[NewMark]:
        """Return what is noted of each person that the page showed: someone may have got a seat meanwhile."""
        found = []
        for who in roll:
            present, length = self.person(who.application_id)
            if length.raw_data:
                found.append(NewMark(who.application_id, int(length.data or 0) if present.data else 0))
        return found

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the fields, and that whoever was there was there for some time."""
        good = super().validate(extra_validators)
        for name in [field.name for field in self if field.name.startswith("present_")]:
            length = self[name.replace("present", "hours")]
            if self[name].data and length.raw_data and not length.data and not length.errors:
                _add(length, _l("Enter the hours, or take the tick away."))
        return good and not self.errors

    def note(self, error: ReasonNeeded | TooManyHours) -> None:
        """Put what is wrong next to its field."""
        if isinstance(error, ReasonNeeded):
            _add(self.reason, error.message)
        else:
            for application_id in error.application_ids:
                _add(self.person(application_id)[1], error.message)

    @property
    def said(self) -> str | None:
        """The reason, where there is one."""
        return printable(self.reason.data or "") or None


def day_form(roll: Iterable[OnRoll]) -> DayForm:
    """Return a form with two fields for each person of a roll."""
    fields: dict[str, Any] = {}
    for who in roll:
        name = (who.name_mn if edition() == "mn" else None) or who.name
        fields[f"present_{who.application_id}"] = BooleanField(name)
        fields[f"hours_{who.application_id}"] = IntegerField(_l("Hours"), [Optional(), _HOURS])
    form: DayForm = type("DayFormOfRoll", (DayForm,), fields)()
    form.how.choices = [(way.value, words) for way, words in WAYS.items()]
    return form


class CertificateFields(PortalForm):
    """A certificate as its issuer gave it."""

    kind = SelectField(_l("Kind of certificate"))
    number = StringField(
        _l("Certificate number"), [Length(max=80)], description=_l("Letters and digits as they stand on the paper.")
    )
    level = SelectField(_l("Level on the certificate"))
    own_level = StringField(
        _l("Level of the enterprise"),
        [Length(max=40, message=_l("At most 40 characters"))],
        description=_l("Only where an enterprise uses levels of its own, such as P3."),
    )
    issuer = StringField(_l("Issuer"), [_LONG])
    issued_on = DateField(_l("Issued on"), [Optional()])

    def offer(self, *, may_lack: bool) -> None:
        """Offer the five kinds and the levels."""
        nothing = [("", _("No certificate"))] if may_lack else []
        self.kind.choices = nothing + [(kind.value, _word("certificate_kind", kind.value)) for kind in CertificateKind]
        levels = [(code, _word("level", code)) for code in terms("level")]
        self.level.choices = [*levels, (OWN_LEVEL, _("Another level of the enterprise"))]

    def show_certificate(self, like: HeldCertificate | None, level: str) -> None:
        """Fill in what the next certificate of a class shares with the one before."""
        self.level.data = like.level if like and like.level in terms("level") else level
        if like is None:
            return
        self.kind.data, self.issuer.data, self.issued_on.data = like.kind.value, like.issuer, like.issued_on
        if like.level not in terms("level"):
            self.level.data, self.own_level.data = OWN_LEVEL, like.level

    def check_certificate(self) -> None:
        """Put what is missing or wrong in a certificate next to its field."""
        for name in ("number", "issuer", "issued_on"):
            if not self[name].data:
                _add(self[name], errors.INCOMPLETE_CERTIFICATE)
        if self.number.data and rules.read_number(self.number.data) is None:
            _add(self.number, errors.NOT_NUMBER)
        if self.issued_on.data and self.issued_on.data > clock.today():
            _add(self.issued_on, errors.IN_FUTURE)
        kind = CertificateKind(self.kind.data)
        if self.level.data == OWN_LEVEL and not printable(self.own_level.data or ""):
            _add(self.own_level, _l("Write the level as the enterprise names it."))
        elif self.level.data == "none" and rules.needs_level(kind):
            _add(self.level, errors.NOT_LEVEL)

    def to_certificate(self) -> CertificateRow:
        """Return the certificate that `check_certificate` found good."""
        own = printable(self.own_level.data or "")
        assert self.issued_on.data is not None  # `check_certificate` saw to it
        return CertificateRow(
            kind=CertificateKind(self.kind.data),
            number=rules.read_number(self.number.data or "") or "",
            level=own if self.level.data == OWN_LEVEL else str(self.level.data),
            issuer=rules.read_issuer(self.issuer.data or ""),
            issued_on=self.issued_on.data,
        )


class ResultForm(CertificateFields):
    """How a training ended for one person."""

    FIRST = ("result", "hours", "evaluated_on", "result_on", "evaluator")

    result = RadioField(_l("Result"), [InputRequired(_l("Choose a result"))])
    hours = IntegerField(
        _l("Hours attended"),
        [
            InputRequired(_l("Enter the hours")),
            NumberRange(0, 10_000, message=errors.NOT_HOURS),
        ],
    )
    evaluated_on = DateField(_l("Day of the evaluation"), [Optional()])
    result_on = DateField(_l("Day of the result"), [Optional()])
    evaluator = StringField(_l("Evaluated by"), [_LONG])
    reason = StringField(
        _l("Reason for the correction"),
        [Length(max=300, message=_l("At most 300 characters"))],
        description=_l("Only for a correction. The person reads it; the old result is kept."),
    )

    def offer(self, *, may_lack: bool = True) -> None:
        """Offer the ways a training can end, and certificates."""
        super().offer(may_lack=may_lack)
        self.result.choices = [(result.value, words) for result, words in RESULTS.items()]

    def begin(self, now: ResultNow | None, hours: int | None, known: Evaluation) -> None:
        """Fill the form with what stands, else with the hours noted and the days of whoever was evaluated last."""
        evaluation = now.evaluation if now else known
        self.result.data = now.result.value if now else None
        self.hours.data = now.hours if now else hours
        self.evaluated_on.data, self.evaluator.data = evaluation.evaluated_on, evaluation.evaluator
        self.result_on.data = evaluation.result_on if now else evaluation.result_on or clock.today()

    def validate_evaluated_on(self, field: DateField) -> None:
        """Refuse a day still to come."""
        _refuse_future(field.data)

    def validate_result_on(self, field: DateField) -> None:
        """Refuse a result that is known before its evaluation, or not yet."""
        _refuse_future(field.data)
        if field.data and self.evaluated_on.data and field.data < self.evaluated_on.data:
            raise ValidationError(_("The result cannot be known before the evaluation."))

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the fields, then what they say together."""
        good = super().validate(extra_validators)
        if self.result.data == Result.PASSED and self.hours.data == 0:
            _add(self.hours, errors.NO_HOURS)
        if self.kind.data and self.result.data != Result.PASSED:
            _add(self.kind, errors.CERTIFICATE_WITHOUT_PASS)
        elif self.kind.data and not self.kind.errors:
            self.check_certificate()
        return good and not self.errors

    def to_reported(self) -> Reported:
        """Return the valid answers."""
        evaluation = Evaluation(
            self.evaluated_on.data, self.result_on.data, rules.read_issuer(self.evaluator.data or "") or None
        )
        return Reported(
            hours=int(self.hours.data or 0),
            result=Result(self.result.data),
            certificate=self.to_certificate() if self.kind.data else None,
            evaluation=evaluation,
            reason=printable(self.reason.data or "") or None,
        )


class EndForm(PortalForm):
    """Why a certificate is revoked; its holder reads it."""

    reason = StringField(
        _l("Reason"),
        [DataRequired(_l("Write the reason")), Length(max=300, message=_l("At most 300 characters"))],
        description=_l("The person reads this. Please write no names and no numbers."),
    )

    @property
    def said(self) -> str:
        """The valid reason."""
        return printable(self.reason.data or "") or "-"


class ReplaceForm(CertificateFields, EndForm):
    """The certificate that takes the place of another, and why."""

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the fields, then what they say together."""
        good = super().validate(extra_validators)
        self.check_certificate()
        return good and not self.errors


def _refuse_future(day: date | None) -> None:
    if day and day > clock.today():
        raise ValidationError(_("This date is still to come."))


def _add(field: Any, reason: Any) -> None:
    field.errors = [*field.errors, str(reason)]


def _word(name: str, code: str) -> str:
    term = terms(name)[code]
    return (term.mn if edition() == "mn" else None) or term.zh
