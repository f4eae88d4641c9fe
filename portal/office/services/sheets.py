"""Print the sheet of paper that the people of a class sign in on."""

from flask import current_app

from portal.catalog.types import ClassDetail
from portal.core import pdf
from portal.core.i18n import _, edition, format_date
from portal.enrolment.queries import attendance
from portal.records.errors import CannotBePrinted


def sign_in_sheet(found: ClassDetail) -> bytes:
    """Return the roll of a class as a table to sign, in the language in force.

    Raises:
        CannotBePrinted: a character of a name is in none of the fonts.
    """
    fill = current_app.jinja_env.get_template
    body = fill("documents/roll_sheet_body.html").render(
        edition=edition(), found=found, roll=attendance.list_roll(found.id), format_date=format_date
    )
    html = fill("documents/station_sheet.html").render(
        bodies=[(edition(), body)], title=_("Sign-in sheet"), kind="form"
    )
    try:
        return pdf.render(html, edition=edition())
    except pdf.UncoveredCharacters as error:
        raise CannotBePrinted(error.characters) from error
