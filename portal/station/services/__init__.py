"""What can be done at a station, and about what was done there."""

from portal.station.services.access import end_access
from portal.station.services.acting import (
    add_wish,
    answer_offer,
    apply,
    change_phone,
    claim_code,
    signer_of,
    withdraw,
    withdraw_wish,
)
from portal.station.services.codes import consent_by_code, phone_for_code, send_code, shows_code
from portal.station.services.contests import answer_contest, contest
from portal.station.services.documents import (
    blank_sheets,
    consent_sheet,
    own_copy,
    paper_form,
    slip,
)
from portal.station.services.flows import (
    close_idle,
    enter_flow,
    finish,
    keep_own_phone,
    open_flow,
    own_phone,
    require_own_phone,
)
from portal.station.services.helping import confirm_read_back, find_person, give_consent, start_over, write_down
from portal.station.services.own_data import OWN_DATA
from portal.station.services.roster_files import refused_file, template_file
from portal.station.services.roster_lists import confirm, discard, drop, forget_old_uploads, get_upload, mend, receive
from portal.station.services.roster_run import import_roster
from portal.station.services.roster_work import ROWS_AT_ONCE, work, work_on_waiting, work_soon

__all__ = [
    "OWN_DATA",
    "ROWS_AT_ONCE",
    "add_wish",
    "answer_contest",
    "answer_offer",
    "apply",
    "blank_sheets",
    "change_phone",
    "claim_code",
    "close_idle",
    "confirm",
    "confirm_read_back",
    "consent_by_code",
    "consent_sheet",
    "contest",
    "discard",
    "drop",
    "end_access",
    "enter_flow",
    "find_person",
    "finish",
    "forget_old_uploads",
    "get_upload",
    "give_consent",
    "import_roster",
    "keep_own_phone",
    "mend",
    "open_flow",
    "own_copy",
    "own_phone",
    "paper_form",
    "phone_for_code",
    "receive",
    "refused_file",
    "require_own_phone",
    "send_code",
    "shows_code",
    "signer_of",
    "slip",
    "start_over",
    "template_file",
    "withdraw",
    "withdraw_wish",
    "work",
    "work_on_waiting",
    "work_soon",
    "write_down",
]
