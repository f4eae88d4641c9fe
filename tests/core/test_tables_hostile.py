"""Files of strangers: whatever comes, the answer is a refusal with a sentence, in bounded time and memory."""

import io
import resource
import struct
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.core.tables import TableRefused, errors, read_table, xlsx
from tests.core.workbooks import COLUMNS, archive, header_and, raw_workbook, sheet_rows, workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PERSON = ("乌云", "1", "2")
GOOD = workbook([COLUMNS, PERSON])
MEGABYTE = 1024 * 1024


def encrypted_zip() -> bytes:
    """A zip whose members say that they are encrypted."""
    data = bytearray(GOOD)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(signature)
        while start >= 0:
            flags = struct.unpack_from("<H", data, start + offset)[0]
            struct.pack_into("<H", data, start + offset, flags | 1)
            start = data.find(signature, start + 4)
    return bytes(data)


def lying_zip() -> bytes:
    """A workbook whose sheet claims to be small and unpacks to 300 MB."""
    data = bytearray(raw_workbook("", **{"xl/styles.xml": b"0" * (300 * MEGABYTE)}))
    central = data.rfind(b"PK\x01\x02")
    struct.pack_into("<L", data, central + 24, 1000)
    return bytes(data)


def entities(levels: int) -> str:
    """A document type in which each entity is ten of the one before: a billion laughs."""
    lines = ['<!ENTITY e0 "哈哈哈哈哈哈哈哈哈哈">']
    lines += [f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, levels)]
    return f"<?xml version='1.0'?><!DOCTYPE worksheet [{''.join(lines)}]>"


def nested(depth: int) -> str:
    return f"<sheetData>{'<row>' * depth}{'</row>' * depth}</sheetData>"


def answers(data: bytes) -> bool:
    """Tell whether the file is read, or refused with a sentence; anything else is raised."""
    try:
        read_table(data, "名单", COLUMNS)
    except TableRefused as refused:
        return bool(str(refused.message))
    return True


HOSTILE: dict[str, tuple[Callable[[], bytes], type[TableRefused] | None]] = {
    "nothing": (lambda: b"", errors.EmptyFile),
    "only blanks": (lambda: b" \r\n\t \r\n", errors.EmptyFile),
    "too large": (lambda: b"a," * (3 * MEGABYTE), errors.FileTooLarge),
    "old workbook": (lambda: OLE + b"\x00" * 600, errors.OldWorkbook),
    "password": (lambda: OLE + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"), errors.PasswordProtected),
    "encrypted members": (encrypted_zip, errors.PasswordProtected),
    "macros": (lambda: archive({"xl/workbook.xml": "", "xl/vbaProject.bin": b"x"}), errors.HasMacros),
    "macro sheet": (lambda: archive({"xl/workbook.xml": "", "xl/macrosheets/sheet1.xml": b"x"}), errors.HasMacros),
    "opendocument": (lambda: archive({"mimetype": "application/vnd.oasis", "content.xml": ""}), errors.OtherOfficeFile),
    "word text": (lambda: archive({"word/document.xml": ""}), errors.NotATable),
    "old word text": (lambda: OLE + b"\x00" * 600 + "WordDocument".encode("utf-16-le"), errors.NotATable),
    "old workbook with a text in it": (
        lambda: OLE + "Workbook WordDocument".encode("utf-16-le"),
        errors.OldWorkbook,
    ),
    "archive": (lambda: archive({"名单.xlsx": b"x"}), errors.NotATable),
    "rich text": (lambda: b"{\\rtf1\\ansi", errors.NotATable),
    "photograph": (lambda: b"\xff\xd8\xff\xe0\x00\x10JFIF", errors.NotATable),
    "photograph of a telephone": (lambda: b"\x00\x00\x00\x18ftypheic", errors.NotATable),
    "bitmap": (lambda: b"BM\x36\x00\x0c\x00\x00\x00\x00\x00\x36", errors.NotATable),
    "webp": (lambda: b"RIFF\x24\x00\x00\x00WEBPVP8 ", errors.NotATable),
    "binary workbook": (lambda: archive({"xl/workbook.bin": b"x"}), errors.OtherOfficeFile),
    "pdf": (lambda: b"%PDF-1.7\n%\xe2\xe3", errors.NotATable),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n\x00\x00", errors.NotATable),
    "web page": (lambda: b"\xef\xbb\xbf <HTML><table><tr><td>1</td></tr></table>", errors.WebPage),
    "xml spreadsheet": (lambda: b'<?xml version="1.0"?><Workbook/>', errors.WebPage),
    "cut zip": (lambda: GOOD[: len(GOOD) // 2], TableRefused),
    "zip without end": (lambda: b"PK\x03\x04" + b"\x00" * 100, TableRefused),
    "empty zip": (lambda: archive({}), TableRefused),
    "empty workbook part": (lambda: archive({"xl/workbook.xml": ""}), TableRefused),
    "many members": (lambda: archive({"xl/workbook.xml": "", **{f"x{n}": "" for n in range(600)}}), errors.TooHeavy),
    "zip bomb": (lambda: raw_workbook("", **{"xl/styles.xml": b"0" * (120 * MEGABYTE)}), errors.TooHeavy),
    "lying zip bomb": (lying_zip, TableRefused),
    "billion laughs": (lambda: raw_workbook(header_and("<c><v>&e9;</v></c>"), before=entities(10)), TableRefused),
    "external entity": (
        lambda: raw_workbook(
            header_and('<c t="inlineStr"><is><t>&x;</t></is></c>'),
            before='<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        ),
        TableRefused,
    ),
    "deep nesting": (lambda: raw_workbook(nested(200_000)), TableRefused),
    "unclosed xml": (lambda: raw_workbook("<sheetData><row>"), TableRefused),
    "endless text": (
        lambda: raw_workbook(header_and(f'<c t="inlineStr"><is><t>{"a" * 90 * MEGABYTE}</t></is></c>')),
        None,
    ),
    "random bytes under the name of a workbook": (lambda: b"\x00\x01\x02" * 50, TableRefused),
    "a million rows": (
        lambda: raw_workbook(f"<sheetData>{'<row><c><v>1</v></c></row>' * 1_000_000}</sheetData>"),
        None,
    ),
    "far row": (lambda: raw_workbook('<sheetData><row r="999999999"><c><v>1</v></c></row></sheetData>'), TableRefused),
    "far cells": (
        lambda: raw_workbook(
            "<sheetData>"
            + "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(1, 3000))
            + "</sheetData>"
        ),
        TableRefused,
    ),
    "bad cell name": (
        lambda: raw_workbook('<sheetData><row r="1"><c r="???"><v>1</v></c></row></sheetData>'),
        TableRefused,
    ),
    "missing shared text": (lambda: raw_workbook(header_and('<c t="s"><v>999</v></c>')), TableRefused),
    "number that is none": (lambda: raw_workbook(header_and("<c><v>1e999999</v></c><c><v>nan</v></c>")), None),
    "date out of range": (lambda: raw_workbook(header_and('<c t="d"><v>99999-99-99</v></c>')), TableRefused),
    "hidden columns without end": (
        lambda: raw_workbook('<cols><col min="1" max="999999999999" hidden="1"/></cols>' + sheet_rows(COLUMNS)),
        TableRefused,
    ),
    "nul bytes": (lambda: "姓名,身份证件号码,手机号\n".encode() + b"\x00\x01", errors.UnknownEncoding),
    "random bytes": (lambda: bytes(range(128, 256)) * 20, TableRefused),
    "half utf-16": (lambda: b"\xff\xfe\x00", errors.UnknownEncoding),
    "open quote": (lambda: '姓名,身份证件号码,手机号\n"甲,1,2\n'.encode(), TableRefused),
    "one cell of a megabyte": (lambda: ("姓名,身份证件号码,手机号\n" + "a" * MEGABYTE).encode(), errors.TooHeavy),
    "a million columns": (lambda: b"x," * MEGABYTE + b"x", errors.TooManyColumns),
    "only separators": (lambda: b"," * MEGABYTE, errors.HeaderMissing),
    "a million lines": (lambda: "姓名,身份证件号码,手机号\n".encode() + b"1,2,3\n" * 700_000, errors.TooManyRows),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_refuses_hostile_files_with_a_sentence(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "CPU_SECONDS", 2)
    make, expected = HOSTILE[name]

    if expected is None:  # harmless once it is cut to size: read or refused, both are answers
        assert answers(make())
        return
    with pytest.raises(expected) as caught:
        read_table(make(), "名单", COLUMNS)
    assert str(caught.value.message).endswith(".")


def test_bytes_under_the_name_of_a_workbook_are_no_text() -> None:
    with pytest.raises(errors.NotATable):
        read_table(b"\x00\x01\x02" * 50, "名单.XLSX", COLUMNS)


def test_reader_stops_at_its_memory_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MEMORY_MEGABYTES", 80)

    with pytest.raises(TableRefused):
        read_table(raw_workbook(nested(200_000)), "a.xlsx", COLUMNS)


def test_reader_stops_at_its_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "DEADLINE_SECONDS", 0.01)

    with pytest.raises(errors.TooHeavy):
        read_table(GOOD, "a.xlsx", COLUMNS)


def test_reader_stops_at_its_processor_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "CPU_SECONDS", 1)
    endless = "<sheetData>" + f"<row>{'<c/>' * 5}</row>" * 300_000 + "</sheetData>"

    with pytest.raises(errors.TooHeavy):
        read_table(raw_workbook(endless), "a.xlsx", COLUMNS)


def test_portal_itself_stays_small_while_a_bomb_is_read() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    data = raw_workbook("<sheetData>" + f"<row>{'<c><v>1</v></c>' * 50}</row>" * 40_000 + "</sheetData>")
    made = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    with pytest.raises(TableRefused):
        read_table(data, "a.xlsx", COLUMNS)

    assert len(data) < MEGABYTE
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - max(made, before) < 60 * 1024


def test_reader_knows_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, object] = {}
    real = xlsx.subprocess.run

    def watch(*args: object, **kwargs: object) -> object:
        seen.update(kwargs)
        return real(*args, **kwargs)  # type: ignore[call-overload]

    monkeypatch.setattr(xlsx.subprocess, "run", watch)
    monkeypatch.setenv("PORTAL_SECRET_KEY", "secret")

    assert len(read_table(GOOD, "a.xlsx", COLUMNS).rows) == 1
    assert seen["env"] == {}


@settings(max_examples=150)
@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    assert answers(data)


@settings(max_examples=12)
@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=8))
def test_damaged_workbooks_are_read_or_refused(place: int, damage: bytes) -> None:
    data = GOOD[:place] + damage + GOOD[place + len(damage) :]
    assert answers(data)


def test_members_with_wild_names_do_no_harm() -> None:
    file = io.BytesIO(GOOD)
    with zipfile.ZipFile(file, "a") as out:
        out.writestr("../../../../tmp/evil", b"x")
        out.writestr("C:\\evil", b"x")

    assert len(read_table(file.getvalue(), "a.xlsx", COLUMNS).rows) == 1
