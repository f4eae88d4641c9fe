"""Give the tests of this room the rules of the house and a way to ask them."""

from collections.abc import Callable
from datetime import date

import pytest

from portal.eligibility import queries
from portal.eligibility.rules.verdicts import verdict
from portal.eligibility.types import Rulebook, Verdict

Ask = Callable[..., Verdict]


@pytest.fixture(scope="session")
def book() -> Rulebook:
    return queries.book_of(queries.material(None))


@pytest.fixture
def ask(book: Rulebook) -> Ask:
    """Ask one rule: ``ask("NM24-TRAIN", training_date="2025-01-01", groups=["veteran"])``."""

    def asking(rule_id: str, **facts: object) -> Verdict:
        for day in ("today", "training_date"):
            if isinstance(facts.get(day), str):
                facts[day] = date.fromisoformat(str(facts[day]))
        return verdict(rule_id, facts, book)

    return asking
