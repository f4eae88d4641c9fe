"""An answer that is kept small is read back as it was."""

import json
from datetime import date

import pytest

from portal.eligibility import queries
from portal.eligibility.errors import BrokenAnswer
from portal.eligibility.rules import frozen, packing

pytestmark = pytest.mark.engine_free

FACTS = {
    "today": date(2026, 3, 1),
    "training_date": date(2026, 3, 20),
    "training_region": "150202",
    "hukou_region": "150525",
    "groups": ["veteran"],
    "claim_key": ["4-10-01-05", "五级"],
    "subsidised_keys": [["4-10-01-05", "五级", "training_subsidy"]],
}


def test_comes_back_as_it_was() -> None:
    answer = frozen.answer(FACTS, queries.current_book())

    kept = json.loads(json.dumps(packing.packed(answer)))

    assert frozen.to_dict(packing.unpacked(kept)) == frozen.to_dict(answer)


def test_is_small_and_its_words_can_be_read() -> None:
    kept = packing.packed(frozen.answer(FACTS, queries.current_book()))

    assert len(json.dumps(kept)) < 12_000
    assert kept["words"]["ORD-FREE"] == "out_of_period"
    assert kept["facts"]["groups"] == ["veteran"]


@pytest.mark.parametrize(
    "broken",
    [
        None,
        [],
        {},
        {"form": 1, "packed": "?"},
        {"form": 1, "packed": "AAAA"},
        {"form": 9, "packed": "eJyLjgUAARUAuQ=="},
    ],
)
def test_refuses_what_it_did_not_make(broken: object) -> None:
    with pytest.raises(BrokenAnswer):
        packing.unpacked(broken)
