"""The roll of a class, the sheet to sign, and attendance day by day."""

from datetime import date, timedelta

from flask import Response, flash, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.core import clock
from portal.core.errors import NotFound
from portal.core.i18n import _, ngettext
from portal.core.web import name_file, see_other
from portal.enrolment import rules
from portal.enrolment import services as enrolment
from portal.enrolment.errors import NotADayOfClass, NotOnRoll, ReasonNeeded, TooManyHours
from portal.enrolment.queries import attendance as marks
from portal.enrolment.types.attendance import AttendanceWay
from portal.office.forms.rolls import WAYS, day_form
from portal.office.queries import classes as queries
from portal.office.queries import rolls
from portal.office.services.sheets import sign_in_sheet
from portal.office.types.classes import OfficeClass
from portal.office.views.blueprint import bp, reach
from portal.people.access import current_person, officer

USUAL_HOURS = 8  # of a day whose hours nobody entered


@bp.get("/office/classes/<int:class_id>/roll")
@officer("bureau_officer", "provider_staff")
def roll(class_id: int) -> ResponseReturnValue:
    """Show who has a seat, in the order of sign-up."""
    found = _taught(class_id)
    entries = rolls.list_entries(class_id, found.detail.number)
    return render_template("office/roll.html", found=found, entries=entries)


@bp.get("/office/classes/<int:class_id>/sign-in-sheet.pdf")
@officer("bureau_officer", "provider_staff")
def roll_sheet(class_id: int) -> ResponseReturnValue:
    """Hand out the sheet of paper that people sign in on."""
    found = _taught(class_id)
    answer = Response(sign_in_sheet(found.detail), content_type="application/pdf")
    name_file(answer, f"{found.detail.number}.pdf", inline=True)
    return answer


@bp.get("/office/classes/<int:class_id>/attendance")
@officer("bureau_officer", "provider_staff")
def attendance(class_id: int) -> ResponseReturnValue:
    """List the days of a class with how many were there."""
    found = _taught(class_id)
    return render_template(
        "office/attendance.html",
        found=found,
        days=_days(found),
        counts=marks.count_days(class_id),
        today=clock.today(),
        people=len(marks.list_roll(class_id)),
    )


@bp.route("/office/classes/<int:class_id>/attendance/<day>", methods=["GET", "POST"])
@officer("bureau_officer", "provider_staff")
def attendance_day(class_id: int, day: str) -> ResponseReturnValue:
    """Note who was there on a day; a correction keeps the old value."""
    found, when = _taught(class_id), _day(day)
    if when not in _days(found) or when > clock.today():
        raise NotFound
    people = marks.list_roll(class_id)
    form = day_form(people)
    if form.validate_on_submit():
        try:
            changed = enrolment.mark_day(
                class_id,
                when,
                form.to_marks(people),
                how=AttendanceWay(form.how.data),
                reason=form.said,
                account_id=current_person().account_id,
            )
        except (ReasonNeeded, TooManyHours) as error:
            form.note(error)
        except (NotADayOfClass, NotOnRoll) as error:
            flash(str(error.message), "error")
            return see_other(url_for(".attendance", class_id=class_id))
        else:
            flash(_saved(changed), "success")
            return see_other(url_for(".attendance_day", class_id=class_id, day=day))
    standing = marks.marks_of_day(class_id, when)
    if not form.is_submitted() and not form.how.raw_data:
        form.begin(people, standing, rules.hours_of_day(found.detail.daily_hours) or USUAL_HOURS)
    page = render_template(
        "office/attendance_day.html",
        found=found,
        day=when,
        form=form,
        people=people,
        standing=standing,
        elsewhere=marks.list_elsewhere(class_id, when),
        ways=WAYS,
        past=when < clock.today(),
    )
    return page, 422 if form.is_submitted() else 200


def _taught(class_id: int) -> OfficeClass:
    """Return a class that has a roll: one that was published."""
    found = queries.get_class(reach(), class_id)
    if found.detail.state in ("draft", "cancelled"):
        raise NotFound
    return found


def _days(found: OfficeClass) -> list[date]:
    return [found.detail.starts_on + timedelta(days=number) for number in range(found.detail.days)]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotFound from None


def _saved(changed: int) -> str:
    if not changed:
        return _("Nothing was changed.")
    return ngettext("Saved: %(num)d line is new or changed.", "Saved: %(num)d lines are new or changed.", changed)
