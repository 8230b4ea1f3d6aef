"""Rows typed into a form: read by the same importers as a file, so that nothing goes in that a file could not bring."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class TypedRows:
    """A header and the rows under it, each with the number it has for people; a cell that is empty is None.

    `name` stands where a file would have its name.
    """

    name: str
    headers: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Any, ...]], ...]


Source = Path | TypedRows
"""Where an importer reads from."""
