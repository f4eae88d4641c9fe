"""What an officer types about an alarm."""

from wtforms import RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from portal.core.i18n import _, _l
from portal.core.web import PortalForm
from portal.office.types.alarms import AlarmAnswer, CloseReason
from portal.records.rules import printable

REASONS = {
    CloseReason.EXPLAINED: _l("There is a good explanation"),
    CloseReason.MENDED: _l("A mistake in the data, now mended"),
    CloseReason.HANDED_ON: _l("Handed on to those who investigate"),
}


class AlarmForm(PortalForm):
    """What was found, and what becomes of the alarm."""

    text = TextAreaField(
        _l("What you found"),
        [DataRequired(_l("Write what you found")), Length(max=2000, message=_l("At most 2000 characters"))],
        description=_l("Only officers read this."),
    )
    decision = RadioField(
        _l("What becomes of the alarm"),
        [InputRequired(_l("Choose one of the two."))],
        choices=[SelectChoice("keep", _l("Keep it open")), SelectChoice("close", _l("Close it"))],
    )
    reason = SelectField(
        _l("Why it is closed"),
        choices=[
            SelectChoice("", _l("Choose a reason")),
            *(SelectChoice(value, text) for value, text in REASONS.items()),
        ],
        validate_choice=False,
        description=_l("Needed only where you close it."),
    )

    def validate_reason(self, field: SelectField) -> None:
        """Ask for a reason where the alarm is closed."""
        if self.decision.data == "close" and field.data not in list(CloseReason):
            raise ValidationError(_("Choose why the alarm is closed"))

    def to_answer(self) -> AlarmAnswer:
        """Return the valid answers."""
        close = self.decision.data == "close"
        reason = CloseReason(self.reason.data) if close else None
        text = "\n".join(filter(None, map(printable, (self.text.data or "").splitlines()))) or "-"
        return AlarmAnswer(close, reason, text)
