"""The header row of a file whose headers nobody knows: found by what a row of names looks like, then read as usual."""

import re
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Final

from data.importers.faults import ImportRefused
from data.importers.header_names import HeaderNames
from data.importers.pay import read_pay
from data.importers.sheets import Table, cell_text, open_table
from data.importers.value_shapes import day_of, holds_personal_number, is_firm, is_phone
from matching.knowledge.catalogue import Text

_DEPTH: Final = 30
_LONGEST_NAME: Final = 40
_LONGEST_WORD: Final = 4
_KNOWN_ENOUGH: Final = 2
# Every cell of these carries its name.
_NAMED_CELLS: Final = (".jsonl", ".ndjson")
_DELIMITERS: Final = re.compile(r"[\t;,|]")
_VALUE: Final = re.compile(r"[+-]?[\d.,]+%?|男|女|是|否|无|有")


def open_unknown(path: Path, names: HeaderNames, limit_bytes: int) -> Table:
    """The table of a file, its header row recognised without a mapping.

    1. The file is read as it stands; of its first 30 rows the one is chosen that holds most known names, else the first that reads
       like names: short different words, in most columns.
    2. It is read again with that row as the header, so that merged cells, footers and separators are treated as in every import.

    Raises ImportRefused when the file cannot be read, or when its first row holds values and no names: it has no header then, and
    values would be taken for names.
    """
    seen = open_table(path, (), limit_bytes)
    rows = [tuple(seen.headers), *(tuple(map(cell_text, cells)) for _, cells in islice(seen.rows, _DEPTH))]
    chosen = _choose(rows, names)
    table = open_table(path, [name for name in chosen if name], limit_bytes)
    _check(path, table.headers, names)
    return table


def _choose(rows: Sequence[Sequence[str]], names: HeaderNames) -> Sequence[str]:
    parted = [_parted(row) for row in rows]
    known = [sum(names.knows(name) for name in row if name) for row in parted]
    best = max(range(len(parted)), key=lambda at: (known[at], -at))
    if known[best] >= _KNOWN_ENOUGH or (known[best] and len(parted[best]) <= 2):
        return parted[best]
    width = max(sum(map(bool, row)) for row in parted)
    for row in parted:
        words = [name for name in row if name]
        if len(words) * 2 >= width and len(set(words)) == len(words) and not _is_data(words):
            return row
    return parted[0]


def _parted(row: Sequence[str]) -> Sequence[str]:
    """The cells of a row; of a row that is one cell only, the parts at a separator that the reader did not know of."""
    words = [name for name in row if name]
    return [part.strip() for part in _DELIMITERS.split(words[0])] if len(words) == 1 and _DELIMITERS.search(words[0]) else row


def _is_data(words: Sequence[str]) -> bool:
    """Whether a row holds values: a third of it figures, days, phones, or sentences."""
    return sum(_is_value(word) for word in words) * 3 >= len(words)


def _is_value(word: str) -> bool:
    if len(word) > _LONGEST_NAME or _VALUE.fullmatch(word) is not None or day_of(word) is not None or is_phone(word):
        return True
    pay = read_pay(word, None)
    return (is_firm(word) and len(word) > _LONGEST_WORD) or (pay is not None and pay.minimum is not None)


def _check(path: Path, headers: Sequence[str], names: HeaderNames) -> None:
    """Raises ImportRefused where the header row cannot be one; the message quotes none of it."""
    words = [header for header in headers if header]
    if any(holds_personal_number(word) or is_phone(word) for word in words):
        raise ImportRefused(
            Text(
                zh=f"{path.name}：列名里有电话、邮箱或证件号码；第一行大概是数据，请在最上面加一行列名再试",
                en=f"{path.name}: a header holds a phone, a mail address or the number of a document; the first row "
                "seems to be data: put a row of headers on top and try again",
            )
        )
    named = path.suffix.lower() in _NAMED_CELLS or sum(map(names.knows, words)) >= _KNOWN_ENOUGH
    if _is_data(words) and not named:
        raise ImportRefused(
            Text(
                zh=f"{path.name}：第一行像是数据，不像列名；请在最上面加一行列名再试",
                en=f"{path.name}: its first row looks like data, not like headers; put a row of headers on top and try again",
            )
        )
