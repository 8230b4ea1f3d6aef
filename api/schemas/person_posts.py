"""The posts of one person by verdict, each with its reason and what would open it; and the profile of one pair."""

from datetime import date
from typing import Literal

from api.schemas.base import View
from matching.knowledge.catalogue import Text
from matching.shortlist import Counts, VerdictName

StandingName = Literal["met", "met_with", "swapped", "review", "blocked"]


class EventRef(View):
    id: str
    name: str


class OpensView(View):
    """What stands in the way, as people call it, and how it would open; `by`: who does it, where that is known."""

    what: Text
    how: Text
    by: Text | None


class PersonPostView(View):
    """One post for the person. `line` is the verdict as a sentence, `paragraph` the whole in a few. `wanted`: no wish contradicts
    it; `rank`: the place on its list in the last run, if any."""

    posting: str
    title: str
    employer: str
    place: str
    pay: str
    verdict: VerdictName
    line: Text
    paragraph: Text
    questions: tuple[Text, ...]
    opens: tuple[OpensView, ...]
    wanted: bool
    rank: int | None


class PersonPostsView(View):
    """A page of the posts with one verdict, wanted ones and those of the last run first; `counts` are over all `postings`.

    `event` null: over all open postings. `events`: those that the person takes part in.
    """

    candidate: str
    name: str
    event: EventRef | None
    events: tuple[EventRef, ...]
    rules_of: date
    postings: int
    wanted: int
    counts: Counts
    verdict: VerdictName
    before: int
    items: tuple[PersonPostView, ...]
    next: int | None


class PairAbilityView(View):
    """One of the 45 dimensions of a pair. `asked` false: the post asks nothing here. `demand` null with `asked`: nobody knows it.

    `ability` null: not assessed, or too long ago (`outdated`). `used`: what closes the gap, with where it comes from.
    """

    dimension: str
    text: Text
    asked: bool
    demand: int | None
    demand_text: Text
    provenance: Text | None
    ability: int | None
    ability_text: Text
    outdated: bool
    standing: StandingName | None
    used: tuple[Text, ...]
    bridge: Text | None
    hint: Text | None
    questions: tuple[Text, ...]


class PairGroupView(View):
    key: str
    title: Text
    rows: tuple[PairAbilityView, ...]


class PairRuleView(View):
    """A rule beyond ability that has something to say of the pair."""

    name: Text
    standing: StandingName
    reason: Text
    opens: OpensView | None
    to_confirm: bool


class PairView(View):
    """One person at one post: the verdict, and all 45 dimensions in their groups."""

    candidate: str
    name: str
    posting: str
    title: str
    employer: str
    event: EventRef | None
    rules_of: date
    verdict: VerdictName
    line: Text
    paragraph: Text
    groups: tuple[PairGroupView, ...]
    rules: tuple[PairRuleView, ...]
