"""Measure summaries of one page and of twenty beside a document of one line, and the memory of a thousand of them."""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

from portal.core.pdf import Edition, render
from tests.core.pdf import summaries

ROOT = Path(__file__).parent.parent.parent
TRAININGS_OF_TWENTY_PAGES, CERTIFICATES = {"zh": 320, "mn": 340}, 60
ROUNDS = 5


def measure_documents() -> dict[str, tuple[float, float]]:
    """Return for each document its processor time in ms and its ratio to one line, medians of rounds taken in turn."""
    fonts = FontConfiguration()
    jobs: dict[str, Callable[[], bytes]] = {
        "one line": lambda: HTML(string="<p>One line").write_pdf(font_config=fonts),
        "summary, Chinese, 1 page": _printing("zh", 2, 2),
        "summary, Mongolian, 1 page": _printing("mn", 2, 2),
        "summary, Chinese, 20 pages": _printing("zh", TRAININGS_OF_TWENTY_PAGES["zh"], CERTIFICATES),
        "summary, Mongolian, 20 pages": _printing("mn", TRAININGS_OF_TWENTY_PAGES["mn"], CERTIFICATES),
    }
    for job in jobs.values():
        job()
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for _round in range(ROUNDS):
        for name, job in jobs.items():
            often = 1 if "20" in name else 8
            begun = time.process_time()
            for _ in range(often):
                job()
            times[name].append((time.process_time() - begun) * 1000 / often)
    lines = times["one line"]
    return {
        name: (statistics.median(own), statistics.median(a / b for a, b in zip(own, lines, strict=True)))
        for name, own in times.items()
    }


def growth_over_a_thousand() -> float:
    """Return by how many MiB a process grows while it prints a thousand summaries, after the first hundred."""
    code = "from tests.bench_pdf import memory_growth; print(memory_growth())"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    return float(done.stdout)


def _printing(edition: Edition, trainings: int, certificates: int) -> Callable[[], bytes]:
    page = summaries.html(edition, summaries.summary(trainings, certificates, demonstration=False))
    return lambda: render(page, edition=edition)
