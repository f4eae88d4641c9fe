"""What is typed to register, and who types it."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

from portal.core import identity_numbers
from portal.core.web import limiter

_serials = count(500_000)


@pytest.fixture
def typed() -> dict[str, Any]:
    """A registration that is right in every field."""
    serial = next(_serials)
    return {
        "name": "乌云其其格",
        "id_number": identity_numbers.make(serial),
        "phone": f"1391{serial:07d}",
        "region": "150525",
        "password": "three small birds",
        "consent": "y",
    }


@pytest.fixture
def limits() -> Iterator[None]:
    """Rate limits as in production, counted from nothing."""
    limiter.enabled = True
    limiter.reset()
    yield
    limiter.reset()
    limiter.enabled = False
