"""Ask for a correction or the deletion in the name of someone who signed, and see the full number after a reason."""

from dataclasses import replace

from portal.core.db import transaction
from portal.people import services as people
from portal.people.types import LookReason, NewRequest, RequestView
from portal.station import queries, rules
from portal.station.errors import SheetRefused, SheetUnknown, SheetUsed
from portal.station.services.acting import signer_of
from portal.station.services.flows import finish, lock_open
from portal.station.services.helping import consent
from portal.station.types import Clerk, FlowView


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


def erase(flow: FlowView, sheet_number: str) -> None:
    """Forget the person who is present and signed a sheet for just that, and end the flow.

    Raises:
        NotYet: they have not signed.
        FlowClosed: it was closed meanwhile.
        SheetRefused: the number of the sheet cannot be right, or it was signed for something else.
        SheetUnknown: the station never showed this number for a deletion.
        PersonNotFound: they deleted their data themselves meanwhile.
    """
    person_id, proof = signer_of(flow), rules.read_sheet_number(sheet_number)
    if proof is None:
        raise SheetRefused
    if queries.people_of_sheets(flow.station_id, [proof]):
        raise SheetUsed
    if proof != rules.sheet_of_deletion(flow.sheet_number):
        raise SheetUnknown
    with transaction() as session:
        lock_open(session, flow)
        taken_back = replace(consent("registration", flow.station_id, proof), given=False)
        people.erase_on_paper(person_id, taken_back, actor_id=flow.account_id)
        finish(flow.id, Clerk(flow.account_id, flow.station_id))


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
