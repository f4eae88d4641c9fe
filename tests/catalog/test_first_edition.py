"""The first edition of a place says that it is held against the edition of another one."""

from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.core import clock
from tests import factories

SAYS_SO = "与其所依据的其他地区目录版本作比较"


def edition(region: str, days_ago: int, based_on_id: int | None = None) -> int:
    """Publish an edition of a region and return it."""
    begins = clock.today() - timedelta(days=days_ago)
    issue = factories.CatalogIssueFactory(
        region_code=region, title=f"目录{region}-{days_ago}", valid_from=begins, based_on_id=based_on_id
    )
    return int(issue.id)  # type: ignore[attr-defined]


def page(client: FlaskClient, issue_id: int) -> str:
    return client.get(f"/zh/catalog/editions/{issue_id}").get_data(as_text=True)


def test_the_first_of_a_city_names_the_region_it_was_copied_from(client: FlaskClient, session: Session) -> None:
    wide = edition("150000", 300)
    first = edition("150500", 100, based_on_id=wide)

    shown = page(client, first)

    assert SAYS_SO in shown
    assert "目录150000-300" in shown


def test_a_later_one_is_held_against_the_one_of_the_same_place(client: FlaskClient, session: Session) -> None:
    wide = edition("150000", 300)
    edition("150500", 100, based_on_id=wide)
    second = edition("150500", 10, based_on_id=wide)

    shown = page(client, second)

    assert SAYS_SO not in shown
    assert "目录150500-100" in shown
    assert "目录150000-300" not in shown
