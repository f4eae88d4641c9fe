"""Ask for a correction in the name of someone who signed, and see the full number after a reason."""

from portal.core.db import transaction
from portal.people import services as people
from portal.people.types import LookReason, NewRequest, RequestView
from portal.station import queries
from portal.station.services.acting import signer_of
from portal.station.services.flows import lock_open
from portal.station.types import FlowView


def ask_correction(flow: FlowView, new: NewRequest) -> RequestView:
    """Take a request down in the person's name; a bureau officer answers it, never this clerk.

    Raises:
        NotYet: they have not signed.
        FlowClosed: it was closed meanwhile.
        NothingToCorrect, AlreadyAsked: as when they ask themselves.
    """
    person_id = signer_of(flow)
    with transaction() as session:
        lock_open(session, flow)
        return people.ask_correction(person_id, new, account_id=flow.account_id)


def reveal_number(flow: FlowView, *, reason: str, purpose: LookReason) -> None:
    """Note why the clerk needs the full number of the person who signed; the page that follows shows it once.

    Raises:
        NotYet: they have not signed.
    """
    people.reveal_id_number(
        signer_of(flow),
        actor_id=flow.account_id,
        reason=reason,
        purpose=purpose,
        office=queries.get_station(flow.station_id).name,
    )
