"""Bars are as long as their share, across or down."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.notices.rules.charts import LENGTH, ROW, bar_chart

pytestmark = pytest.mark.engine_free


def test_bars_are_as_long_as_their_share() -> None:
    chart = bar_chart([100, 50])
    first, second = (bar.size[0] for bar in chart.bars)

    assert (chart.width, chart.height) == (LENGTH, 2 * ROW)
    assert second == pytest.approx(first / 2, abs=0.1)


def test_lines_that_run_down_turn_the_drawing() -> None:
    across, down = bar_chart([3, 2, 1]), bar_chart([3, 2, 1], down=True)

    assert (down.width, down.height) == (across.height, across.width)
    assert [bar.size for bar in down.bars] == [bar.size[::-1] for bar in across.bars]


def test_nothing_to_draw() -> None:
    assert bar_chart([]).bars == ()
    assert bar_chart([0]).bars[0].size[0] > 0


@given(st.lists(st.floats(min_value=0, max_value=1e9), min_size=1, max_size=12), st.booleans())
def test_everything_stays_on_the_paper(values: list[float], down: bool) -> None:
    chart = bar_chart(values, down=down)

    for bar in chart.bars:
        assert 0 <= bar.corner[0] <= bar.corner[0] + bar.size[0] <= chart.width
        assert 0 <= bar.corner[1] <= bar.corner[1] + bar.size[1] <= chart.height
        assert bar.value[0] < chart.width
        assert bar.value[1] < chart.height
