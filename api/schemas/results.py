"""The interviews of a fair with what came of each."""

from api.schemas.base import View
from api.schemas.timetables import SeatView
from matching.knowledge.catalogue import Text


class ResultView(View):
    """One interview. `outcome`: the last step that was told of it, by its name; empty where nobody said. `may`: whether it can have
    one (it was not cancelled, and the person came)."""

    seat: SeatView
    employer: str
    outcome: str
    text: Text | None
    reason: str
    may: bool


class ResultsView(View):
    """A page of results; `told` of all interviews have an outcome."""

    items: tuple[ResultView, ...]
    booths: tuple[str, ...]
    total: int
    told: int
    shown: int
    first: int
