"""Guides say only what the documents say, and say so."""

from collections import Counter
from typing import Any

import pytest

from portal.core.mongolian import is_mongolian
from portal.core.terms import terms
from portal.notices import queries
from portal.notices.errors import BrokenGuides, NoSuchGuide
from portal.notices.queries.documents import DATA, all_documents, read_yaml
from portal.notices.rules.documents import bare, clause_texts
from portal.notices.rules.guides import Reader, search
from portal.notices.types import GuideKind, Part

pytestmark = pytest.mark.engine_free

SHARED = {
    "statements": {"ask": {"zh": "打12333。", "page": "#help"}},
    "unstated": {"amount": {"zh": "补贴多少钱：没有写。"}},
}


def guide(**changes: Any) -> dict[str, Any]:
    said = {"zh": "按规定给补贴。", "from": "S2 三(五)", "quote": "符合条件的按规定给予职业培训补贴"}
    row = {
        "slug": "a-guide", "kind": "subsidy", "icon": "money", "title": {"zh": "补贴"}, "lead": {"zh": "能领什么。"},
        "what": [said], "ask": [{"use": "ask"}], "unstated": ["amount"],
    }  # fmt: skip
    return {**row, **changes}


def faults_of(*rows: dict[str, Any]) -> str:
    with pytest.raises(BrokenGuides) as caught:
        Reader(all_documents(), SHARED).guides(rows)
    return str(caught.value)


def test_every_statement_rests_on_words_of_its_clause() -> None:
    words = {name: clause_texts(document) for name, document in all_documents().items()}
    sources = [
        statement.source
        for one in queries.all_guides().values()
        for section in one.sections
        for statement in section.statements
        if statement.source
    ]
    sources += [target.source for series in queries.targets() for target in series.targets]

    assert len(sources) > 300
    assert all(bare(source.quote) in words[source.document.id][source.clause] for source in sources)


def test_no_entitlement_rests_on_the_explanation() -> None:
    assert all(document.explains is None for one in queries.all_guides().values() for document in one.documents)


def test_no_guide_names_an_amount_of_money() -> None:
    for path in (DATA / "guides").glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        assert "元" not in text.replace("多元", ""), path.name


def test_each_guide_says_where_to_ask_and_what_is_not_stated() -> None:
    for one in queries.all_guides().values():
        if one.kind is not GuideKind.PROGRAMME:
            assert Part.ASK in [section.part for section in one.sections], one.slug
        assert one.sections, one.slug
        assert one.unstated, one.slug


def test_every_title_is_in_mongolian_with_its_status() -> None:
    rows = [row for path in sorted((DATA / "guides").glob("*.yaml")) for row in read_yaml(f"guides/{path.name}")]

    assert all(is_mongolian(row["title"]["mn"]) for row in rows)
    assert {row["title"]["status"] for row in rows} <= {"attested", "composed", "unsure"}


def test_groups_are_known_by_the_classes() -> None:
    groups = [one.group for one in queries.guide_groups()[GuideKind.GROUP] if one.group]

    assert len(groups) >= 10
    assert set(groups) <= set(terms("group"))


def test_the_five_stages_of_starting_a_business_have_a_page_each() -> None:
    titles = "".join(one.title.zh for one in queries.guide_groups()[GuideKind.STARTUP])

    assert all(stage in titles for stage in ("创业意识", "创办企业", "网络创业", "模拟", "企业经营发展", "马兰花"))


def test_a_statement_without_source_is_refused() -> None:
    assert "without a source" in faults_of(guide(what=[{"zh": "人人有钱拿。"}]))


def test_a_quotation_that_is_not_there_is_refused() -> None:
    said = {"zh": "给钱。", "from": "S2 三(五)", "quote": "每人给予一千元"}

    assert "not in S2 三(五)" in faults_of(guide(what=[said]))
    assert "not in S2 三(五)" in faults_of(guide(what=[{**said, "quote": ""}]))
    assert "no such clause" in faults_of(guide(what=[{**said, "from": "S2 九(九)"}]))
    assert "no such clause" in faults_of(guide(what=[{**said, "from": "S9 一"}]))


def test_all_faults_are_named_at_once() -> None:
    faults = faults_of(guide(slug="targets", unstated=["nothing"]), guide(ask=[{"use": "nobody"}]), guide())

    assert Counter(line.partition(":")[0] for line in faults.splitlines()) == {"targets": 2, "a-guide": 2}


def test_a_target_must_rest_on_words_too() -> None:
    row = {
        "id": "x", "title": {"zh": "目标"}, "unit": "times",
        "targets": [{"label": {"zh": "内蒙古"}, "value": 1, "from": "S0 九", "quote": "没有"}],
    }  # fmt: skip

    with pytest.raises(BrokenGuides):
        Reader(all_documents(), {}).series([row])


def test_the_numbers_of_targets_stand_in_their_quotations() -> None:
    for series in queries.targets():
        for target in series.targets:
            number, short = f"{target.value:g}", f"{target.value / 10_000:g}万"
            words = bare(target.source.quote)
            row = clause_texts(target.source.document)[target.source.clause]
            assert number in words or short in words or f"{target.value:.0f}" in row, target.label.zh


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("补贴", "training-subsidy"),
        ("怎么申请培训补贴", "training-subsidy"),
        ("shenghuofei", "living-allowance"),
        ("马兰花", "start-a-business"),
        ("退役军人", "veterans"),
        ("两后生", "school-leavers"),
        ("手工", "crafts"),
        ("ᠲᠡᠳᠬᠦᠮᠵᠢ", "training-subsidy"),
        ("ᠡᠮᠡᠭᠲᠡᠢ", "women"),
    ],
)
def test_search_finds_the_guide(query: str, slug: str) -> None:
    assert slug in [one.slug for one in queries.search_guides(query)]


def test_search_puts_the_whole_title_first() -> None:
    assert queries.search_guides("职业培训补贴")[0].slug == "training-subsidy"
    assert queries.search_guides("飞机驾驶") == ()
    assert search((), "补贴") == ()


def test_an_unknown_guide_is_not_found() -> None:
    with pytest.raises(NoSuchGuide):
        queries.get_guide("nope")
