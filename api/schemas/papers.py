"""A document as JSON: what it is, what made it, and its tables."""

from datetime import date, datetime

from api.schemas.base import View
from matching.knowledge.catalogue import Text


class PaperTableView(View):
    """Rows under headers; a cell is words in the asked language, or a number."""

    title: Text
    columns: tuple[Text, ...]
    rows: tuple[tuple[str | int, ...], ...]


class PaperView(View):
    """A document. `file` is the name that its PDF has; `version` is equal for equal words, whenever they were printed.

    `handling` says who may have it. `run` and `run_at`: the matching that it rests on, null where there is none.
    """

    kind: str
    title: Text
    event: str
    on: date | None
    file: str
    version: str
    made_at: datetime
    run: str | None
    run_at: datetime | None
    software: str
    handling: Text
    tables: tuple[PaperTableView, ...]
