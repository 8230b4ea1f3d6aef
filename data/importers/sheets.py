"""Any table of any office: the file is checked, its header row is found, and its rows are handed out one by one."""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final

from data.importers.archives import UNCALCULATED, Archive, has_password, inspect_archive
from data.importers.faults import Fault, ImportRefused
from data.importers.typed_rows import Source, TypedRows
from matching.knowledge.catalogue import Text

Cell = str | float | int | bool | date | datetime | None
LIMIT_BYTES: Final = 100_000_000
MOST_ROWS: Final = 1_000_000
"""About as many rows as a sheet of a workbook has; a longer list takes more memory than a small server has."""
_DEPTH: Final = 30
_SPACE: Final = re.compile(r"\s+")
_MARKS: Final = re.compile(r"[*★☆:：]+$|^[*★☆]+")
_FOOTER: Final = re.compile(
    r"(?:合\s*计|总\s*计|小\s*计|总\s*数|填\s*表|制\s*表|审\s*核|填\s*报|经\s*办|负\s*责\s*人"
    r"|(?:备\s*注|注|说\s*明)\s*[:：]|(?:sub)?total\b|prepared by\b).*",
    re.IGNORECASE | re.DOTALL,
)
ERRORS: Final = frozenset({"#REF!", "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#VALUE!", "#SPILL!", "#CALC!", UNCALCULATED})
"""What stands in a cell whose formula failed, or whose result the file does not carry."""


@dataclass
class Table:
    """A header row and the rows under it.

    `rows` yields (1-based row as people see it, one cell for each header) and can be read once; rows without any cell are left out
    and counted in `blank`. `faults` grows while rows are read: footers left out (warnings), lines that are no row (rejected).
    """

    headers: tuple[str, ...]
    rows: Iterator[tuple[int, tuple[Cell, ...]]]
    file: str
    faults: list[Fault] = field(default_factory=list)
    blank: int = 0


def plain_header(text: object) -> str:
    """A header without what differs from sheet to sheet: NFKC, lower case, no white space, no trailing star, colon or remark."""
    plain = _SPACE.sub("", unicodedata.normalize("NFKC", "" if text is None else str(text))).lower()
    plain = _MARKS.sub("", plain)
    head, bracket, _ = plain.partition("(")
    return head if bracket and head and _REMARK.search(plain[len(head) :]) else plain


_REMARK: Final = re.compile(r"^\((?:必填|选填|可选|可填|元|分钟|小时|岁|人|请.*|格式.*|下拉.*|required|optional)[^)]*\)$")


def cell_text(cell: object) -> str:
    """A cell as its words: whole numbers without a point, dates as ISO, white space (NBSP, 全角) taken off both ends."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def open_table(path: Source, known_headers: Collection[str], limit_bytes: int = LIMIT_BYTES) -> Table:
    """The table in a file: xlsx, xls, ods, csv, tsv or jsonl, by its ending.

    1. The file must be there, not empty and no larger than `limit_bytes`; an archive must not unpack to a flood.
    2. The header is the row among the first 30 that holds most of `known_headers`; where header cells are merged over two rows, the
       rows are read together. Title rows above it are skipped. In a workbook the sheet with the best header is taken.
    3. A cell merged down over several rows holds for each of them. Footers (合计, 填表人 ...) are left out with a warning.

    Rows that were typed are taken as they are. Raises ImportRefused, in one line, for a file that cannot be read as a table.
    """
    if isinstance(path, TypedRows):
        return Table(path.headers, iter(path.rows), path.name)
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise ImportRefused(
            Text(
                zh=f"{path.name}：不认识的文件类型“{path.suffix}”；请另存为 xlsx、xls、ods、csv、tsv 或 jsonl",
                en=f"{path.name}: unknown kind of file {path.suffix!r}; save it as xlsx, xls, ods, csv, tsv or jsonl",
            )
        )
    if not path.is_file():
        raise ImportRefused(Text(zh=f"{path.name}：找不到这个文件；请核对路径", en=f"{path.name}: no such file; check the path"))
    size = path.stat().st_size
    if size > limit_bytes:
        raise ImportRefused(
            Text(
                zh=f"{path.name}：文件有 {size / 1e6:.0f} MB，上限 {limit_bytes / 1e6:.0f} MB；请分成几个文件导入",
                en=f"{path.name}: {size / 1e6:.0f} MB, the limit is {limit_bytes / 1e6:.0f} MB; split it into several files",
            )
        )
    if size == 0:
        raise _empty(path)
    known = frozenset(plain_header(header) for header in known_headers)
    return reader(path, known, limit_bytes)


def _too_long(file: str) -> ImportRefused:
    return ImportRefused(
        Text(
            zh=f"{file}：超过 {MOST_ROWS:,} 行；请分成几个文件导入",
            en=f"{file}: more than {MOST_ROWS:,} rows; split it into several files",
        )
    )


def _empty(path: Path) -> ImportRefused:
    return ImportRefused(
        Text(
            zh=f"{path.name}：文件里没有数据；请选择填好的表格",
            en=f"{path.name}: there is nothing in it; choose the sheet that is filled in",
        )
    )


# --- workbooks -------------------------------------------------------------------------------------------------------------------


def _read_workbook(path: Path, known: frozenset[str], limit_bytes: int) -> Table:
    from python_calamine import CalamineError, PasswordError, SheetVisibleEnum, load_workbook

    archive = Archive()
    if path.suffix.lower() != ".xls":
        archive = inspect_archive(path, limit_bytes)
    else:
        _check_old_workbook(path)
    try:
        with load_workbook(path) as book:
            names = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible] or book.sheet_names
            best: tuple[int, Table] | None = None
            for name in names:
                sheet = book.get_sheet_by_name(name)
                rows = sheet.to_python(skip_empty_area=False)
                if not rows:
                    continue
                cells = _fill(rows, sheet.merged_cell_ranges or (), archive.marks.get(name, ()))
                score, table = _table(path.name, cells, known)
                if best is None or score > best[0]:
                    best = score, table
    except PasswordError:
        raise has_password(path) from None
    except (CalamineError, ValueError, OSError) as error:
        raise ImportRefused(
            Text(
                zh=f"{path.name}：不是完好的表格文件；请用表格软件打开后另存为 xlsx",
                en=f"{path.name}: not a sound workbook; open it in a spreadsheet program and save it again as xlsx",
            )
        ) from error
    if best is None:
        raise _empty(path)
    return best[1]


def _check_old_workbook(path: Path) -> None:
    with path.open("rb") as stream:
        start = stream.read(8)
    if start != b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise ImportRefused(
            Text(
                zh=f"{path.name}：名为 xls，内容却不是（常见于网页导出的表格）；请用表格软件打开后另存为 xlsx",
                en=f"{path.name}: named xls but is none (often a web page); open it in a spreadsheet program and save it as xlsx",
            )
        )


_Range = tuple[tuple[int, int], tuple[int, int]]


def _fill(rows: list[list[Any]], merged: Sequence[_Range], marks: Sequence[tuple[int, int, str]]) -> list[list[Cell]]:
    cells: list[list[Cell]] = [[_cell(value) for value in row] for row in rows]
    for row, column, mark in marks:
        if row < len(cells) and column < len(cells[row]) and cells[row][column] is None:
            cells[row][column] = mark
    for (top, left), (bottom, right) in merged:
        if top < len(cells) and left < len(cells[top]) and left == right:
            for row in range(top + 1, min(bottom + 1, len(cells))):
                cells[row][left] = cells[top][left]
    return cells


def _cell(value: Any) -> Cell:
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, time | timedelta):
        return str(value)
    return value  # type: ignore[no-any-return]


# --- text files ------------------------------------------------------------------------------------------------------------------


def _read_text(path: Path, known: frozenset[str], limit_bytes: int) -> Table:
    text, encoding = _decode(path)
    candidates = "\t" if path.suffix.lower() == ".tsv" else ",\t;"
    best: tuple[int, Table] | None = None
    for delimiter in candidates:
        score, table = _table(path.name, _records(path, text, delimiter), known)
        if best is None or score > best[0]:
            best = score, table
    if best is None or not best[1].headers:
        raise _empty(path)
    if known and best[0] == 0 and encoding == "gb18030":
        raise _misread(path)
    return best[1]


def _misread(path: Path) -> ImportRefused:
    return ImportRefused(
        Text(
            zh=f"{path.name}：没有一个认识的列名，可能是文字编码不对（按 GB18030 读出）；请另存为“CSV UTF-8”，列名见模板",
            en=f"{path.name}: no known column, maybe a wrong encoding (not UTF-8, read as GB18030); save it as CSV UTF-8, "
            "with the columns of the template",
        )
    )


def _decode(path: Path) -> tuple[str, str]:
    """The text of a file and the encoding it was read by."""
    raw = path.read_bytes()
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ["utf-16"]
    elif raw[:2] == b"PK" or raw[:4] == b"\xd0\xcf\x11\xe0" or b"\0" in raw:
        raise ImportRefused(
            Text(
                zh=f"{path.name}：名为 {path.suffix}，内容却不是文本；请用表格软件打开后另存为“CSV UTF-8”",
                en=f"{path.name}: named {path.suffix} but holds no text; open it in a spreadsheet program and save it as CSV UTF-8",
            )
        )
    else:
        encodings = ["utf-8-sig", "gb18030"]
    broken: UnicodeDecodeError | None = None
    for encoding in encodings:
        try:
            return raw.decode(encoding), encoding
        except UnicodeDecodeError as error:
            broken = broken or error
        if encoding == "utf-8-sig" and broken is not None and _is_utf8_in_the_main(raw):
            raise ImportRefused(
                Text(
                    zh=f"{path.name}：是 UTF-8 文本，但第 {broken.start + 1} 个字节处已损坏；请从原系统重新导出",
                    en=f"{path.name}: UTF-8 text, but damaged at byte {broken.start + 1}; export it again from where it came",
                )
            )
    raise ImportRefused(
        Text(
            zh=f"{path.name}：文字编码既不是 UTF-8 也不是 GB18030；请另存为“CSV UTF-8”",
            en=f"{path.name}: its text is neither UTF-8 nor GB18030; save it as CSV UTF-8",
        )
    )


def _is_utf8_in_the_main(raw: bytes) -> bool:
    """Whether nine tenths of the bytes beyond ASCII are sound UTF-8, which GB18030 text never is."""
    beyond = sum(byte > 127 for byte in raw[:1_000_000])
    sound = sum(len(char.encode()) for char in raw[:1_000_000].decode("utf-8", "ignore") if char > "\x7f")
    return beyond > 0 and sound >= 0.9 * beyond


def _records(path: Path, text: str, delimiter: str) -> Iterator[list[Cell]]:
    csv.field_size_limit(1_000_000)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for record in reader:
            yield [value if value and not value.isspace() else None for value in record]
    except csv.Error as error:
        raise ImportRefused(
            Text(
                zh=f"{path.name}：第 {reader.line_num} 行附近的引号没有成对；请用表格软件打开后另存为 xlsx",
                en=f"{path.name}: quotation marks near line {reader.line_num} do not pair; save it as xlsx instead",
            )
        ) from error


def _read_lines(path: Path, known: frozenset[str], limit_bytes: int) -> Table:
    lines = _decode(path)[0].split("\n")
    headers: dict[str, int] = {}
    parsed: list[tuple[int, dict[str, Any] | None]] = []
    mended: list[Fault] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        value = _json(line)
        if "\\u" in line and _LONE.search(json.dumps(value, ensure_ascii=False)) is not None:
            value = json.loads(_LONE.sub("\ufffd", json.dumps(value, ensure_ascii=False)))
            mended.append(_half(number))
        parsed.append((number, value if isinstance(value, dict) else None))
        for name in value if isinstance(value, dict) else ():
            headers.setdefault(name, len(headers))
    if not headers:
        raise _empty(path)
    table = Table(tuple(headers), iter(()), path.name, mended)

    def rows() -> Iterator[tuple[int, tuple[Cell, ...]]]:
        for number, value in parsed:
            if value is not None:
                yield number, tuple(_json_cell(value.get(name)) for name in headers)
                continue
            table.faults.append(
                Fault(
                    number,
                    None,
                    None,
                    Text(zh="这一行不是 JSON 对象", en="this line is no JSON object"),
                    Text(zh="每行写一个 {…}", en="write one {...} a line"),
                    "rejected",
                )
            )

    table.rows = rows()
    return table


def _json(line: str) -> Any:
    """What a line says; None where it is no JSON or nests too deep."""
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


# Half a surrogate pair: no store and no page can hold it.
_LONE: Final = re.compile("[\ud800-\udfff]")


def _half(number: int) -> Fault:
    return Fault(
        number,
        None,
        None,
        Text(zh="含损坏的字符，已换成 �", en="holds a damaged character, now �"),
        Text(zh="请从原系统重新导出", en="export it again from where it came"),
        "warning",
    )


def _json_cell(value: Any) -> Cell:
    if isinstance(value, list):
        return "、".join(cell_text(part) for part in value) or None
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return _cell(value)


# --- header and rows -------------------------------------------------------------------------------------------------------------


def _table(file: str, records: Iterator[list[Cell]] | list[list[Cell]], known: frozenset[str]) -> tuple[int, Table]:
    source = iter(records)
    head = [record for _, record in zip(range(_DEPTH), source, strict=False)]
    score, last, headers = _header(head, known)
    table = Table(headers, iter(()), file)
    table.rows = _rows(table, head[last + 1 :], source, last + 2)
    return score, table


def _header(head: list[list[Cell]], known: frozenset[str]) -> tuple[int, int, tuple[str, ...]]:
    """(known headers found, index of the last header row, headers); with none known, the first row that is fullest."""
    best: tuple[int, int, tuple[str, ...]] | None = None
    for index, record in enumerate(head):
        single = tuple(cell_text(cell) for cell in record)
        for last, headers in ((index, single), (index + 1, _both(head, index, known))):
            while headers and not headers[-1]:
                headers = headers[:-1]
            score = len({plain for name in headers if (plain := plain_header(name)) in known})
            if best is None or score > best[0]:
                best = score, last, headers
    if best is not None and best[0] > 0:
        return best
    for index, record in enumerate(head):
        if any(cell is not None for cell in record):
            return 0, index, tuple(cell_text(cell) for cell in record)
    return 0, len(head), ()


def _both(head: list[list[Cell]], index: int, known: frozenset[str]) -> tuple[str, ...]:
    """Two rows read as one header: the lower name, the upper one where nothing stands below, or both joined if that is known."""
    if index + 1 >= len(head):
        return ()
    names: list[str] = []
    group = ""
    for upper, lower in zip_longest(head[index], head[index + 1]):
        above, below = cell_text(upper), cell_text(lower)
        group = above or (group if below else "")
        if above and below and above != below and plain_header(below) not in known and plain_header(above) in known:
            return ()  # the row below holds values, not names
        joined = f"{group}{below}"
        names.append(joined if plain_header(joined) in known and plain_header(below) not in known else below or above)
    return tuple(names)


def _rows(table: Table, head: list[list[Cell]], rest: Iterator[list[Cell]], first: int) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    width = len(table.headers)
    for number, record in enumerate(_chain(head, rest), start=first):
        filled = [cell for cell in record if cell is not None]
        if not filled:
            table.blank += 1
            continue
        if len(filled) * 2 <= max(width, 2) and isinstance(filled[0], str) and _FOOTER.fullmatch(filled[0].strip()):
            table.faults.append(_footer(number))
            continue
        if len(record) != width:
            record = record[:width] + [None] * (width - len(record))
        if number - first >= MOST_ROWS:
            raise _too_long(table.file)
        yield number, tuple(record)


def _footer(number: int) -> Fault:
    return Fault(
        number,
        None,
        None,
        Text(
            zh="看起来是合计或填表说明，没有当作数据", en="looks like a total or a note under the table; it was not taken as data"
        ),
        Text(zh="若是数据，请把该行填完整", en="if it is data, fill in the row"),
        "warning",
    )


def _chain(head: list[list[Cell]], rest: Iterator[list[Cell]]) -> Iterator[list[Cell]]:
    yield from head
    yield from rest


_READERS: Final[dict[str, Callable[[Path, frozenset[str], int], Table]]] = {
    ".xlsx": _read_workbook,
    ".xlsm": _read_workbook,
    ".xls": _read_workbook,
    ".ods": _read_workbook,
    ".csv": _read_text,
    ".txt": _read_text,
    ".tsv": _read_text,
    ".jsonl": _read_lines,
    ".ndjson": _read_lines,
}
