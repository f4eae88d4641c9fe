"""Head each rule of the documents in Mongolian; in the Chinese edition the title of the rules themselves stands."""

from collections.abc import Mapping

from portal.core.i18n import _l, edition
from portal.eligibility.types import Verdict

TITLES: Mapping[str, str] = {
    "ORD-TRAIN": _l("Training subsidy: the general rule"),
    "ORD-PENSION": _l("Training subsidy for people without a monthly pension"),
    "ORD-FREE": _l("Free skill training"),
    "ORD-FREE-PROJECT": _l("Free classes bought as a whole, for poor workers"),
    "ORD-PROJECT": _l("Classes bought as a whole, for certain groups: each place decides"),
    "ORD-GRAD-STAFF": _l("Training subsidy for graduates and staff of enterprises, not free training"),
    "ORD-STAFF-UPGRADE": _l("Staff of enterprises: one of two subsidies"),
    "ORD-LIVING": _l("Living costs and transport while in class"),
    "ORD-ONJOB-POOR": _l("Subsidy for training at work: poor workers"),
    "ORD-ONJOB-HARD": _l("Subsidy for training at work: people who hardly find work, families without work"),
    "ORD-PREPAY": _l("60 percent of the subsidy in advance"),
    "ORD-PUBLISH": _l("Paid after the claim was made public"),
    "ORD-CLAIM-PATH": _l("Claims of special groups and of start-up training: the usual way"),
    "ORD-SCHOOL-AID": _l("Grant for children of poor families at a vocational school"),
    "ORD-HIGHRISK": _l("Dangerous trades: first the training, then the work"),
    "NM24-TRAIN": _l("Training subsidy for farmers and herders who work"),
    "NM24-EVAL": _l("Evaluation subsidy after the certificate"),
    "NM24-UPGRADE": _l("Subsidy for a higher skill level after the certificate"),
    "NM24-WISH": _l("Whoever wants training gets it"),
    "NM24-INFO": _l("Told in time about trainings once the wish is in the register"),
    "NM24-TELL": _l("Told the steps, papers, conditions and time"),
    "NM24-NOPAPER": _l("No proof on paper of what data can prove"),
    "NM24-JOB": _l("Jobs shown to people with a certificate who look for work"),
    "NM24-FOLLOWUP": _l("Asked how it goes after the training"),
    "NM22-THREE": _l("Three subsidies for trainees who meet the conditions"),
    "NM22-KEYAREA": _l("Key assistance areas: training subsidy, living costs and transport"),
    "NM22-GRADYEAR": _l("Short and medium courses in the graduation year count for the subsidy"),
    "NM22-EMPLOYER": _l("Subsidy paid to the enterprise: a trial"),
    "NM22-CHANCE": _l("Key assistance areas: a chance for every family that needs training"),
    "NM22-VETERAN": _l("Veterans: training away from home, step by step"),
    "NM22-WAGE": _l("Wages while you train: encouraged"),
    "NM22-SCHOOL-AID": _l("School aid for young people of ex-poverty and low-income families"),
    "NM22-YULU": _l("Yulu grant for children of assisted families"),
    "NM22-HIGHRISK": _l("Dangerous trades: first the training, then the work"),
    "JL-FOUR": _l("Four subsidies for trainees who meet the conditions"),
    "JL-GRADYEAR": _l("Training in the graduation year counts for the subsidy"),
    "JL-CRAFT": _l("Local crafts in subsidised training: each place decides"),
    "JL-WAGE": _l("Wages while you train: protected by law"),
    "JL-AID": _l("Skill programmes for families in need and disabled people"),
}


def mongolian_title(found: Verdict) -> str:
    """Return the Mongolian title of a rule; none in the Chinese edition, nor for a rule that a bureau has added."""
    if edition() != "mn" or found.explain or found.rule_id not in TITLES:
        return ""
    return str(TITLES[found.rule_id])
