"""Reads about what was done with an account that may not have been the person's own."""

from portal.enrolment import queries as enrolment
from portal.enrolment import rules as enrolment_rules
from portal.enrolment.types import ApplicationState, Channel, WishState
from portal.station.types import Contested, DoneAlone


def list_done_alone(person_id: int) -> list[DoneAlone]:
    """Return the sign-ups and wishes that came from the account itself and can still be withdrawn."""
    applications = [
        DoneAlone(Contested.APPLICATION, one.id, one.class_session.name, one.class_session.name_mn, one.applied_at)
        for one in enrolment.list_for(person_id)
        if one.channel is Channel.SELF and enrolment_rules.may_step(one.state, ApplicationState.WITHDRAWN)
    ]
    wishes = [
        DoneAlone(Contested.WISH, one.id, one.occupation or one.wish.own_words or "", one.occupation_mn, one.created_at)
        for one in enrolment.list_wishes(person_id)
        if one.left_by is None and one.state is WishState.OPEN
    ]
    return [*applications, *wishes]
