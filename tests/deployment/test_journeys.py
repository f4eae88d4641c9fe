"""The journeys of the citizen, through nginx, with two web processes and a worker."""

from pathlib import Path

from tests.e2e.conftest import Portal, Visitor
from tests.e2e.test_main_journey import test_from_a_search_in_pinyin_to_a_summary_anyone_can_verify as main_journey
from tests.e2e.test_mongolian_journey import test_herder_does_everything_in_mongolian as mongolian_journey


def test_from_a_search_to_a_summary(portal: Portal, visitor: Visitor, tmp_path: Path) -> None:
    main_journey(portal, visitor, tmp_path, scripts=True)


def test_herder_does_everything_in_mongolian_without_scripts(portal: Portal, visitor: Visitor, tmp_path: Path) -> None:
    mongolian_journey(portal, visitor, tmp_path, place=2, scripts=False, width=390, height=844)
