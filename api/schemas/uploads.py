"""A file on its way in: what it is, how its columns are read, what came of it, and the rows that wait to be corrected."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from api.actions.importing import FaultLine
from api.schemas.base import View
from matching.knowledge.catalogue import Text


class ColumnView(View):
    """One column of the file: what it feeds, how sure that is, and cells to check it by.

    `fields` is empty where the column is left out. `confidence` is 0..1; None: the header is one we know, or a person chose.
    """

    position: int
    header: str
    fields: tuple[str, ...]
    titles: tuple[Text, ...]
    confidence: float | None
    chosen: bool
    why: Text | None
    samples: tuple[str, ...]


class UploadReport(View):
    """What an import of the file did; the faults of rows follow in the order of the rows. `left_out` counts faults not kept."""

    rows: int
    imported: int
    updated: int
    unchanged: int
    duplicates: int
    rejected: int
    faults: tuple[FaultLine, ...] = ()
    left_out: int = 0


class UploadLine(View):
    """One file in the list of files."""

    id: str
    kind: str
    kind_text: Text
    name: str
    state: str
    made_by: str
    made_at: datetime
    report: UploadReport | None
    open_rows: int
    undone: bool


class RowView(View):
    """A row that did not go in: its number in the sheet, its state, and its cells as words, in the order of the columns."""

    number: int
    state: Literal["open", "fixed", "dropped"]
    cells: tuple[tuple[str, str], ...]
    faults: tuple[FaultLine, ...]


class ObstacleView(View):
    """Why what the file brought cannot be undone, and what would resolve it."""

    text: Text


class UploadView(View):
    """One file. `known`: every header is one we know. `tried` rows were read for a trial, and `readable` of them would go in."""

    id: str
    kind: str
    kind_text: Text
    name: str
    state: str
    made_by: str
    made_at: datetime
    forget_on: date
    job: str | None
    columns: tuple[ColumnView, ...] = ()
    known: bool = False
    first_rows: tuple[tuple[str, ...], ...] = ()
    more_rows: bool = False
    counted: int = 0
    tried: int | None = None
    readable: int | None = None
    missing: tuple[Text, ...] = ()
    notes: tuple[Text, ...] = ()
    fetched_on: date | None = None
    report: UploadReport | None = None
    rows: tuple[RowView, ...] = ()
    imports: tuple[str, ...] = ()
    undo_until: date | None = None
    undone_at: datetime | None = None
    obstacles: tuple[ObstacleView, ...] = ()


class UndoneView(View):
    """What an undone import gave back."""

    removed: int = Field(ge=0)
    restored: int = Field(ge=0)
    left: int = Field(ge=0)
