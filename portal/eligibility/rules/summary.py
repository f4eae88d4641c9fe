"""Sort an answer for reading: what promises most comes first, what is over or elsewhere is set aside."""

from collections.abc import Iterable

from portal.eligibility.types import Kind, KindSummary, Part, Summary, Verdict, Why, Word

BEST_FIRST = (Word.ELIGIBLE, Word.MEETS_STATED, Word.TO_BE_CONFIRMED, Word.NOT_ELIGIBLE, Word.OUT_OF_PERIOD)
_ORDER = (
    Kind.FREE_TRAINING,
    Kind.TRAINING_SUBSIDY,
    Kind.LIVING_TRANSPORT_ALLOWANCE,
    Kind.EVALUATION_SUBSIDY,
    Kind.SKILL_UPGRADING_SUBSIDY,
    Kind.EMPLOYER_SUBSIDY,
    Kind.SERVICE,
)


def word_for(found: Verdict, kind: Kind) -> Word:
    """Return the verdict's word for one of its kinds; a kind that an earlier claim bars is refused."""
    return Word.NOT_ELIGIBLE if kind in found.barred_kinds else found.word


def summary_of(verdicts: Iterable[Verdict]) -> Summary:
    """Group an answer by kind of support and find its best word."""
    all_of_them = tuple(verdicts)
    here = tuple(found for found in all_of_them if not is_set_aside(found))
    kinds = tuple(_kind(kind, here) for kind in _ORDER if any(kind in found.kinds for found in here))
    words = [part.word for part in kinds if part.kind is not Kind.SERVICE]
    return Summary(
        kinds=kinds,
        set_aside=tuple(found for found in all_of_them if is_set_aside(found)),
        word=min(words, key=BEST_FIRST.index) if words else None,
        asks=tuple(dict.fromkeys(bureau for found in here for bureau in found.ask)),
        missing=tuple(dict.fromkeys(fact for found in here for fact in found.missing)),
    )


def is_set_aside(found: Verdict) -> bool:
    """Say whether the rule is out of its period, or pays in a region where the person has no place."""
    return found.word is Word.OUT_OF_PERIOD or any(
        reason.part is Part.PLACE and reason.why is Why.FAILS for reason in found.reasons
    )


def _kind(kind: Kind, verdicts: tuple[Verdict, ...]) -> KindSummary:
    speaking = sorted(
        (found for found in verdicts if kind in found.kinds), key=lambda found: BEST_FIRST.index(word_for(found, kind))
    )
    return KindSummary(kind, word_for(speaking[0], kind), tuple(speaking))
