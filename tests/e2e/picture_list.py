"""Which pages are drawn: name, who looks, and how they get there.

An address may hold ``{names}`` of what the story of the day left behind. What stands after `` > `` is the beginning or
the end of the address of a link to follow from there, or, after ``!``, a form to fill in and send: ``!name=value&...``
(its first name says which form is meant). Nothing that is sent here may change what another page shows.
"""

PEOPLE = {
    "nobody": "",
    "trainee": "13900150007",
    "herder": "13900150002",
    "veteran": "13900150003",
    "student": "13900150004",
    "signed": "13900150006",
    "newcomer": "13900156001",
    "clerk1": "clerk1",
    "school1": "school1",
    "officer1": "officer1",
    "officer2": "officer2",
    "clerk2": "cookie",
}
"""Who looks, and what they sign in with; the second clerk's sign-in is kept from the story, for its codes."""

PUBLIC = {
    "home": "/", "classes": "/classes", "search": "/classes?q=yanglao", "nothing-found": "/classes?q=qqqq", "class": "/classes/150", "compare": "/classes/compare?id=150&id=151",
    "catalog": "/catalog", "catalog-nothing": "/catalog?q=qqqq", "entry": "/catalog/300", "providers": "/providers", "provider": "/providers/1",
    "eligibility": "/eligibility", "entitled": "/eligibility/result?groups=veteran&hukou_region=150525&training_region=150200&training_date=2026-12-01",
    "guides": "/guides", "guide": "/guides/veterans", "documents": "/guides/documents", "targets": "/guides/targets", "notices": "/notices",
    "help": "/help?region=150500", "register": "/register", "login": "/login", "forgotten": "/password/forgotten", "missing": "/nothing-here",
    "document": "/guides/documents/s0", "startup": "/guides/starting-a-business", "notice": "/notices/1", "batches": "/notices/batches", "batch": "/notices/batches/1",
    "object": "/notices/batches/2/object", "objections": "/objections", "privacy-notice": "/privacy", "new-password": "/password/new",
    "editions": "/catalog/editions", "edition": "/catalog/editions/2", "shortage-catalog": "/catalog?kind=shortage",
    "report-word": "/report-word?page=/mn/", "word-thanks": "/report-word/thanks", "verify": "/verify?lang={lang}", "unknown-code": "/verify?code=0000&lang={lang}",
    "verified": "/v/{summary}?lang={lang}", "objection-waits": "{objection_waiting}", "objection-answered": "{objection_answered}", "objection-code-gone": "/objections/sent",
    "login-code": "/login > !identifier=clerk2&password=demo-grassland-2026", "login-code-wrong": "/login > !identifier=clerk2&password=demo-grassland-2026 > !code=12",
    "register-errors": "/register > !id_number=123", "login-wrong": "/login > !identifier=13900159999&password=wrong-password", "login-empty": "/login > !identifier=",
    "object-errors": "/notices/batches/2/object > !text=", "objection-errors": "/objections > !text=",
    "report-word-errors": "/report-word?page=/mn/ > !word=",
}  # fmt: skip
OWN = {
    "me": "/me", "applications": "/me/applications", "apply": "/classes/150/apply", "record": "/me/record", "summary": "/me/record/summary",
    "messages": "/me/messages", "wishes": "/me/wishes", "new-wish": "/me/wishes/new", "profile": "/me/profile", "privacy": "/me/privacy",
    "application": "/me/applications > /me/applications/", "shown-then": "/me/applications > /me/applications/ > /entitlement",
    "contest-wish": "/me/wishes > /contest", "apply-impossible": "/classes/1/apply",
    "withdraw": "/me/applications > /me/applications/ > /withdraw", "own-data": "/me/privacy/data", "erase": "/me/privacy/erase", "change-password": "/password/change",
    "correct": "/me/privacy/correct/name", "own-request": "/me/privacy > /me/privacy/requests/",
    "wish-errors": "/me/wishes/new > !own_words=", "profile-errors": "/me/profile > !phone=12", "correct-errors": "/me/privacy/correct/name > !wanted=",
    "change-password-errors": "/password/change > !old_password=", "erase-errors": "/me/privacy/erase > !password=",
}  # fmt: skip
OTHERS = {
    "first-visit": ("newcomer", "/me"), "no-applications": ("newcomer", "/me/applications"), "no-record": ("newcomer", "/me/record"), "no-wishes": ("newcomer", "/me/wishes"),
    "no-messages": ("newcomer", "/me/messages"), "no-summary": ("newcomer", "/me/record/summary"),
    "summary-issued": ("herder", "/me/record/summary"), "switch-off": ("herder", "/me/record/summary/{summary}/switch-off"),
    "waiting-print": ("veteran", "/me/record/summary/{waiting_summary}.pdf"),
    "waiting-list": ("student", "/me/applications"), "contest": ("signed", "{not_contested}/contest"), "contested": ("signed", "{contested}/contest"),
    "signed-for": ("signed", "{contested}"),
}  # fmt: skip
STATION = {
    "station": "/station", "own-phone": "/station/own-phone", "own-phone-errors": "/station/own-phone > !phone=12", "papers": "/station/papers",
    "flow-find": "{finding}/find", "flow-find-errors": "{finding}/find > !id_number=123", "flow-enter": "{entering}/enter", "flow-enter-errors": "{entering}/enter > !name=",
    "flow-read-back": "{reading}/read-back", "flow-consent": "{consenting}/consent", "flow-consent-errors": "{consenting}/consent > !present=",
    "flow-code": "{coding}/code", "flow-code-sent": "{coded}/code", "flow-code-errors": "{coded}/code > !code=12", "flow-hub": "{acting}", "flow-classes": "{acting}/classes",
    "flow-apply": "{choosing}/classes > /classes/", "flow-again": "{acting}/classes > /classes/", "flow-clash": "{clash}", "flow-cannot-apply": "{acting}/classes/1", "flow-application": "{applied}",
    "flow-wish": "{acting}/wishes/new", "flow-wish-errors": "{acting}/wishes/new > !own_words=", "flow-phone": "{acting}/phone", "flow-phone-errors": "{acting}/phone > !phone=12",
    "flow-corrections": "{acting}/correct", "flow-correct": "{acting}/correct/name", "flow-erase": "{acting}/erase", "flow-erase-errors": "{acting}/erase > !sheet_number=", "flow-number": "{acting}/number",
    "flow-copy": "{acting}/copy", "flow-account": "{helped}/account", "flow-account-errors": "{helped}/account > !not_mine=",
    "flow-number-shown": "{acting}/number > !purpose=*&reason=核对", "flow-closed": "{closed}",
    "lists": "/station/lists", "lists-errors": "/station/lists > !file=", "list-waits": "{list_waiting}", "list-checked": "{list_checked}", "list-red": "{list_checked}?colour=red",
    "list-row": "{list_checked}/rows/5", "list-row-errors": "{list_checked}/rows/5 > !cell3=999999", "list-errors": "{list_checked} > !each_signed=", "list-done": "{list_done}",
    "visits-of-station": "/office/visits", "station-messages": "/office/messages", "second-step-setup": "/second-step", "second-step-errors": "/second-step > !code=12",
}  # fmt: skip
SCHOOL = {
    "classes-of-school": "/office/classes", "new-class": "/office/classes/new", "new-class-errors": "/office/classes/new > !place=", "class-desk": "/office/classes?number=D202600052",
    "change-class": "/office/classes?number=D202600229 > /change", "cancel-class": "/office/classes?number=D202600229 > /cancel",
    "cancel-class-errors": "/office/classes?number=D202600229 > /cancel > !reason=", "roll": "/office/classes?number=D202600052 > /roll",
    "attendance": "/office/classes?number=D202600052 > /attendance", "attendance-day": "/office/classes?number=D202600052 > /attendance > /attendance/20",
    "class-results": "/office/classes?number=D202600052 > /results", "person-result": "/office/classes?number=D202600052 > /results > /results/",
    "certificates": "/office/classes?number=D202600154 > /certificates", "class-draft": "/office/classes/259",
    "edit-class": "/office/classes/260/edit",
    "class-sent-back": "/office/classes/261", "class-change-asked": "/office/classes?number={changed_class}",
    "corrections": "/office/corrections", "change-staff-password": "/password/change-staff",
}  # fmt: skip
OFFICE = {
    "office": "/office", "names": "/office/names", "name": "/office/names/level/5", "results": "/office/results", "results-errors": "/office/results > !file=",
    "claims": "/office/claims", "claim": "/office/claims > /office/claims/", "office-batches": "/office/batches", "office-batch": "/office/batches/1",
    "refuse": "/office/subsidies/30/refuse", "refuse-errors": "/office/subsidies/30/refuse > !reason=",
    "office-editions": "/office/editions", "office-edition": "/office/editions/5", "edition-about": "{edition}/about",
    "edition-rows": "/office/editions/5/rows", "edition-row": "{edition}/rows > {edition}/rows/", "edition-new-row": "{edition}/rows/new", "edition-back": "/office/editions/5/send-back",
    "office-providers": "/office/providers", "office-provider": "/office/providers?q=lantian > /office/providers/5", "new-provider": "/office/providers/new",
    "new-provider-errors": "/office/providers/new > !name=", "mend-provider": "/office/providers?q=lantian > /office/providers/5 > /mend", "take-back": "/office/providers?q=lantian > /office/providers/5 > /take-back", "take-back-errors": "/office/providers?q=lantian > /office/providers/5 > /take-back > !reason=",
    "withdraw-provider": "/office/providers/17/withdraw", "settle-class": "/office/providers?q=lantian > /office/providers/5 > /classes/",
    "office-objections": "/office/objections", "office-objection": "{office_objection}", "office-objection-answered": "{office_objection_answered}",
    "office-objection-errors": "{office_objection} > !answer=", "no-contests": "/office/contests", "words": "/office/words",
    "ledger": "/office/ledger", "ledger-wish": "/office/ledger > /office/ledger/", "posts": "/office/posts",
    "edit-post": "/office/posts > /edit", "new-post": "/office/posts/new", "new-post-errors": "/office/posts/new > !employer=", "visits": "/office/visits", "visit": "/office/visits > /office/visits/",
    "reviews": "/office/reviews", "review": "/office/reviews > /office/reviews/", "send-class-back": "/office/reviews > /office/reviews/ > /send-back",
    "office-messages": "/office/messages",
    "figures": "/office/figures", "figures-of-place": "/office/figures?region=150523&group=veteran&show=subsidies",
    "alarms": "/office/alarms", "alarm": "/office/alarms/2",
    "requests": "/office/requests", "request": "/office/requests > /office/requests/", "request-errors": "/office/requests > /office/requests/ > !answer=", "locked": "/office/locked",
    "locked-shown": "/office/locked > !purpose=*&reason=核对&id_number={forgotten_number}", "locked-errors": "/office/locked > !id_number=",
    "region-staff": "/office/staff", "result": "{result}",
    "revoke-certificate": "/office/certificates/124/revoke", "replace-certificate": "/office/certificates/124/replace", "revoke-errors": "/office/certificates/124/revoke > !reason=", "full-number": "/office/people/7/number", "full-number-shown": "/office/people/7/number > !purpose=*&reason=核对",
}  # fmt: skip
REGION = {
    "change-request": "/office/reviews > /change", "change-request-errors": "/office/reviews > /change > !reason=", "reviews-of-changes": "/office/reviews",
    "contests": "/office/contests", "contest-answer": "/office/contests/1", "contest-answer-errors": "/office/contests/1 > !answer=", "wish-contest-answer": "/office/contests/wishes/1",
    "staff": "/office/staff", "reset-second-step": "/office/staff > /second-step",
}  # fmt: skip
SECOND = {"second-step": "/second-step", "recovery-codes": "/second-step/codes"}

CASES = [
    *((name, "nobody", path) for name, path in PUBLIC.items()),
    *((name, "trainee", path) for name, path in OWN.items()),
    *((name, who, path) for name, (who, path) in OTHERS.items()),
    *((name, "clerk1", path) for name, path in STATION.items()),
    *((name, "school1", path) for name, path in SCHOOL.items()),
    *((name, "officer1", path) for name, path in OFFICE.items()),
    *((name, "officer2", path) for name, path in REGION.items()),
    *((name, "clerk2", path) for name, path in SECOND.items()),
]
"""Name of the picture, who looks, and the way there."""

NOT_DRAWN = {
    "static": "files of the pages",
    "machines.front_door": "leads to the edition of the visitor",
    "machines.healthz": "for machines",
    "machines.manifest": "for machines",
    "machines.metrics": "for machines",
    "machines.readyz": "for machines",
    "machines.robots": "for machines",
    "machines.sitemap": "for machines",
    "notices.feed": "for machines",
    "notices.privacy": "leads to the privacy notice",
    "home.set_type": "leads back with another size of type",
    "catalog.class_calendar": "a file",
    "eligibility.result_pdf": "a file",
    "office.figures_file": "a file",
    "office.ledger_file": "a file",
    "office.refused_rows": "a file",
    "office.results_template": "a file",
    "office.roll_sheet": "a file",
    "people.own_file": "a file",
    "station.blank_sheets": "a file",
    "station.code_slip": "a file",
    "station.consent_sheet": "a file",
    "station.list_template": "a file",
    "station.own_copy_paper": "a file",
    "station.paper_form": "a file",
    "station.refused_rows": "a file",
    "station.slip": "a file",
}
"""Addresses that no picture is drawn of, and why."""
