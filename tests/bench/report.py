"""Put what was measured into tables, each figure with its ratio and its budget."""

import platform
import sys
from collections.abc import Iterable, Sequence

from flask import Flask

from portal.core import clock
from tests.bench.load import Cost
from tests.bench.path import Step
from tests.bench.wire import Visit
from tests.burst import Outcome

BUDGETS = {"catalog": 2.0, "classes": 2.0, "classes, filters": 2.0, "classes, search": 2.0}


class Report:
    """The tables of one run."""

    def __init__(self, app: Flask, people: int, applications: int, rounds: int) -> None:
        with app.app_context():
            day = clock.today()
        engine = app.extensions["database"].dialect.name
        how = (
            f"Python {platform.python_version()}, granian with one worker; medians of {rounds} interleaved rounds; "
            "processor time of server and database; each request asks for another address unless it says kept."
        )
        self._parts = [f"## {day}, {engine}, {people:,} people, {applications:,} applications\n", f"{how}\n"]

    def text(self) -> str:
        """Return all tables as Markdown."""
        return "\n".join(self._parts) + "\n"

    def pages(self, costs: dict[str, Cost]) -> None:
        """Add what answers cost, against the floor."""
        base = costs["floor"].both
        rows = []
        for name, cost in costs.items():
            ratio = cost.both / base
            budget = BUDGETS.get(name)
            verdict = "" if budget is None else f"<= {budget:g}: {_verdict(ratio <= budget)}"
            times = f"{cost.percentile(0.5):.1f}", f"{cost.percentile(0.95):.1f}"
            rows.append((name, f"{cost.both:.2f}", f"{ratio:.2f} x", verdict, *times, f"{cost.size:,}"))
        self._table(("page", "processor ms", "to the floor", "budget", "p50 ms", "p95 ms", "bytes"), rows)

    def path(self, steps: Sequence[Step]) -> None:
        """Add a person's whole path."""
        total = sum(step.processor_ms for step in steps)
        rows = [(step.name, step.requests, f"{step.processor_ms:.1f}", f"{step.size:,}") for step in steps]
        requests = sum(step.requests for step in steps)
        rows.append((f"**whole path** (<= 250: {_verdict(total <= 250)})", requests, f"**{total:.1f}**", ""))
        self._table(("step", "requests", "processor ms", "bytes, not packed"), rows)

    def statements(self, numbers: dict[str, int]) -> None:
        """Add how many statements pages need."""
        self._table(("page", "SQL statements"), numbers.items())

    def memory(self, sizes: dict[str, float]) -> None:
        """Add the memory of the workers after the load."""
        self._table(("worker", "resident MiB"), [(name, f"{size:.0f}") for name, size in sizes.items()])

    def wire(self, visits: Sequence[Visit]) -> None:
        """Add bytes over the wire; the budgets are those of HTML, CSS and scripts."""
        kinds = ("Document", "Stylesheet", "Script", "Font", "Image", "Other")
        rows = []
        for place, visit in enumerate(visits):
            budget = 20 * 1024 if place == 0 else 14 * 1024
            sizes = [f"{visit.by_kind.get(kind, 0):,}" for kind in kinds]
            verdict = f"{visit.page:,} <= {budget:,}: {_verdict(visit.page <= budget)}"
            rows.append((visit.name, visit.requests, *sizes, f"{visit.total:,}", verdict))
        self._table(("visit", "requests", *kinds, "all bytes", "page, budget"), rows)

    def pdf(self, figures: dict[str, float]) -> None:
        """Add what a summary costs."""
        budgets = {"summary_zh": 3.0, "summary_mn": 4.0}
        rows = [("one line", f"{figures['one_line']:.1f}", "1.00 x", "")]
        for name, budget in budgets.items():
            ratio = figures[f"{name}_ratio"]
            rows.append((name, f"{figures[name]:.1f}", f"{ratio:.2f} x", f"<= {budget:g}: {_verdict(ratio <= budget)}"))
        self._table(("document, warm", "processor ms", "to one line", "budget"), rows)

    def burst(self, outcome: Outcome) -> None:
        """Add what came of everybody applying at once."""
        facts = (outcome.people, outcome.seats, outcome.seated, outcome.waiting, outcome.errors, outcome.seconds)
        head = ("people at once", "seats", "seated", "waiting", "errors", "seconds", "p95 s", "right, in order")
        self._table(head, [(*facts, outcome.p95, _verdict(outcome.is_right))])

    def _table(self, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        lines = [head, ["---"] * len(head), *rows]
        self._parts.append("".join(f"| {' | '.join(map(str, line))} |\n" for line in lines))
        sys.stderr.write(".")


def _verdict(met: bool) -> str:
    return "met" if met else "**missed**"
