"""Explain each rule of the documents in one plain sentence. The clause itself decides; this only helps to read it."""

from collections.abc import Mapping

from portal.core.i18n import _l, edition
from portal.eligibility.types import Verdict

EXPLANATIONS: Mapping[str, str] = {
    "ORD-TRAIN": _l(
        "Whoever trained in Ordos, at home, where they live or where they work, and got a certificate, could have a "
        "training subsidy, up to three times a year."
    ),
    "ORD-PENSION": _l(
        "People who need training and have no right to a monthly pension were taken into the training subsidy."
    ),
    "ORD-FREE": _l("For eight groups of people training in Ordos was free."),
    "ORD-FREE-PROJECT": _l(
        "For registered poor workers the government was to buy whole classes that cost them nothing."
    ),
    "ORD-PROJECT": _l("The banners of Ordos could hold classes bought as a whole for certain groups."),
    "ORD-GRAD-STAFF": _l("Graduates and staff of enterprises could have a training subsidy, but not free training."),
    "ORD-STAFF-UPGRADE": _l(
        "Staff of enterprises could have either the training subsidy or the subsidy for a higher skill "
        "level, one of the two."
    ),
    "ORD-LIVING": _l("While in class, certain groups also got a subsidy for living costs and transport."),
    "ORD-ONJOB-POOR": _l(
        "An employer who took on poor workers and trained them at work got a subsidy, for at most 6 months."
    ),
    "ORD-ONJOB-HARD": _l(
        "An insured enterprise that took on people who hardly find work, or from families without work, and "
        "trained them "
        "at work got a subsidy, for at most 6 months."
    ),
    "ORD-PREPAY": _l("Enterprises and training institutions could get 60 percent of the subsidy in advance."),
    "ORD-PUBLISH": _l("Claims for subsidies were made public before the money was paid."),
    "ORD-CLAIM-PATH": _l(
        "People of special groups who claim for themselves, and start-up training, used the usual way to claim."
    ),
    "ORD-SCHOOL-AID": _l("Children of poor families at a vocational school got a grant."),
    "ORD-HIGHRISK": _l("In dangerous trades nobody may take up the work before being trained."),
    "NM24-TRAIN": _l(
        "Farmers and herders who take part in training get a training subsidy if they meet the conditions. "
        "It is paid only once for the same occupation and level."
    ),
    "NM24-EVAL": _l("Whoever gets one of the certificates named also gets a subsidy for the cost of the evaluation."),
    "NM24-UPGRADE": _l(
        "Whoever gets one of the certificates named can get the subsidy for a higher skill level, once for "
        "each occupation "
        "and level. Its name speaks of insured workers."
    ),
    "NM24-WISH": _l("If you want to be trained, the bureau has to find an institution for you in time, as you wish."),
    "NM24-INFO": _l(
        "If your wish is in the register, the league or city has to inform you in time or arrange a training."
    ),
    "NM24-TELL": _l("You must be told how to take part, which papers you need, the conditions and how long it takes."),
    "NM24-NOPAPER": _l("What the offices can compare in their own data, they may no longer ask you to prove on paper."),
    "NM24-JOB": _l("If you have a certificate and look for work, you are to be shown jobs that fit your skills."),
    "NM24-FOLLOWUP": _l("After a training you are to be asked how you are getting on."),
    "NM22-THREE": _l(
        "Trainees who meet the conditions get a training subsidy, a subsidy for a higher skill level and "
        "help with living costs."
    ),
    "NM22-KEYAREA": _l(
        "Workers of the key assistance areas who take part in training get a training subsidy and help with "
        "living costs and transport."
    ),
    "NM22-GRADYEAR": _l(
        "Short and medium courses for students in their graduation year count for the training subsidy."
    ),
    "NM22-EMPLOYER": _l("On trial, an enterprise that trains its staff at its own cost gets the subsidy itself."),
    "NM22-CHANCE": _l("The aim is that everyone of such a family who needs training has a chance of it."),
    "NM22-VETERAN": _l(
        "The aim is that veterans can be trained away from their own region, step by step. Ask the place "
        "where you want to train."
    ),
    "NM22-WAGE": _l(
        "Enterprises are encouraged to agree on working hours with you and to keep paying you while you train."
    ),
    "NM22-SCHOOL-AID": _l(
        "Young people of ex-poverty and low-income families who did not go on to school get aid at a vocational school."
    ),
    "NM22-YULU": _l("Children of assisted families at a vocational school keep getting the Yulu grant."),
    "NM22-HIGHRISK": _l("In dangerous trades nobody may take up the work before being trained."),
    "JL-FOUR": _l(
        "Trainees in Jilin who meet the conditions get four subsidies: training, skill level, evaluation and "
        "living costs."
    ),
    "JL-GRADYEAR": _l("In Jilin the training of students in their graduation year counts for the training subsidy."),
    "JL-CRAFT": _l("Places in Jilin may take local crafts into subsidised training."),
    "JL-WAGE": _l("In Jilin your wages and benefits are protected by law while you train."),
    "JL-AID": _l(
        "Families in need, people on social assistance and disabled people in Jilin have skill programmes of their own."
    ),
}


def explanation(found: Verdict) -> str:
    """Say in the language of the page what a rule gives; a rule a bureau has added brings its own words."""
    if found.rule_id in EXPLANATIONS and not found.explain:
        return str(EXPLANATIONS[found.rule_id])
    return found.explain.get(edition()) or ""


def explanation_in_chinese(found: Verdict) -> str:
    """Return the Chinese words of an added rule that has none in the language of the page."""
    return "" if explanation(found) else found.explain.get("zh", found.title)
