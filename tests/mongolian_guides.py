"""The Mongolian words of the guides, read from their data for the checks and for the list of the native reader."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from portal.core import mongolian
from portal.core.terms import terms

ROOT = Path(__file__).parent.parent
DATA = ROOT / "portal/notices/data"
FILES = {
    "guides/groups.yaml": "人群",
    "guides/subsidies.yaml": "补贴和钱",
    "guides/trainings.yaml": "培训种类",
    "guides/services.yaml": "办事",
    "guides/startup.yaml": "创业",
    "guides/programmes.yaml": "专项计划",
    "shared.yaml": "各篇共用的句子",
    "targets.yaml": "目标数字",
    "documents.yaml": "文件的简称和说明",
}
"""What each file of the guides is called, in the order of how often people need it."""

LISTS = ("trade", "group", "training_type", "mode", "teaching_language", "shortage", "provider_kind")
CATALOGUE = ROOT / "translations/mn_Mong_CN/LC_MESSAGES/messages.po"
KHALKHA = re.compile(r"(\S+) \(([^)]*)\)")


@dataclass(frozen=True)
class Entry:
    """One text of the guides in both languages."""

    chinese: str
    words: str
    status: str


@dataclass(frozen=True)
class Origins:
    """Where words come from: sure ones without a mention, Khalkha ones with their Cyrillic, and those in no list."""

    khalkha: dict[str, str]
    unlisted: frozenset[str]
    known: frozenset[str]

    def of(self, text: str) -> str:
        """Say in Chinese where the words of a text come from; the glossary and the fixed words need no mention."""
        found = dict.fromkeys(mongolian.content_words(text))
        listed = [f"{word} ({self.khalkha[word]})" for word in found if word in self.khalkha]
        lost = [word for word in found if word in self.unlisted]
        parts = ["喀尔喀词表：" + ", ".join(listed)] if listed else []
        return "；".join([*parts, "查不到：" + ", ".join(lost)] if lost else parts)

    def strangers(self, text: str) -> list[str]:
        """Return the words of a text of which nothing is known."""
        known = self.known | self.unlisted | self.khalkha.keys()
        return [word for word in mongolian.content_words(text) if word not in known]


def entries(name: str) -> list[Entry]:
    """Return the texts of a file that have Mongolian words, each once."""
    data = yaml.load((DATA / name).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    found = [
        Entry(str(text["zh"]), str(text["mn"]), str(text.get("status", "composed")))
        for text in _texts(data)
        if text.get("mn")
    ]
    return list(dict.fromkeys(found))


@cache
def origins() -> Origins:
    """Gather what the glossary, the fixed words, the catalogue and the guides say about where words come from."""
    khalkha = dict(_rows(DATA / "words.tsv", "word", "khalkha", "\t"))
    unlisted: set[str] = set()
    known = {
        word for _key, text in _rows(ROOT / "portal/core/data/glossary.csv", "key", "mn_Mong") for word in _words(text)
    }
    known |= {word for name in LISTS for term in terms(name).values() for word in _words(term.mn or "")}
    with CATALOGUE.open("rb") as file:
        for message in read_po(file, locale="mn_Mong_CN"):
            if message.id:
                known.update(_words(_string(message)))
                for part in " ".join(message.user_comments).split("; "):
                    kind, _, words = part.partition(": ")
                    if kind == "Khalkha word list":
                        khalkha |= dict(KHALKHA.findall(words))
                    elif kind == "in no list":
                        unlisted.update(words.split(", "))
    return Origins(khalkha, frozenset(unlisted), frozenset(known))


def _texts(data: Any) -> Iterator[dict[str, Any]]:
    """Yield every text of the data, in the order of the file."""
    if isinstance(data, dict):
        if "zh" in data:
            yield data
        data = list(data.values())
    if isinstance(data, list):
        for part in data:
            yield from _texts(part)


def _string(message: Message) -> str:
    """Return what a message says, the singular of a counted one."""
    return message.string if isinstance(message.string, str) else str((message.string or [""])[0])


def _words(text: str) -> list[str]:
    return mongolian.content_words(text)


def _rows(path: Path, key: str, value: str, between: str = ",") -> Iterator[tuple[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=between):
            yield row[key], row[value]
