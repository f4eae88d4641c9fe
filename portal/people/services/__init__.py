"""Everything a person, a station or the portal itself can do in this room."""

from portal.people.services.deletions import write_down
from portal.people.services.passwords import is_flooded
from portal.people.services.privacy import (
    OWN_DATA,
    erase,
    erase_again,
    erase_on_paper,
    erase_own,
    export_all,
    export_consents,
    export_groups,
    export_own,
)
from portal.people.services.profile import change_password, change_profile, sign_out_everywhere
from portal.people.services.register import add_account, add_consent, add_person, register
from portal.people.services.requests import (
    accept_request,
    ask_correction,
    mark_notice_seen,
    refuse_request,
    tell_receivers,
)
from portal.people.services.reveal import open_locked, reveal_id_number
from portal.people.services.second_factor import (
    begin_factor,
    check_factor,
    confirm_factor,
    drop_factor,
    factor_address,
    renew_codes,
    reset_factor,
)
from portal.people.services.sign_in import check_credentials, confirm_password, sign_in_key
from portal.people.services.staff import add_staff, close_staff_account, renew_staff_password
from portal.people.services.stations import end_access, issue_code, mark_checked, use_code

__all__ = [
    "OWN_DATA",
    "accept_request",
    "add_account",
    "add_consent",
    "add_person",
    "add_staff",
    "ask_correction",
    "begin_factor",
    "change_password",
    "change_profile",
    "check_credentials",
    "check_factor",
    "close_staff_account",
    "confirm_factor",
    "confirm_password",
    "drop_factor",
    "end_access",
    "erase",
    "erase_again",
    "erase_on_paper",
    "erase_own",
    "export_all",
    "export_consents",
    "export_groups",
    "export_own",
    "factor_address",
    "is_flooded",
    "issue_code",
    "mark_checked",
    "mark_notice_seen",
    "open_locked",
    "refuse_request",
    "register",
    "renew_codes",
    "renew_staff_password",
    "reset_factor",
    "reveal_id_number",
    "sign_in_key",
    "sign_out_everywhere",
    "tell_receivers",
    "use_code",
    "write_down",
]
