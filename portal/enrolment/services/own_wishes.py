"""Give people what is stored of their wishes and of what was done about them, and forget both.

Source:
    Personal Information Protection Law, articles 45 and 47.
"""

from sqlalchemy import delete, select

from portal.catalog.services import lock_class
from portal.core.db import transaction
from portal.core.i18n import _l
from portal.core.own_data import OwnData, Row
from portal.enrolment import queries
from portal.enrolment.models import ClassTold, Wish, WishAct


def export_wishes(person_id: int) -> list[Row]:
    """Return every wish as it was written."""
    return [
        {
            "number": found.id,
            "occupation": found.occupation,
            "own_words": found.wish.own_words,
            "where": "".join(place.name for place in found.place),
            "season": found.wish.season.value,
            "job_wish": found.wish.job_wish,
            "evaluation_wish": found.wish.evaluation_wish,
            "state": found.state.value,
            "created_at": found.created_at,
            "left_by": found.left_by,
        }
        for found in queries.list_wishes(person_id)
    ]


def export_acts(person_id: int) -> list[Row]:
    """Return what was done about each wish, when and by whom."""
    return [
        {
            "number": found.id,
            "what": act.kind.value,
            "at": act.at,
            "by": act.by.value,
            "class": act.class_session.name if act.class_session else None,
            "why": act.code,
            "said": act.said,
        }
        for found in queries.list_wishes(person_id)
        for act in found.acts
    ]


def forget_wishes(person_id: int) -> None:
    """Delete the wishes of a person, and what was done about them.

    Whoever holds a class may ask for the wishes of its people: the classes that will be left come first, then the
    wishes, so that nobody writes down meanwhile that something was done about one.
    """
    with transaction() as current:
        for class_id in queries.list_classes_to_leave(person_id):
            lock_class(current, class_id)
        own = select(Wish.id).where(Wish.person_id == person_id)
        current.execute(own.order_by(Wish.id).with_for_update())
        current.execute(delete(ClassTold).where(ClassTold.wish_id.in_(own)))
        current.execute(delete(WishAct).where(WishAct.wish_id.in_(own)))
        current.execute(delete(Wish).where(Wish.person_id == person_id))


WISHES = OwnData(
    "wishes",
    _l("Your wishes"),
    export_wishes,
    forget_wishes,
    labels={
        "number": _l("Number of the wish"),
        "occupation": _l("Trade"),
        "own_words": _l("In your own words"),
        "where": _l("Where"),
        "season": _l("When"),
        "job_wish": _l("I also want a job after the training"),
        "evaluation_wish": _l("I also want to take the level exam for a certificate"),
        "state": _l("State"),
        "created_at": _l("Since"),
        "left_by": _l("Left for you by"),
    },
    words={
        "any": _l("At any time of the year"),
        "spring": _l("Spring"),
        "summer": _l("Summer"),
        "autumn": _l("Autumn"),
        "winter": _l("Winter"),
        "open": _l("Wish is open"),
        "met": _l("A class was found"),
        "withdrawn": _l("Wish withdrawn"),
        "answered": _l("Answered"),
        "True": _l("Yes"),
        "False": _l("No"),
    },
)

WISH_ACTS = OwnData(
    "wish_acts",
    _l("What was done about your wishes"),
    export_acts,
    forget_wishes,
    labels={
        "number": _l("Number of the wish"),
        "what": _l("What"),
        "at": _l("When"),
        "by": _l("Who"),
        "class": _l("Class"),
        "why": _l("Reason"),
        "said": _l("Answer of the bureau"),
    },
    words={
        "left": _l("Wish left"),
        "told": _l("You were told of a class"),
        "answered": _l("Answered"),
        "arranged": _l("The bureau found a class"),
        "reopened": _l("Open again"),
        "met": _l("A class was found"),
        "withdrawn": _l("Wish withdrawn"),
        "contested": _l("Contested: this was not me"),
        "self": _l("You"),
        "station": _l("A service station"),
        "bureau": _l("The bureau"),
        "portal": _l("This portal"),
        "class_planned": _l("A class is being planned. We tell you when it opens."),
        "no_class_yet": _l("No class is planned yet. Your wish stays in the ledger."),
        "we_call": _l("We call you in the next days."),
        "come_to_station": _l("Please come to the service station near you. Bring your identity card."),
        "class_cancelled": _l("The class was cancelled."),
        "class_began": _l("The class began without you."),
        "no_seat": _l("No seat came free."),
        "left_class": _l("You left the class."),
        "did_not_attend": _l("You did not attend the class."),
        "still_wished": _l("You said that you still wish for it."),
    },
)
