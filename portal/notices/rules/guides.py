"""Read guides and targets, and refuse any statement that does not rest on words of a document."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from portal.core import search_keys
from portal.notices.errors import BrokenGuides
from portal.notices.rules.documents import anchor_of, bare, clause_texts, read_text
from portal.notices.types import (
    Guide,
    GuideKind,
    Part,
    PolicyDocument,
    Section,
    Source,
    Statement,
    Target,
    TargetSeries,
    Text,
)

RESERVED = ("documents", "privacy", "targets")
FILLER = ("怎么", "如何", "我想", "申请", "办理", "什么是", "哪里", "有没有", "能不能", "吗", "的", "？", "?")
"""Words of a question that say nothing of its subject."""

Data = Mapping[str, Any]


class Reader:
    """Turn data into guides; faults are gathered, so that whoever writes guides sees all at once."""

    def __init__(self, documents: Mapping[str, PolicyDocument], shared: Data) -> None:
        self.faults: list[str] = []
        self._documents = documents
        self._texts = {name: clause_texts(document) for name, document in documents.items()}
        self._shared = shared

    def guides(self, rows: Sequence[Data]) -> tuple[Guide, ...]:
        """Return the guides in the order of the index.

        Raises:
            BrokenGuides: naming every fault.
        """
        slugs = [str(row["slug"]) for row in rows]
        self.faults += [
            f"{slug}: used twice or reserved" for slug in {s for s in slugs if slugs.count(s) > 1 or s in RESERVED}
        ]
        found = [self._guide(row) for row in rows]
        self._refuse_faults()
        order = list(GuideKind)
        return tuple(sorted(found, key=lambda guide: order.index(guide.kind)))

    def series(self, rows: Sequence[Data]) -> tuple[TargetSeries, ...]:
        """Return the series of targets.

        Raises:
            BrokenGuides: naming every fault.
        """
        found = tuple(
            TargetSeries(
                id=row["id"],
                title=read_text(row["title"]),
                note=read_text(row["note"]) if row.get("note") else None,
                unit=row["unit"],
                charted=row.get("charted", True),
                targets=tuple(self._target(f"targets {row['id']}", target) for target in row["targets"]),
            )
            for row in rows
        )
        self._refuse_faults()
        return found

    def _guide(self, row: Data) -> Guide:
        slug = str(row["slug"])
        sections = tuple(self._sections(slug, row))
        sources = [statement.source for section in sections for statement in section.statements if statement.source]
        title, lead = read_text(row["title"]), read_text(row["lead"])
        key = search_keys.index_key(title.zh, title.mn, *row.get("keywords", ()), lead.zh, lead.mn)
        return Guide(
            slug=slug,
            kind=GuideKind(row["kind"]),
            icon=row["icon"],
            title=title,
            lead=lead,
            group=row.get("group"),
            sections=sections,
            unstated=tuple(self._unstated(slug, name) for name in row.get("unstated", ())),
            documents=tuple({source.document.id: source.document for source in sources}.values()),
            key=key,
        )

    def _sections(self, slug: str, row: Data) -> Iterator[Section]:
        for part in Part:
            if row.get(part.value):
                yield Section(part, tuple(self._statement(slug, said) for said in row[part.value]))

    def _statement(self, where: str, said: Data) -> Statement:
        if "use" in said:
            known = self._shared["statements"].get(said["use"])
            if known is None:
                self.faults.append(f"{where}: no shared statement {said['use']}")
                return Statement(Text(""), None, None)
            return self._statement(where, known)
        text, page = read_text(said), said.get("page")
        source = self._source(where, said) if "from" in said else None
        if source is None and page is None:
            self.faults.append(f"{where}: without a source: {text.zh}")
        return Statement(text, source, page)

    def _source(self, where: str, said: Data) -> Source | None:
        name, _space, clause = str(said["from"]).partition(" ")
        words = self._texts.get(name, {}).get(clause)
        if words is None:
            self.faults.append(f"{where}: no such clause: {said['from']}")
            return None
        quote = str(said.get("quote", ""))
        if not quote or bare(quote) not in words:
            self.faults.append(f"{where}: not in {said['from']}: {quote}")
        return Source(self._documents[name], clause, anchor_of(clause), quote)

    def _unstated(self, slug: str, name: str) -> Text:
        if name not in self._shared["unstated"]:
            self.faults.append(f"{slug}: no shared sentence {name}")
            return Text("")
        return read_text(self._shared["unstated"][name])

    def _target(self, where: str, row: Data) -> Target:
        source = self._source(where, row)
        assert source is not None or self.faults
        return Target(read_text(row["label"]), row["value"], row.get("at_least", True), source)  # type: ignore[arg-type]

    def _refuse_faults(self) -> None:
        if self.faults:
            raise BrokenGuides(self.faults)


def search(guides: Sequence[Guide], query: str) -> tuple[Guide, ...]:
    """Return the guides that answer a query, the surest first; a question without answer is tried by its subject."""
    for asked in (query, search_keys.without_filler(query, FILLER)):
        ranked = [(search_keys.rank_of(guide.key, asked), guide) for guide in guides]
        found = [guide for rank, guide in sorted(ranked, key=lambda pair: pair[0]) if rank < search_keys.NOT_FOUND]
        if found:
            return tuple(found)
    return ()
