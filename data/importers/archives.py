"""Workbooks are zip archives: what one would unpack to is measured before anything else opens it."""

import re
import zipfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from data.importers.faults import ImportRefused
from matching.knowledge.catalogue import Text

UNCALCULATED: Final = "#FORMULA!"
_GROWTH: Final = 5
_START: Final = 2_000
_SHEET: Final = re.compile(r"xl/worksheets/[^/]+\.xml")
_REFERENCE: Final = re.compile(rb' r="([A-Z]{1,3})(\d{1,7})"')
_FORMULA: Final = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*<f[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>')
_ERROR: Final = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]* t="e"[^>]*>(?:<f[^>]*(?:/>|>[^<]*</f>))?\s*<v>(#[A-Z0-9/!?]+)</v>')
_REPEATED: Final = re.compile(rb'<table:table-cell(?=[^>]*office:value-type)[^>]*number-columns-repeated="(\d+)"')
_LARGEST_AREA: Final = 5_000_000
_AREA_OF_CELL: Final = 25
_SHARED: Final = re.compile(rb"<(?:\w+:)?si\b")
_SHARED_TABLE: Final = re.compile(rb"<(?:\w+:)?sst\b")
_SHARING: Final = re.compile(rb"\bt=[\"']s[\"'][^>]*>\s*<(?:\w+:)?v\b[^>]*>\s*(\d{1,9})\s*<")
_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SEALED: Final = "EncryptedPackage".encode("utf-16-le")
_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True)
class Archive:
    """What was seen inside: `marks` maps a sheet's name to (row, column, error) of formulas that failed or were never calculated.

    Rows and columns count from 0.
    """

    marks: Mapping[str, tuple[tuple[int, int, str], ...]] = field(default_factory=dict)


def inspect_archive(path: Path, limit_bytes: int) -> Archive:
    """Measure a workbook without trusting what it says of itself.

    Raises ImportRefused if it is no archive, unpacks to more than 5 x `limit_bytes`, shares texts that
    come to more than that, or spans more cells than a table has.
    """
    if not zipfile.is_zipfile(path):
        if _is_sealed(path):
            raise has_password(path)
        raise ImportRefused(
            Text(
                zh=f"{path.name}：名为 {path.suffix}，内容却不是；请用表格软件打开后另存为 xlsx",
                en=f"{path.name}: named {path.suffix} but is none; open it in a spreadsheet program and save it as xlsx",
            )
        )
    try:
        with zipfile.ZipFile(path) as archive:
            return _inspect(path, archive, _GROWTH * limit_bytes)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, RuntimeError, ElementTree.ParseError) as error:
        raise ImportRefused(
            Text(
                zh=f"{path.name}：文件已损坏或加密；请用表格软件打开后另存为 xlsx",
                en=f"{path.name}: damaged or encrypted; open it in a spreadsheet program and save it again as xlsx",
            )
        ) from error


def has_password(path: Path) -> ImportRefused:
    """What is said of a workbook that opens with a password only."""
    return ImportRefused(
        Text(zh=f"{path.name}：文件有密码；请去掉密码后再导入", en=f"{path.name}: it has a password; save it without one")
    )


def _is_sealed(path: Path) -> bool:
    """Whether it is what spreadsheet programs write for a workbook with a password: no archive but one that holds it, encrypted."""
    content = path.read_bytes()
    return content.startswith(_COMPOUND) and _SEALED in content


def _inspect(path: Path, archive: zipfile.ZipFile, limit: int) -> Archive:
    members = archive.infolist()
    if sum(member.file_size for member in members) > limit:
        raise _flood(path, limit)
    names = _sheet_names(archive)
    marks: dict[str, tuple[tuple[int, int, str], ...]] = {}
    shared: list[int] = []
    sharing: list[zipfile.ZipInfo] = []
    cells = 0
    for member in members:
        content = _unpack(archive, member)
        if _SHARED_TABLE.search(content, 0, _START) is not None:
            shared += map(len, _SHARED.split(content)[1:])
        here = content.count(b't="s"') + content.count(b"t='s'")
        if here:
            cells += here
            sharing.append(member)
        if _SHEET.fullmatch(member.filename):
            _check_area(path, content)
            marks[names.get(member.filename, member.filename)] = _marks(content)
        elif member.filename == "content.xml" and any(int(count) > 16_384 // 4 for count in _REPEATED.findall(content)):
            raise _too_wide(path)
    # One long text that many cells share is stored once and read many times; the exact sum is looked for only where it matters.
    if cells * max(shared, default=0) > limit:
        used = Counter(int(found[1]) for member in sharing for found in _SHARING.finditer(_unpack(archive, member)))
        if sum(times * shared[index] for index, times in used.items() if index < len(shared)) > limit:
            raise _flood(path, limit)
    return Archive(marks)


def _marks(content: bytes) -> tuple[tuple[int, int, str], ...]:
    found: list[tuple[int, int, str]] = []
    if b"<f" in content:
        found += ((int(row) - 1, _column(letters), UNCALCULATED) for letters, row in _FORMULA.findall(content))
    if b't="e"' in content:
        found += ((int(row) - 1, _column(letters), error.decode()) for letters, row, error in _ERROR.findall(content))
    return tuple(found)


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """The member's bytes; zipfile stops at the stated size and raises BadZipFile where the content belies it."""
    with archive.open(member) as stream:
        return stream.read()


def _check_area(path: Path, content: bytes) -> None:
    """Two cells in opposite corners are a small file and a huge table."""
    row = column = cells = 0
    for letters, digits in _REFERENCE.findall(content):
        cells += 1
        number = int(digits)
        row = number if number > row else row
        if len(letters) > 1 or column < 26:
            column = max(column, _column(letters) + 1)
    if row * column > max(_LARGEST_AREA, _AREA_OF_CELL * cells):
        raise _too_wide(path)


def _column(letters: bytes) -> int:
    """A -> 0, Z -> 25, AA -> 26."""
    total = 0
    for letter in letters:
        total = total * 26 + letter - 64
    return total - 1


def _sheet_names(archive: zipfile.ZipFile) -> dict[str, str]:
    """Member name -> sheet name of an xlsx; empty for other archives."""
    try:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    except KeyError:
        return {}
    targets = {relation.get("Id"): (relation.get("Target") or "").lstrip("/").removeprefix("xl/") for relation in relations}
    return {
        f"xl/{targets[sheet.get(_RELATION)]}": sheet.get("name") or ""
        for sheet in book.iter(f"{_MAIN}sheet")
        if sheet.get(_RELATION) in targets
    }


def _flood(path: Path, limit: int) -> ImportRefused:
    return ImportRefused(
        Text(
            zh=f"{path.name}：解压后超过 {limit / 1e6:.0f} MB，可能是压缩炸弹，没有打开；请分成几个文件导入",
            en=f"{path.name}: unpacks to more than {limit / 1e6:.0f} MB, maybe a zip bomb: not opened; split it into several files",
        )
    )


def _too_wide(path: Path) -> ImportRefused:
    return ImportRefused(
        Text(
            zh=f"{path.name}：表格范围过大（远处有孤立的单元格）；请把数据复制到新表后再导入",
            en=f"{path.name}: the sheet spans far too many cells (stray cells far away); copy the data into a new sheet",
        )
    )
