"""What a visitor sees of the demand catalogs and the two directories."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from portal.core import clock
from tests.factories import (
    CatalogEntryFactory,
    CatalogIssueFactory,
    ClassSessionFactory,
    OccupationFactory,
    ProviderFactory,
)


def _text(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.get_data(as_text=True)


def _numbers(page: str, path: str = "catalog") -> list[int]:
    parts = page.split(f'class="cover" href="/zh/{path}/')[1:]
    return [int(part.split('"')[0]) for part in parts]


def test_lists_only_what_is_in_force_and_most_needed_first(client: FlaskClient) -> None:
    today = clock.today()
    older = CatalogIssueFactory(region_code="150600", valid_from=today - timedelta(days=400), state="superseded")
    newer = CatalogIssueFactory(region_code="150600", valid_from=today - timedelta(days=10))
    later = CatalogIssueFactory(region_code="150600", valid_from=today + timedelta(days=10))
    over = CatalogIssueFactory(region_code="150700", valid_to=today - timedelta(days=1))
    for issue in (older, later, over, CatalogIssueFactory(state="draft")):
        CatalogEntryFactory(issue=issue)
    normal = CatalogEntryFactory(issue=newer, shortage="normal")
    urgent = CatalogEntryFactory(issue=newer, shortage="urgent")

    assert _numbers(_text(client, "/zh/catalog")) == [urgent.id, normal.id]


def test_older_issues_stay_readable(client: FlaskClient) -> None:
    older = CatalogIssueFactory(valid_from=clock.today() - timedelta(days=400), state="superseded")
    entry = CatalogEntryFactory(issue=older)
    CatalogIssueFactory()

    page = _text(client, f"/zh/catalog?issue={older.id}")

    assert _numbers(page) == [entry.id]
    assert "这不是现行目录" in page
    assert "这不是现行目录" in _text(client, f"/zh/catalog/{entry.id}")
    _text(client, "/zh/catalog?issue=999", status=404)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("region=150502", {"league", "province"}),
        ("region=150600", {"province"}),
        ("group=livestock", {"league"}),
        ("level=4", {"league"}),
        ("shortage=1", {"province"}),
        ("group=veteran", {"league"}),
        ("group=woman", set()),
        ("q=xumu", set()),
        ("q=muyang", {"league"}),
    ],
)
def test_filters_by_the_address(client: FlaskClient, query: str, found: set[str]) -> None:
    herding = OccupationFactory(name="牧羊能手", trade="livestock")
    rows = {
        "league": CatalogEntryFactory(
            issue=CatalogIssueFactory(region_code="150500"), occupation=herding, level="4", shortage="normal"
        ),
        "province": CatalogEntryFactory(issue=CatalogIssueFactory(region_code="150000")),
    }
    ClassSessionFactory(entry=rows["league"], level="4", target_groups=["veteran"])

    page = _text(client, f"/zh/catalog?{query}")

    assert {name for name, row in rows.items() if row.id in _numbers(page)} == found
    assert f"共{len(found)}条" in page


def test_page_shows_an_amount_only_with_its_document(client: FlaskClient) -> None:
    issue, occupation = CatalogIssueFactory(), OccupationFactory(code=None)
    with_amount = CatalogEntryFactory(
        issue=issue, occupation=occupation, amount_fen=120_000, document_number="某人社发〔2026〕1号"
    )
    without = CatalogEntryFactory(issue=issue, occupation=occupation, level="4")

    page = _text(client, f"/zh/catalog/{with_amount.id}")

    assert "¥1,200.00" in page
    assert "某人社发〔2026〕1号" in page
    assert "地方技艺" in page
    assert f"/zh/catalog/{without.id}" in page
    assert "¥" not in _text(client, f"/zh/catalog/{without.id}")


def test_page_lists_the_classes_that_teach_it(client: FlaskClient) -> None:
    row = ClassSessionFactory()

    assert f"/zh/classes/{row.id}" in _text(client, f"/zh/catalog/{row.entry_id}")


def test_there_are_two_directories(client: FlaskClient) -> None:
    school = ProviderFactory()
    base = ProviderFactory(kind="base", trades=["energy"], region_code="150602")
    gone = ProviderFactory(state="withdrawn", withdrawn_on=clock.today())

    first, second = _text(client, "/zh/providers"), _text(client, "/zh/providers?directory=bases&trade=energy")

    assert _numbers(first, "providers") == [school.id, gone.id]
    assert "已退出目录" in first
    assert _numbers(second, "providers") == [base.id]
    assert _numbers(_text(client, "/zh/providers?region=150600"), "providers") == []
    assert _numbers(_text(client, "/zh/providers?q=kerqin"), "providers") == []
    assert len(_numbers(_text(client, "/zh/providers?q=keerqin"), "providers")) == 2


def test_page_of_a_provider_shows_its_classes(client: FlaskClient) -> None:
    row = ClassSessionFactory()

    page = _text(client, f"/zh/providers/{row.provider_id}")

    assert f"/zh/classes/{row.id}" in page
    assert 'href="tel:' in page
