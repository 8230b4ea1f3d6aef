"""A sheet about people as a test writes it, and the people whom its numbers stand for."""

import csv
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from data.importers.columns import Column

CERTIFICATE = "42019919940506002521"
"""Of Lin, whose number says woman, born in 1994; the area does not exist."""


def identify(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:16]


LIN = "c_" + identify(f"citizen:{CERTIFICATE[:18]}")
GAO = "c_gao"
PEOPLE = {"A-17": (LIN,), LIN: (LIN,), CERTIFICATE: (LIN,), "B-2": (GAO,), "17": ("c_one", "c_two")}


def people(names: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    return {name: PEOPLE[name] for name in names if name in PEOPLE}


def sheet(path: Path, columns: Sequence[Column], rows: Sequence[Mapping[str, str | None]]) -> Path:
    """Rows by field under the headers of the template; a field of no column is a header of its own."""
    headers = {column.field: column.header for column in columns}
    names = list(dict.fromkeys(field for row in rows for field in row))
    lines = [[headers.get(name, name) for name in names], *([row.get(name) for name in names] for row in rows)]
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(lines)
    return path
