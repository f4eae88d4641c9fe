"""What someone said who was asked how they fare after a course."""

from typing import Any

from wtforms import DateField, RadioField, StringField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from portal.core import clock
from portal.core.i18n import _, _l
from portal.core.web import PortalForm
from portal.records.rules import printable
from portal.records.types import AT_WORK, NewVisit, VisitWay, Work

_LONG = _l("At most 100 characters")


class VisitForm(PortalForm):
    """When and how someone was asked, what they do now, and when they are to be asked next."""

    asked_on = DateField(_l("Asked on"), [InputRequired(_l("Enter the day on which you asked"))])
    way = RadioField(_l("How"), [InputRequired(_l("Choose how you asked"))])
    work = RadioField(_l("Work now"), [InputRequired(_l("Choose what the person does now"))])
    employer = StringField(_l("Employer"), [Length(max=100, message=_LONG)], description=_l("Only if they work."))
    place = StringField(_l("Place of work"), [Length(max=100, message=_LONG)])
    occupation = StringField(_l("Kind of work"), [Length(max=100, message=_LONG)])
    uses_training = RadioField(_l("Is the work what was learned?"), [Optional()], default="")
    months = RadioField(_l("Ask again"), [InputRequired(_l("Choose when to ask again"))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.way.choices = [
            (VisitWay.PHONE.value, _("By telephone")),
            (VisitWay.VISIT.value, _("By a visit")),
            (VisitWay.STATION.value, _("At a service station")),
        ]
        self.work.choices = [
            (Work.EMPLOYED.value, _("Employed")),
            (Work.OWN_BUSINESS.value, _("Own business")),
            (Work.CASUAL.value, _("Casual work")),
            (Work.LOOKING.value, _("Looking for work")),
            (Work.NOT_LOOKING.value, _("Not looking for work")),
            (Work.NOT_REACHED.value, _("Not reached")),
        ]
        self.uses_training.choices = [("yes", _("Yes")), ("no", _("No")), ("", _("Not asked"))]
        self.months.choices = [
            ("1", _("In one month")),
            ("3", _("In three months")),
            ("6", _("In six months")),
            ("0", _("No more visits")),
        ]

    def validate_asked_on(self, field: DateField) -> None:
        """Refuse a day that has not come, or that cannot be meant."""
        if field.data and field.data > clock.today():
            raise ValidationError(_("This day is still to come"))
        if field.data and (clock.today() - field.data).days > 366:
            raise ValidationError(_("This day is more than a year ago"))

    def validate_employer(self, field: StringField) -> None:
        """Ask what is meant where someone without work has an employer."""
        if field.data and self.work.data and Work(self.work.data) not in AT_WORK:
            raise ValidationError(_("You wrote an employer, but chose that the person has no work now"))

    def validate_months(self, field: RadioField) -> None:
        """Refuse to give someone up who could not be reached."""
        if field.data == "0" and self.work.data == Work.NOT_REACHED.value:
            raise ValidationError(_("The person was not reached: choose when to try again"))

    def to_visit(self) -> NewVisit:
        """Return the valid answers as the service expects them."""
        assert self.asked_on.data is not None  # the validators saw to it
        return NewVisit(
            asked_on=self.asked_on.data,
            way=VisitWay(self.way.data),
            work=Work(self.work.data),
            uses_training={"yes": True, "no": False}.get(self.uses_training.data or ""),
            employer=printable(self.employer.data or "") or None,
            place=printable(self.place.data or "") or None,
            occupation=printable(self.occupation.data or "") or None,
            months_to_next=int(self.months.data),
        )
