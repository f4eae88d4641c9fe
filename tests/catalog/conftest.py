"""Fixtures of the catalog room."""

from collections.abc import Iterator

import pytest

from portal.catalog import queries


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    """Counts beside the filters are kept for seconds; no test may see those of another."""
    queries.forget()
    yield
    queries.forget()
