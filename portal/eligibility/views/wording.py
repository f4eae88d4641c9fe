"""Say in the language of the page why a rule answers as it does, and what an answer is called."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.core.i18n import _l, edition
from portal.core.terms import terms
from portal.eligibility.rules.facts import GROUPS
from portal.eligibility.types import Citation, Kind, Part, Reason, Rulebook, Verdict, Why, Word

KINDS: Mapping[Kind, str] = {
    Kind.FREE_TRAINING: _l("Free training"),
    Kind.TRAINING_SUBSIDY: _l("Training subsidy"),
    Kind.LIVING_TRANSPORT_ALLOWANCE: _l("Help with living costs and transport"),
    Kind.EVALUATION_SUBSIDY: _l("Subsidy for the evaluation"),
    Kind.SKILL_UPGRADING_SUBSIDY: _l("Subsidy for a higher skill level"),
    Kind.EMPLOYER_SUBSIDY: _l("Subsidy for the employer"),
    Kind.SERVICE: _l("Services and rights"),
    Kind.PROHIBITION: _l("What is forbidden"),
}
PICTURES: Mapping[Kind, str] = {
    Kind.FREE_TRAINING: "entitled",
    Kind.SERVICE: "speech",
    Kind.EVALUATION_SUBSIDY: "certificate",
}

FACTS: Mapping[str, str] = {
    "training_date": _l("First day of the class"),
    "training_region": _l("Where the class is held"),
    "today": _l("The day of asking"),
    "residence_region": _l("Where you live"),
    "job_region": _l("Where you work or look for work"),
    "hukou_region": _l("Where your household is registered"),
    "groups": _l("Groups you belong to"),
    "claim_key": _l("Occupation and level of the training"),
    "subsidised_keys": _l("Subsidies paid to you before"),
    "subsidised_trainings_this_year": _l("Subsidised trainings in that year"),
    "certificate_obtained": _l("Whether you got a certificate"),
    "certificate_kind": _l("Kind of certificate"),
    "insured_employee": _l("Whether an employer insures you"),
    "entitled_to_monthly_pension": _l("Whether you have the right to a monthly pension"),
    "graduation_year_student": _l("Whether this is your graduation year"),
    "attends_vocational_school": _l("Whether you attend a vocational school"),
    "training_wish": _l("Whether you want training"),
    "job_wish": _l("Whether you look for a job"),
    "registered_wish": _l("Whether your wish is in the register"),
    "training_type": _l("Kind of training"),
    "provider_kind": _l("Who holds the class"),
    "claim_by": _l("Who claims the money"),
    "employer_kind": _l("Kind of employer"),
    "in_training_now": _l("Whether you are in class now"),
    "training_finished": _l("Whether you finished a class"),
    "in_key_assistance_area": _l("Whether you belong to a key assistance area"),
    "data_confirmed_by_comparison": _l("Whether the offices confirmed your data"),
}
PARAMETERS: Mapping[str, str] = {
    "training_date": FACTS["training_date"],
    "training_region": FACTS["training_region"],
    "residence_region": FACTS["residence_region"],
    "job_region": FACTS["job_region"],
    "hukou_region": FACTS["hukou_region"],
    "groups": FACTS["groups"],
    "occupation": _l("Occupation"),
    "level": _l("Level"),
    "earlier": _l("A subsidy was paid before"),
    "earlier_occupation": _l("Occupation subsidised before"),
    "earlier_level": _l("Level subsidised before"),
    "times": FACTS["subsidised_trainings_this_year"],
    "certificate": _l("Your certificate"),
    "insured_employee": _l("Insured by an employer"),
    "entitled_to_monthly_pension": _l("Monthly pension"),
    "graduation_year_student": _l("Graduation year"),
    "attends_vocational_school": _l("Attends a vocational school"),
    "training_wish": _l("Wants training"),
    "job_wish": _l("Looks for a job"),
    "training_type": FACTS["training_type"],
}
LEADS: Mapping[Word | None, str] = {
    Word.ELIGIBLE: _l("By what you told us, you can get this. Ask the bureau how to apply."),
    Word.MEETS_STATED: _l("You can very likely get this. Ask the bureau to confirm it."),
    Word.TO_BE_CONFIRMED: _l(
        "You may be able to get this. Something is still open: answer more questions or ask the bureau."
    ),
    Word.NOT_ELIGIBLE: _l(
        "By the rules we know, this training brings no money. Ask anyway: call 12333 or go to a service station."
    ),
    Word.OUT_OF_PERIOD: _l(
        "The rules we know have ended. Ask what holds today: call 12333 or go to a service station."
    ),
    None: _l(
        "None of the documents we have speaks about this place and this day. Ask what holds there: call "
        "12333 or go to a service station."
    ),
}

NOTHING_TO_ANSWER = _l("You may be able to get this. Ask the bureau about what is still open.")

_WHY: Mapping[tuple[Part, Why], str] = {
    (Part.DAY, Why.NOT_YET): _l("The day lies before the rule's first day."),
    (Part.DAY, Why.OVER): _l("The rule has ended. It is shown as history; it does not count against you."),
    (Part.PLACE, Why.FAILS): _l("None of the places you named lies in the region of this rule."),
    (Part.PLACE, Why.PLACE_IS_WIDE): _l("We know a place only roughly. The league or city is needed."),
    (Part.PLACE, Why.PLACE_MAY_COUNT): _l(
        "One of your places lies in the region, but the text does not say whether it counts."
    ),
    (Part.GROUPS, Why.FAILS): _l("The text names other groups of people."),
    (Part.GROUPS, Why.TEXT_IS_OPEN): _l("The text does not say whether your group is included."),
    (Part.GROUPS, Why.LIST_IS_OPEN): _l('Your group is not named, but the list ends with "and others", so ask.'),
    (Part.GROUPS, Why.UNSPECIFIED): _l("The text does not say which people it means."),
    (Part.CONDITIONS, Why.UNSPECIFIED): _l("The text leaves the conditions to other rules."),
    (Part.CONDITIONS, Why.TEXT_IS_OPEN): _l("The text does not say clearly whether this case is included."),
    (Part.CONDITIONS, Why.PLACE_IS_WIDE): _l("We know a place only roughly. The league or city is needed."),
    (Part.OPEN, Why.LEFT_OPEN): _l("You meet all the conditions the text states. The bureau decides the rest."),
}
_CLAIM: Mapping[Why, str] = {
    Why.REPEATS: _l("A subsidy for the same occupation and level was already paid."),
    Why.MAY_REPEAT: _l("A subsidy paid before may be for the same occupation and level. The bureau has to compare."),
    Why.PARTLY_BARRED: _l(
        "A subsidy for the same occupation and level was already paid, so part of this is no longer paid."
    ),
}
_FAILED: Mapping[str, str] = {
    "training_region": _l("The class is in none of the places where you live, work or are registered."),
    "certificate_obtained": _l("It is given only with a certificate."),
    "certificate_kind": _l("Your kind of certificate is not among those named."),
    "subsidised_trainings_this_year": _l("Three subsidised trainings a year were the limit."),
    "entitled_to_monthly_pension": _l("It is for people without the right to a monthly pension."),
    "training_type": _l("It is for another kind of training."),
    "in_training_now": _l("It is given only while the class lasts."),
    "in_key_assistance_area": _l("It is for people of the key assistance areas."),
    "graduation_year_student": _l("It is for students in their graduation year."),
    "attends_vocational_school": _l("It is for students of vocational schools."),
    "training_finished": _l("It is for people who finished a class."),
    "job_wish": _l("It is for people who look for a job."),
    "training_wish": _l("It is for people who want training."),
    "registered_wish": _l("It is for people whose wish is in the register."),
    "data_confirmed_by_comparison": _l("The offices could not confirm the data by themselves."),
    "groups": _l("The text names other groups of people."),
}


@dataclass(frozen=True, slots=True)
class Named:
    """A content name in both languages; without a Mongolian one the Chinese is shown and marked."""

    zh: str
    mn: str | None = None


def reasons_of(found: Verdict) -> list[str]:
    """Say why a rule answers as it does, each reason once; what is only missing is listed apart."""
    said = (reason_text(reason) for reason in found.reasons if reason.why is not Why.MISSING)
    return list(dict.fromkeys(said))


def reason_text(reason: Reason) -> str:
    """Say one reason."""
    if reason.why in _CLAIM:
        return str(_CLAIM[reason.why])
    if reason.part is Part.CONDITIONS and reason.why is Why.FAILS:
        return str(_FAILED.get(reason.facts[0], _l("A condition of the text is not met.")))
    return str(_WHY.get((reason.part, reason.why), _l("The bureau has to look at this.")))


def missing_of(facts: Iterable[str]) -> list[str]:
    """Name the facts that are still missing."""
    return [str(FACTS.get(name, name)) for name in facts]


def groups_named(found: Verdict, book: Rulebook) -> list[Named]:
    """Name the groups the text is about, where they are the question."""
    wanted = (name for reason in found.reasons if GROUPS in reason.facts for name in reason.wanted)
    return [group_name(name, book) for name in dict.fromkeys(wanted) if name in book.groups]


def group_name(name: str, book: Rulebook) -> Named:
    """Name a group as the documents do."""
    term = terms("group").get(name)
    return Named(term.zh, term.mn) if term else Named(book.groups[name].zh)


def kind_name(kind: Kind, found: Verdict | None = None) -> str:
    """Name a kind of support; in Chinese by the name its own document uses."""
    own = found.outcome.get(f"name of {kind}") if found is not None else None
    return own if own and edition() == "zh" else str(KINDS[kind])


def sources_of(found: Verdict) -> list[str]:
    """Name each document and clause an answer rests on, in Chinese as an office cites it."""
    return list(dict.fromkeys(_cited(cite) for cite in found.citations))


def _cited(cite: Citation) -> str:
    number = f"（{cite.number}）" if cite.number else ""
    return f"{cite.title or cite.doc}{number} {cite.clause}"
