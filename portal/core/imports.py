"""Remember each file that came in: who sent it, its digest, what became of every row."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from portal.core import clock
from portal.core.db import Base, BigInt, IntPK, transaction


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
    with transaction() as session:
        run = ImportRun(
            kind=kind,
            filename=filename,
            digest=digest,
            account_id=account_id,
            started_at=clock.now(),
            problems=problems,
            **counts,
        )
        session.add(run)
        session.flush()
        return run.id
