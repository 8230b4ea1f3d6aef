"""Rows that a program sends in the place of a file: each names its cells by the headers of the sheet, or by the fields."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, FiniteFloat, StringConstraints

from api.schemas.base import Input

Cell = Annotated[str, StringConstraints(max_length=20_000)] | int | FiniteFloat | bool | None
Header = Annotated[str, StringConstraints(min_length=1, max_length=120)]
RowKind = Literal[
    "candidates",
    "postings",
    "courses",
    "trainings",
    "outcomes",
    "services",
    "placements",
    "graduates",
    "consents",
    "certification",
]
Rows = Annotated[tuple[dict[Header, Cell], ...], Field(min_length=1, max_length=5_000)]


class RowsInput(Input):
    """What the rows are, and the rows. `source` and `fetched_on`: of a certification, whose it is and the day of its file."""

    kind: RowKind
    rows: Rows
    source: str | None = Field(default=None, min_length=1, max_length=120)
    fetched_on: date | None = None


class DayRowsInput(Input):
    """What was written on paper on the day of a fair, row by row."""

    rows: Rows
