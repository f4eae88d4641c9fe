"""Open workbooks of strangers safely: look at the archive first, then read it in a process of its own.

A workbook is a zip of XML. A few hundred kilobytes can unpack to gigabytes or drive a reader to take them, so the
reading process has hard limits of memory and processor time and a deadline, and whatever happens to it, the portal goes
on. Its environment is empty: what parses hostile files knows no secrets.
"""

import io
import json
import subprocess
import sys
import threading
import zipfile
from pathlib import Path
from typing import Any

from portal.core.db import waiting
from portal.core.tables.errors import (
    HasMacros,
    NotATable,
    OtherOfficeFile,
    PasswordProtected,
    TableRefused,
    TooHeavy,
    TooManyColumns,
)
from portal.core.tables.types import RawSheet

MAX_MEMBERS = 500
MAX_UNPACKED = 100 * 1024 * 1024
MEMORY_MEGABYTES = 512
CPU_SECONDS = 10
DEADLINE_SECONDS = 25
MAX_ANSWER_CHARACTERS = 4_000_000
AT_ONCE = 4  # readers of one process, each with its memory

_readers = threading.BoundedSemaphore(AT_ONCE)
_READER = Path(__file__).with_name("xlsx_reader.py")
_WORKBOOK = "xl/workbook.xml"
_OTHER_TABLES = {"xl/workbook.bin", "content.xml", "index/document.iwa"}  # .xlsb, OpenDocument, Numbers
_ENCRYPTED_FLAG = 0x1


def read_sheets(data: bytes, *, row_limit: int, column_limit: int, cell_limit: int) -> list[RawSheet]:
    """Return the visible sheets of a workbook, each with at most ``row_limit`` rows.

    Raises:
        TableRefused: it is no honest .xlsx.
    """
    _look_inside(data)
    limits = {
        "rows": row_limit,
        "columns": column_limit,
        "cell": cell_limit,
        "characters": MAX_ANSWER_CHARACTERS,
        "memory": MEMORY_MEGABYTES * 1024 * 1024,
        "seconds": CPU_SECONDS,
    }
    answer = _run(data, json.dumps(limits))
    refusal = answer.get("refused")
    if refusal == "too_heavy":
        raise TooHeavy
    if refusal == "too_many_columns":
        raise TooManyColumns(column_limit)
    if refusal:
        raise TableRefused
    return [RawSheet.of_json(sheet) for sheet in answer["sheets"]]


def _look_inside(data: bytes) -> None:
    """Refuse by the list of contents alone what is no .xlsx or would unpack to too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except Exception:  # a broken archive fails in many ways, none of which matters
        raise TableRefused from None
    names = {member.filename.lower() for member in members}
    if any(member.flag_bits & _ENCRYPTED_FLAG for member in members):
        raise PasswordProtected
    if any(name.endswith(("vbaproject.bin", ".xlm")) or "/macrosheets/" in name for name in names):
        raise HasMacros
    if _WORKBOOK not in names:
        raise OtherOfficeFile if _OTHER_TABLES & names else NotATable
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED:
        raise TooHeavy


def _run(data: bytes, limits: str) -> dict[str, Any]:
    try:
        with waiting(), _readers:
            done = subprocess.run(  # noqa: S603 - our own script, by its full path
                [sys.executable, "-I", "-B", str(_READER), limits],
                input=data,
                capture_output=True,
                timeout=DEADLINE_SECONDS,
                check=False,
                env={},
            )
    except subprocess.TimeoutExpired:
        raise TooHeavy from None
    if done.returncode != 0:
        raise TooHeavy
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
