"""A layout used again gives what a new one would have given."""

import resource
from concurrent.futures import ThreadPoolExecutor

import pytest

from portal.core.pdf import Edition, document, qr_image, render
from tests.core.pdf import pictures, summaries


def rendered_afresh(html: str, edition: Edition) -> bytes:
    """Render with no layout kept from before."""
    document._press().layouts = document.Layouts(document._press().load_picture)
    return render(html, edition=edition)


CHANGES: list[dict[str, object]] = [
    {"name": summaries.named("欧＊＊＊娜")},
    {"id_number": "1599**********889X", "issued_at": "2026-12-31 23:59", "fingerprint": "ffff 0000 ffff 0000"},
    {"code": "WWWW-1111-MMMM", "qr": qr_image("https://peixun.example.cn/v/WWWW1111MMMM")},
    {"trainings": [summaries.training(6), summaries.training(8)]},
    {"certificates": [summaries.certificate(5), summaries.certificate(6)]},
    {"portal": summaries.named("锡林郭勒盟培训平台", "ᠰᠢᠯᠢ")},
]


@pytest.mark.parametrize("edition", pictures.EDITIONS)
@pytest.mark.parametrize("changes", CHANGES)
def test_other_facts_give_what_a_new_layout_gives(edition: Edition, changes: dict[str, object]) -> None:
    facts = summaries.summary(**changes)
    expected = rendered_afresh(summaries.html(edition, facts), edition)
    rendered_afresh(summaries.html(edition), edition)

    assert render(summaries.html(edition, facts), edition=edition) == expected


def test_text_that_does_not_fit_is_laid_out_afresh() -> None:
    long = summaries.named("名" * 80)
    facts = summaries.summary(name=long)
    rendered_afresh(summaries.html("zh"), "zh")

    pdf = render(summaries.html("zh", facts), edition="zh")

    assert pdf == rendered_afresh(summaries.html("zh", facts), "zh")
    assert pictures.text(pdf).count("名" * 20) >= 2


@pytest.mark.parametrize("edition", pictures.EDITIONS)
def test_a_layout_is_used_again(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    rendered_afresh(summaries.html(edition), edition)
    monkeypatch.setattr(document._Source, "render", lambda *_, **__: pytest.fail("laid out afresh"))

    for changes in CHANGES[:4]:
        render(summaries.html(edition, summaries.summary(**changes)), edition=edition)


def test_many_threads_share_one_press() -> None:
    pages = [summaries.html("zh", summaries.summary(**changes)) for changes in CHANGES]
    expected = [render(page, edition="zh") for page in pages]

    with ThreadPoolExecutor(4) as threads:
        printed = list(threads.map(lambda page: render(page, edition="zh"), pages * 3))

    assert printed == expected * 3


def test_memory_stays_flat() -> None:
    for number in range(45):
        facts = summaries.summary(1 + number % 2, 1, id_number=f"1599{number:014}")
        render(summaries.html("zh", facts), edition="zh")
        if number == 20:
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 8 * 1024
