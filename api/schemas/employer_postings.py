"""An employer's own postings over the wire: what waits, how each stands, and what one change would open."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from api.schemas.base import Input, View
from matching.knowledge.catalogue import Text

TaskKind = Literal["repair", "confirm", "decide", "requests", "checks", "follow_ups", "stale"]


class TaskView(View):
    """Something that waits for the employer: `count` of them, at a posting or an event where it is of one."""

    kind: TaskKind
    count: int
    posting: str | None = None
    title: str | None = None
    event: str | None = None
    event_name: str | None = None


class TasksView(View):
    """Everything that waits, most pressing first; `postings` of the employer are open."""

    employer: str
    name: str
    on: date
    postings: int
    items: tuple[TaskView, ...]


class ListStateView(View):
    """How far the list of a posting at one event is: how many people the employer sees there, and about how many it did not decide.
    Null until the service has approved the employer and a named person has confirmed the lists."""

    event: str
    name: str
    on: date | None
    people: int | None
    undecided: int | None


class AskedView(View):
    """A change that the employment service asked for at a posting. `promised`: the employer promised it since."""

    change: str
    text: Text
    asked_at: datetime
    promised: bool


class OwnPostingView(View):
    """A posting of the employer's own. `to_confirm`: demands and facts that nobody confirmed; `repair`: why the law does not let it
    stand as it is; `requests`: what the employment service asked for."""

    id: str
    title: str
    status: Literal["open", "closed", "filled", "rejected"]
    status_text: Text
    place: str
    pay: str
    to_confirm: int
    repair: tuple[Text, ...]
    requests: tuple[AskedView, ...]
    lists: tuple[ListStateView, ...]


class OwnPostingsView(View):
    employer: str
    items: tuple[OwnPostingView, ...]


class OfferPostView(View):
    """A posting that a change opens to `people`, rounded to 5."""

    posting: str
    title: str
    people: int
    offered: bool


class ChangeOfferView(View):
    """A change of the employer's own that opens posts: which, and to at least how many people (the most at one of them), in the
    rounded counts of the day. `offered`: at how many of the posts it is promised already."""

    key: str
    text: Text
    posts: tuple[OfferPostView, ...]
    people: int


class EmployerUnlockView(View):
    """What one change would open at the employer's open postings, counted over the city's people who agreed to be listed for it;
    the answer of a day stays. `kept_back`: postings that must be repaired before they are counted."""

    employer: str
    on: date
    postings: int
    kept_back: int
    items: tuple[ChangeOfferView, ...]


class OfferInput(Input):
    """The change that is promised for whoever comes to the posting, by its key: `accommodation:NAME` or `fact:NAME`."""

    change: str = Field(min_length=1, max_length=120)


class OfferedView(View):
    """What was promised. `promise`: the number under which the promise is checked later; null for a fact, which is confirmed."""

    posting: str
    change: str
    text: Text
    promise: int | None
