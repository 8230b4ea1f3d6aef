"""What waits for somebody: one line a kind of work, with its count and where it is done."""

from datetime import date

from api.schemas.base import View
from matching.knowledge.catalogue import Text


class TaskView(View):
    """One kind of work that waits. `count` of it, with `more` where it was counted no further; `address` is where it is done."""

    name: str
    text: Text
    count: int
    more: bool
    address: str


class EventTaskView(View):
    """An event that is not over: its state, and the one next step."""

    id: str
    name: str
    on: date | None
    state: str
    state_text: Text
    candidates: int
    postings: int
    matched: bool


class TasksView(View):
    """Everything that waits, and the events that are not over, the next one first. `records` counts what is stored."""

    tasks: tuple[TaskView, ...]
    events: tuple[EventTaskView, ...]
    people: int
    postings: int
    over: int
