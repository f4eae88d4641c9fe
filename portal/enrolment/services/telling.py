"""Write down what happened to an application, and tell the person in their own language."""

from typing import Any

from portal.core import audit, regions
from portal.enrolment import queries
from portal.enrolment.models import Application
from portal.enrolment.types import ClassFacts
from portal.notices import services as notices


def record(
    action: str, application: Application, *, account_id: int | None = None, details: dict[str, Any] | None = None
) -> None:
    """Add a line about an application to the audit trail; without an account the portal itself acted."""
    audit.record(
        f"enrolment.{action}",
        subject_type="application",
        subject_id=application.id,
        actor_id=account_id,
        details={"class": application.class_session_id, **(details or {})},
    )


def tell(kind: str, application: Application, about: ClassFacts, *, by_sms: bool = True, **more: Any) -> None:
    """Tell the applicant what happened to their application."""
    facts = {"application_id": application.id, **class_in_words(about), **more}
    notices.tell(application.person_id, kind, facts, by_sms=by_sms)


def about_application(application_id: int) -> dict[str, Any]:
    """Return what a message says about the class of an application."""
    class_id = queries.find_class_of(application_id)
    return class_in_words(queries.get_class(class_id, drafts=True)) if class_id is not None else {}


def class_in_words(about: ClassFacts) -> dict[str, Any]:
    """Return what a message says about a class, in both languages where there are both."""
    place, place_mn = regions.with_town(about.region_code, about.place, about.place_mn)
    return {
        "class_id": about.id,
        "class_number": about.number,
        "occupation": about.name,
        "occupation_mn": about.name_mn,
        "provider": about.provider,
        "provider_mn": about.provider_mn,
        "starts_on": about.starts_on.isoformat(),
        "place": place,
        "place_mn": place_mn,
        "contact_phone": about.contact_phone,
    }
