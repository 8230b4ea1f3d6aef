"""The audit of an event as it goes over the wire: figures of groups, and nobody's name or id."""

from datetime import date, datetime
from typing import Literal

from api.schemas.base import View
from matching.audit.attribution import Part
from matching.audit.groups import Attribute
from matching.audit.passage import Stage
from matching.knowledge.catalogue import Text


class RateView(View):
    """`count` of `of` people; `share` in 0..1 with an exact interval of 95 % (`low`, `high`).

    `to_best`: the impact ratio, against the group with the highest share; `to_rest`: against everybody else, with its interval (a
    null `to_rest_high` has no end). A selection blind to the group gives `usual_low` to `usual_high` people 95 times of 100; `p` is
    Fisher's exact test, `beyond`: it stands among all groups of the table (Holm).
    """

    count: int
    of: int
    share: float
    low: float
    high: float
    to_best: float | None
    to_rest: float | None
    to_rest_low: float | None
    to_rest_high: float | None
    usual_low: int
    usual_high: int
    p: float
    beyond: bool


class StageRowView(View):
    """`start`: of all people of the group; `step`: of those who came to the stage before. A hidden figure is null, and `hidden`
    says why: `few` under 5 came, `most` all but under 5 (of the group or of those before), `covered` another figure would follow.
    `bound` is the highest share of `few`, the lowest of `most`.
    """

    stage: Stage
    start: RateView | None
    step: RateView | None
    hidden: Literal["few", "most", "covered"] | None
    bound: float | None


class GroupRowView(View):
    """A group; not `judged` and without stages where it has under 30 people. `review`: of so many no post fits while some wait for
    an answer; null: hidden.
    """

    name: Text
    people: int
    judged: bool
    review: int | None
    stages: tuple[StageRowView, ...]


class AuditTableView(View):
    """The groups of one attribute, or of two crossed. `not_recorded`: of so many people the group is not known; null: hidden.
    `unshown` groups have too few people to be shown, or another would follow from them.
    """

    attributes: tuple[Attribute, ...]
    title: Text
    rows: tuple[GroupRowView, ...]
    not_recorded: int | None
    unshown: int


class GapPartView(View):
    """One part of a gap, as a share; null for the allocation where no timetable was saved."""

    part: Part
    text: Text
    share: float | None


class GapView(View):
    """By how much a group comes less often to a stage than everybody else (`whole`, as a share), in parts that add up to it."""

    stage: Stage
    whole: float
    parts: tuple[GapPartView, ...]


class ReasonCountView(View):
    """What stands in the way of people on no list most often, and of about how many (rounded to 5)."""

    key: str
    text: Text
    about: int


class SightingView(View):
    """How much a group is seen. Shares of all people and of all attention (the sum of 1 / log2(rank + 1) over places); `by_lot` is
    the share on a list if the lists were drawn by lot from the same allowed people, and 95 of 100 draws lie in `usual_low` to
    `usual_high`.
    """

    attribute: Attribute
    title: Text
    name: Text
    listed: float
    people_share: float
    exposure_share: float
    mean_places: float
    by_lot: float | None
    usual_low: float | None
    usual_high: float | None
    gaps: tuple[GapView, ...]
    reasons: tuple[ReasonCountView, ...]


class StageTotalView(View):
    """All people at a stage. `another_way`: people who came to it without a stage before; null: some, but under 5."""

    stage: Stage
    text: Text
    count: int
    share: float
    another_way: int | None


class SpreadView(View):
    """How evenly places and attention are spread. Gini: 0 all alike, 1 one has all; null: nothing to spread. `lists` counts people
    who stand on no list, on 1, on 2, on 3 to 5, on more; `top_tenth` is the share of places of the tenth with most.
    """

    places: int
    lists: tuple[int, int, int, int, int]
    places_people: float | None
    places_postings: float | None
    exposure_people: float | None
    exposure_postings: float | None
    top_tenth: float | None


class AuditChangeView(View):
    """A group's share at a stage now and at the last event of the kind, with the 95 % interval of the difference."""

    attribute: Attribute
    title: Text
    name: Text
    stage: Stage
    now: float
    then: float
    low: float
    high: float


class EarlierView(View):
    """The last event of the same kind, which this one is compared with."""

    event: str
    name: str
    on: date | None


class AuditedEventView(View):
    """An event whose lists can be audited. `run`: always none, for whoever audits opens no list."""

    id: str
    name: str
    on: date | None
    run: None = None
    matched_at: datetime | None


class AuditView(View):
    """The audit of the lists that an event went with.

    `lists_changed`: on so many of `postings` lists the rules allow other numbers of people today than when they were made, because
    people or postings changed; the comparison with lists drawn by lot rests on today's. `review_only` and `opted_out` (people,
    of them on a list) are null where they are too small to show.
    """

    event: str
    name: str
    kind: str
    on: date | None
    run: str
    matched_at: datetime
    made_at: datetime
    headline: tuple[Text, Text, Text]
    measured: Text
    inputs: Text
    people: int
    postings: int
    lists_changed: int
    totals: tuple[StageTotalView, ...]
    not_recorded: tuple[Stage, ...]
    review_only: int | None
    opted_out: tuple[int, int] | None
    by_lot: float | None
    spread: SpreadView
    tables: tuple[AuditTableView, ...]
    crossings: tuple[AuditTableView, ...]
    sightings: tuple[SightingView, ...]
    earlier: EarlierView | None
    changes: tuple[AuditChangeView, ...]
