"""What people may see and change about themselves."""

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.core.i18n import _
from portal.core.web import drop_draft, see_other
from portal.people import queries, services
from portal.people.access import current_person, own_person_id, signed_in
from portal.people.forms import ProfileForm, group_name, place_name
from portal.people.types import Evidence, PersonView
from portal.people.types.phones import RELATION_WORDS
from portal.people.views.blueprint import bp

YEAR = 365 * 24 * 3600


@bp.route("/me/profile", methods=["GET", "POST"])
@signed_in
def profile() -> ResponseReturnValue:
    """Show what is known, masked, with where it came from; take changes."""
    who = current_person()
    person = queries.get_person(own_person_id())
    form = ProfileForm(data=_present(person))
    if not form.validate_on_submit():
        return _page(person, form, 422 if form.is_submitted() else 200)
    change = form.to_change(person)
    services.change_profile(person.id, change, actor_id=who.account_id)
    drop_draft()
    flash(_("Your changes are saved."), "success")
    if change.language == person.language:
        return see_other(url_for(".profile"))
    answer = see_other(url_for(".profile", lang=change.language))
    answer.set_cookie("lang", change.language, max_age=YEAR, samesite="Lax", httponly=True)
    return answer


def _present(person: PersonView) -> dict[str, object]:
    declared = [group.code for group in person.groups if group.evidence is Evidence.DECLARED and group.valid_to is None]
    return {
        "language": person.language,
        "name_mn": person.name_mn or "",
        "present_region": person.present_region,
        "groups": declared,
        "no_phone": person.phone is None,
        "sms_off": person.sms_off,
    }


def _page(person: PersonView, form: ProfileForm, status: int) -> ResponseReturnValue:
    proven = [group for group in person.groups if group.evidence is not Evidence.DECLARED]
    page = render_template(
        "people/profile.html",
        person=person,
        form=form,
        proven=proven,
        place_name=place_name,
        group_name=group_name,
        relation=RELATION_WORDS[person.phone_relation] if person.phone_relation else None,
    )
    return page, status
