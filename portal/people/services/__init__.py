"""Everything a person, a station or the portal itself can do in this room."""

from portal.people.services.privacy import (
    OWN_DATA,
    erase,
    erase_own,
    export_all,
    export_consents,
    export_groups,
    export_own,
)
from portal.people.services.profile import change_password, change_profile
from portal.people.services.register import add_account, add_consent, add_person, register
from portal.people.services.sign_in import check_credentials, confirm_password, sign_in_key
from portal.people.services.staff import add_staff
from portal.people.services.stations import issue_code, mark_checked, reveal_id_number, use_code

__all__ = [
    "OWN_DATA",
    "add_account",
    "add_consent",
    "add_person",
    "add_staff",
    "change_password",
    "change_profile",
    "check_credentials",
    "confirm_password",
    "erase",
    "erase_own",
    "export_all",
    "export_consents",
    "export_groups",
    "export_own",
    "issue_code",
    "mark_checked",
    "register",
    "reveal_id_number",
    "sign_in_key",
    "use_code",
]
