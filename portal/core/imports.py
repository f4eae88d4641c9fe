"""Remember each file that came in: who sent it, its digest, what became of every row."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import clock
from portal.core.db import Base, BigInt, IntPK, session, transaction


class ImportRun(Base):
    """One file that was read."""

    __tablename__ = "import_run"

    id: Mapped[IntPK]
    kind: Mapped[str]  # catalog, classes, results, roster
    filename: Mapped[str]
    digest: Mapped[str] = mapped_column(index=True)
    account_id: Mapped[int | None] = mapped_column(BigInt)
    started_at: Mapped[datetime]
    rows: Mapped[int] = mapped_column(default=0)
    accepted: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    # [{"row": 7, "column": "学时", "reason": "..."}]: positions and reasons, never the content of a cell.
    problems: Mapped[list[Any]]


def keep_run(
    *,
    kind: str,
    filename: str,
    digest: str,
    account_id: int | None,
    counts: dict[str, int],
    problems: list[dict[str, Any]],
) -> int:
    """Write down what became of a file and return the number of the run."""
    with transaction():
        run_id = begin_run(kind=kind, filename=filename, digest=digest, account_id=account_id)
        finish_run(run_id, counts=counts, problems=problems)
    return run_id


def begin_run(*, kind: str, filename: str, digest: str, account_id: int | None) -> int:
    """Write down that a file came in and return the number of the run, to which its rows refer."""
    with transaction() as current:
        run = ImportRun(
            kind=kind,
            filename=filename[:200],
            digest=digest,
            account_id=account_id,
            started_at=clock.now(),
            problems=[],
        )
        current.add(run)
        current.flush()
        return run.id


def finish_run(run_id: int, *, counts: dict[str, int], problems: list[dict[str, Any]]) -> None:
    """Write down what became of each row of a file."""
    with transaction() as current:
        run = current.get_one(ImportRun, run_id)
        run.problems = problems
        for name, count in counts.items():
            setattr(run, name, count)


def find_first_run(*, kind: str, digest: str) -> int | None:
    """Return the first run of the very same file, or None."""
    stmt = select(ImportRun.id).where(ImportRun.kind == kind, ImportRun.digest == digest)
    return session().scalar(stmt.order_by(ImportRun.id).limit(1))
