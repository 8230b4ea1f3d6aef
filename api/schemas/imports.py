"""Imports that went in: what each was of, when, by whom, and whether it can still be undone."""

from datetime import date, datetime
from typing import Literal

from api.schemas.base import View
from api.schemas.uploads import ObstacleView
from matching.knowledge.catalogue import Text


class ImportLine(View):
    """One import. `rows` were read in; `undo_until` is the last day on which it can be undone. `upload`: the file that was sent
    through a page, whose imports are undone together; null for an import by command."""

    id: str
    kind: str
    kind_text: Text
    state: Literal["published", "undone"]
    rows: int
    made_at: datetime
    made_by: str
    undo_until: date | None
    undone_at: datetime | None
    upload: str | None


class ImportView(ImportLine):
    """The same with what keeps it from being undone now; nothing does where `obstacles` is empty."""

    obstacles: tuple[ObstacleView, ...]
