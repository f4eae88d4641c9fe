"""Lead a person through the questions, a small set at a time, and only as long as an answer can change."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

from portal.eligibility.rules.facts import CLAIM_KEY, GROUPS, PAID_KEYS
from portal.eligibility.rules.questions import open_facts
from portal.eligibility.types import Verdict


@dataclass(frozen=True, slots=True)
class Step:
    """A small set of questions asked on one page: the facts they settle, the parameters that hold the answers."""

    id: str
    facts: tuple[str, ...]
    parameters: tuple[str, ...]


STEPS = (
    Step("class", ("training_date", "training_region"), ("training_date", "training_region")),
    Step(
        "places",
        ("residence_region", "job_region", "hukou_region"),
        ("residence_region", "job_region", "hukou_region"),
    ),
    Step("groups", (GROUPS,), (GROUPS,)),
    Step("training", (CLAIM_KEY,), ("occupation", "level")),
    Step("earlier", (PAID_KEYS,), ("earlier", "earlier_occupation", "earlier_level")),
    Step("times", ("subsidised_trainings_this_year",), ("times",)),
    Step(
        "certificate",
        ("certificate_obtained", "certificate_kind", "insured_employee"),
        ("certificate", "insured_employee"),
    ),
    Step("pension", ("entitled_to_monthly_pension",), ("entitled_to_monthly_pension",)),
    Step(
        "school",
        ("graduation_year_student", "attends_vocational_school"),
        ("graduation_year_student", "attends_vocational_school"),
    ),
    Step("wishes", ("training_wish", "job_wish"), ("training_wish", "job_wish")),
)
BY_ID: Mapping[str, Step] = {step.id: step for step in STEPS}
ASKABLE = tuple(fact for step in STEPS for fact in step.facts)


def open_steps(verdicts: Iterable[Verdict], given: Container[str], done: Container[str]) -> tuple[Step, ...]:
    """Return the steps that can still change an answer and were neither answered nor passed over.

    Args:
        verdicts: What the rules say so far.
        given: Parameters that hold an answer.
        done: Steps that were passed over.
    """
    waited_for = set(open_facts(verdicts, ASKABLE))
    return tuple(
        step
        for step in STEPS
        if step.id not in done
        and waited_for & set(step.facts)
        and not any(parameter in given for parameter in step.parameters)
    )


def step_of(parameter: str) -> Step | None:
    """Return the step on which a parameter is asked."""
    return next((step for step in STEPS if parameter in step.parameters), None)
