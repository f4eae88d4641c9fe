"""Put what was measured into tables, each figure with its ratio and its budget."""

import platform
import sys
from collections.abc import Iterable, Sequence

from flask import Flask

from portal.core import clock
from tests.bench.flood import SIGN_INS, Flood
from tests.bench.load import Cost
from tests.bench.path import Step
from tests.bench.wire import Visit
from tests.burst import Outcome

PDF_BUDGETS = {"summary, Chinese, 1": 3.0, "summary, Mongolian, 1": 4.0}
SIZE_BUDGETS = ("catalog", "classes", "classes, filters", "classes, search")
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

    def pdf(self, figures: dict[str, tuple[float, float]], growth: float) -> None:
        """Add what summaries cost, and what a thousand of them leave in memory."""
        rows = []
        for name, (milliseconds, ratio) in figures.items():
            budget = next((most for start, most in PDF_BUDGETS.items() if name.startswith(start)), None)
            verdict = "" if budget is None else f"<= {budget:g}: {_verdict(ratio <= budget)}"
            rows.append((name, f"{milliseconds:.1f}", f"{ratio:.2f} x", verdict))
        rows.append(("growth over 1,000 summaries", f"{growth:.1f} MiB", "", ""))
        self._table(("document, warm", "processor ms", "to one line", "budget"), rows)

    def sizes(self, costs: dict[str, Cost], mark: str) -> None:
        """Add the same pages of a small database and of a large one, whose names end with a mark."""
        rows = []
        small = {name: cost for name, cost in costs.items() if not name.endswith(mark)}
        for page, cost in small.items():
            other = costs[page + mark]
            ratio = other.percentile(0.95) / cost.percentile(0.95)
            verdict = f"<= 1.3: {_verdict(ratio <= 1.3)}" if page in SIZE_BUDGETS else ""
            fifty, ninety = ([f"{one.percentile(share):.1f}" for one in (cost, other)] for share in (0.5, 0.95))
            processor = [f"{one.both:.2f}" for one in (cost, other)]
            sizes = [f"{one.size:,}" for one in (cost, other)]
            rows.append((page, len(cost.latencies), *processor, *sizes, *fifty, *ninety, f"{ratio:.2f} x", verdict))
        self._parts.append(
            "One request at a time, the small and the large database in turn. Each list shows a full page in both, or it is left out.\n"
        )
        twice = (f"{what}, {which}" for what in ("processor ms", "bytes", "p50", "p95") for which in ("small", "large"))
        self._table(("page", "requests to each", *twice, "p95, ratio", "budget"), rows)

    def flood(self, where: str, outcomes: Sequence[Flood]) -> None:
        """Add what floods of sign-ins do to the catalog."""
        rows = []
        for outcome in outcomes:
            fifty, ninety = outcome.percentiles(0.5), outcome.percentiles(0.95)
            ratio = ninety[1] / ninety[0]
            figures = [f"{figure:.1f}" for figure in (outcome.seconds, *fifty, *ninety)]
            verdict = f"{ratio:.2f} x (<= 2: {_verdict(ratio <= 2)})"
            rows.append((SIGN_INS, outcome.at_once, outcome.signed_in, outcome.sent_away, *figures, verdict))
        head = (f"sign-ins, {where}", "at once", "signed in", "sent away", "seconds")
        self._table((*head, "catalog p50, calm", "in the flood", "p95, calm", "in the flood", "p95, ratio"), rows)

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
