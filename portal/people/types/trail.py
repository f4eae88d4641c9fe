"""Words for what was done to a person's record and account, and for who did it."""

from portal.core.i18n import LazyText, _l

# Lines about someone seeing what is hidden in daily work stand by themselves, and none is ever left out.
LOOKS = ("people.reveal_id_number", "people.open_locked", "people.see_contact")
ACTIONS: dict[str, LazyText] = {
    "people.register": _l("Registered"),
    "people.add": _l("Written down by a station or from a list"),
    "people.sign_in": _l("Signed in"),
    "people.sign_in_failed": _l("Someone tried to sign in with a wrong password"),
    "people.change_password": _l("Password changed"),
    "people.change_profile": _l("Personal details changed"),
    "people.export": _l("Copy of all data taken"),
    "people.erase": _l("Data deleted"),
    "people.issue_code": _l("Code for a new password handed out"),
    "people.use_code": _l("New password set with a code of a station"),
    "people.end_access": _l("Access of somebody else ended after a look at your identity card"),
    "people.check_card": _l("Compared with the identity card"),
    "people.reveal_id_number": _l("Full identity number looked at"),
    "people.open_locked": _l("Locked records of before your deletion opened"),
    "people.see_contact": _l("Your name and phone looked at, to reach you"),
    "people.ask_correction": _l("A correction was asked for"),
    "people.correction_accepted": _l("Corrected by the bureau"),
    "people.correction_refused": _l("A correction was refused, with a reason"),
    "records.visit": _l("Asked how it goes after the training"),
    "notices.resend": _l("A text message sent to you again"),
    "office.find_messages": _l("Your text messages looked up by your identity number"),
    "station.find": _l("Looked up at a station by your identity number"),
    "station.send_code": _l("Code for your consent sent to your phone"),
    "station.consent": _l("Your signed consent taken at a station"),
    "station.apply": _l("Signed up for a class in your name"),
    "station.withdraw": _l("Withdrawn from a class in your name"),
    "station.answer_offer": _l("A seat that was kept answered in your name"),
    "station.wish": _l("A wish left in your name"),
    "station.wish_withdraw": _l("A wish withdrawn in your name"),
    "station.end": _l("Help at a station ended"),
    "station.contest_received": _l("You contested what was done in your name"),
    "station.contest_answered": _l("The bureau answered your contest"),
    "station.wish_contest_received": _l("You contested a wish left in your name"),
    "station.wish_contest_answered": _l("The bureau answered your contest of a wish"),
}
ACTORS: dict[str, LazyText] = {  # by role
    "trainee": _l("Another person"),
    "station_clerk": _l("A clerk of a service station"),
    "provider_staff": _l("Staff of a training institution"),
    "bureau_officer": _l("An officer of the bureau"),
}
