"""End the access that somebody else has to the account of the person who is present."""

from collections.abc import Sequence
from contextlib import suppress

from portal.core.db import transaction
from portal.enrolment.errors import CannotWithdraw, NotAStep
from portal.notices.services.outbox import stop_deliveries
from portal.people import services as people
from portal.station.services.acting import signer_of, withdraw, withdraw_wish
from portal.station.services.flows import lock_open
from portal.station.types import Contested, DoneAlone, FlowView


def end_access(flow: FlowView, undo: Sequence[DoneAlone]) -> None:
    """Take the account from whoever opened it in the person's name, and withdraw what was not their will.

    The clerk has compared the identity card. What was done stays on record; nothing goes to the former phone any more.

    Raises:
        NotYet: they have not signed.
        FlowClosed: it was closed meanwhile.
        NobodyHasAccess: there is no account, or its access has ended already.
    """
    person_id = signer_of(flow)
    with transaction() as session:
        row = lock_open(session, flow)
        assert row.consent_id is not None  # `signer_of` saw to it
        people.end_access(person_id, actor_id=flow.account_id, station_id=flow.station_id, consent_id=row.consent_id)
        stop_deliveries(person_id)
        if not row.card_seen:
            row.card_seen = True
            people.mark_checked(person_id, actor_id=flow.account_id)
        row.claim_code = None  # it ended with the access
        for one in undo:
            with suppress(CannotWithdraw, NotAStep):  # it began, ended or was met meanwhile
                (withdraw_wish if one.subject is Contested.WISH else withdraw)(flow, one.subject_id)
