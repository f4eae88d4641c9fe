"""Who changed what in a draft of a catalog."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, BigInt, IntPK


class CatalogChange(Base):
    """One change of a draft: of a row where an occupation is named, else of what stands above the rows."""

    __tablename__ = "catalog_change"
    __table_args__ = (Index("ix_catalog_change_issue_id_id", "issue_id", "id"),)

    id: Mapped[IntPK]
    issue_id: Mapped[int] = mapped_column(BigInt, ForeignKey("catalog_issue.id"))
    account_id: Mapped[int] = mapped_column(BigInt)
    changed_at: Mapped[datetime]
    entry_id: Mapped[int | None] = mapped_column(BigInt)  # no key: rows of a draft go again
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
