"""Measure what a summary costs, beside a document of one line in the same process.

Processor time, warm, the least of many runs taken in turn: other work on the machine only
ever adds. Run it alone with ``python -m tests.bench_pdf``.
"""

import resource
import sys
import time
from collections.abc import Callable
from itertools import cycle

from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

from portal.core.pdf import Edition, render
from tests.core.pdf import summaries

ROUNDS = 40


def _processor_ms(job: Callable[[], bytes]) -> float:
    start = time.process_time()
    job()
    return (time.process_time() - start) * 1000


def _printing(edition: Edition) -> Callable[[], bytes]:
    """Return a job that prints another person's summary each time."""
    people = [
        summaries.summary(
            id_number=f"1599{number:014}",
            code=f"7K2M-9QXD-{number + 1000}",
            demonstration=False,
            trainings=[summaries.training(number), summaries.training(number + 1)],
            certificates=[summaries.certificate(number), summaries.certificate(number + 1)],
        )
        for number in range(9)
    ]
    pages = cycle([summaries.html(edition, facts) for facts in people])
    return lambda: render(next(pages), edition=edition)


def measure(rounds: int = ROUNDS) -> dict[str, float]:
    """Return the least processor time of each document in ms, and its ratio to one line.

    A summary has two trainings and two certificates and is another person's each time.
    """
    fonts = FontConfiguration()
    jobs: dict[str, Callable[[], bytes]] = {
        "one_line": lambda: HTML(string="<p>One line").write_pdf(font_config=fonts),
        "summary_zh": _printing("zh"),
        "summary_mn": _printing("mn"),
    }
    least = {name: min(_processor_ms(job) for _ in range(2)) for name, job in jobs.items()}
    for _ in range(rounds):
        for name, job in jobs.items():
            least[name] = min(least[name], _processor_ms(job))
    return least | {f"{name}_ratio": least[name] / least["one_line"] for name in jobs if name != "one_line"}


def memory_growth(documents: int = 1000) -> float:
    """Return how many MB the process grows by after the first tenth of so many different documents."""
    peak = 0
    for number in range(documents):
        if number == documents // 10:
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        facts = summaries.summary(1 + number % 4, 1 + number % 3, id_number=f"1599{number:014}")
        edition = ("zh", "mn")[number % 2]
        render(summaries.html(edition, facts), edition=edition)
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak) / 1024


if __name__ == "__main__":
    for name, value in measure().items():
        sys.stdout.write(f"{name:20} {value:8.2f}\n")
    if "--memory" in sys.argv:
        sys.stdout.write(f"{'growth over 1000, MB':20} {memory_growth():8.2f}\n")
