"""Who may meet whom at an event, and what each meeting is worth: everything an allocation is asked, read from the store."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from api.actions.errors import Conflict, NotFound
from api.actions.listed import read_listed
from api.actions.lists import RUN
from api.schemas.allocation import NotInvitedCause
from api.wiring import Application
from data.stores import ShownPair, Stores
from matching.fair.bridge import interviews_that_fit
from matching.fair.clock import windows_in
from matching.fair.needs import visitor_of
from matching.features import features_hash, unpack_features
from matching.knowledge.catalogue import Text
from matching.protocols import Matcher
from matching.records import Booth, Candidate, Event, Posting, Viewer, Visitor

Float64 = NDArray[np.float64]

PURPOSE: Final = "allocate interviews"
_FIT: Final = ("eligible", "eligible_with")
_LEAST_WORTH: Final = 1e-9
"""A meeting that the model gives no chance is still one: the rules allow it, and coverage may want it."""
_STALE: Final = Text(
    zh="名单是用另一版特征表做的，不能用来分配。请退回“征集”，重新预匹配并确认。",
    en="The lists were made with another feature table and cannot be allocated. Go back to collecting, match and confirm again.",
)


@dataclass(frozen=True, slots=True)
class Meeting:
    """One pair that may meet. `value` = p(interest) x p(offer), 0..1; both factors beside it."""

    candidate: str
    posting: str
    interest: float
    offer: float

    @property
    def value(self) -> float:
        return max(self.interest * self.offer, _LEAST_WORTH)


@dataclass(frozen=True)
class Meetings:
    """Everything an allocation reads. `booths`: posting -> its booth. `left`: people without a meeting, by cause.

    `without_profile`: people who opted out of profiling and take part with the mean of each posting.
    """

    run: str
    ranker: str
    people: Mapping[str, Candidate]
    visitors: tuple[Visitor, ...]
    booths: Mapping[str, Booth]
    meetings: tuple[Meeting, ...]
    left: Mapping[NotInvitedCause, int]
    without_profile: int


def read_meetings(app: Application, stores: Stores, viewer: Viewer, event: Event) -> Meetings:
    """The pairs of the lists that an event goes with, as far as they may meet today.

    1. The pair is judged again on the day of the event: what is blocked by now is out, and a pair that stood under review is in
    once people settled its questions, so that today's verdict is a fitting one. 2. The person agreed to be listed to the employer
    at this event, does not refuse it, and said no neither to the posting nor to the event. 3. The support that the person's
    interviews need is lent by the hall or brought by the booth. 4. One interview at least fits into the hours in which the person
    said to be there.

    A pair is worth what the ranker in use says of the features that were kept with the list. Of people who opted out of profiling
    none are kept and no model speaks: each of their pairs has the mean chances of the other pairs of its posting (of all pairs,
    where it has no other), so that opting out costs nobody their place and wins nobody one.

    Raises NotFound for an event without lists, Conflict where they cannot be read any more.
    """
    shown = stores.runs.to_allocate(viewer, event.id, PURPOSE)
    if shown is None:
        raise NotFound(RUN, event.id)
    if shown.run.versions.features != features_hash():
        raise Conflict(_STALE)
    pairs = shown.pairs
    listed = read_listed(app, stores, viewer, event, [(pair.candidate, pair.posting) for pair in pairs])
    people, postings, booths = listed.people, listed.postings, listed.booths
    agreed, declined = stores.consents.listed_to(viewer, event.id, app.today), stores.outbox.declined(viewer, event.id)
    best: dict[str, NotInvitedCause] = {}
    kept: list[ShownPair] = []
    arrangements: dict[str, set[str]] = {}
    for pair in pairs:
        cause: NotInvitedCause | None = "closed"
        if pair.candidate not in people:
            continue
        if pair.posting in booths:
            found = listed.verdicts[pair.candidate, pair.posting]
            to = agreed.get(pair.candidate, frozenset())
            cause = _cause(found.verdict, people[pair.candidate], postings[pair.posting], to, declined)
            if cause is None:
                kept.append(pair)
                arrangements.setdefault(pair.candidate, set()).update(found.accommodations)
        if cause is not None:
            best[pair.candidate] = max(best.get(pair.candidate, "closed"), cause, key=_NEARER.index)
    visitors = _visitors(stores, viewer, event, people, arrangements)
    lent = {support.kind for support in event.hall.supports}
    able = [pair for pair in kept if set(visitors[pair.candidate].needs) - lent <= booths[pair.posting].brings]
    best |= dict.fromkeys(arrangements.keys() - {pair.candidate for pair in able}, "support")
    away = {
        name for name, visitor in visitors.items() if visitor.windows is not None and interviews_that_fit(event.hall, visitor) == 0
    }
    best |= dict.fromkeys(away, "hours")
    able = [pair for pair in able if pair.candidate not in away]
    there, wanted = {pair.candidate for pair in able}, {pair.posting for pair in able}
    ranker = app.ranker
    return Meetings(
        run=shown.run.id,
        ranker=ranker.version,
        people=people,
        # What only the booths bring is no resource of the fair: the person's pairs are at such booths alone.
        visitors=tuple(
            one.model_copy(update={"needs": tuple(need for need in one.needs if need in lent)})
            for one in (visitors[name] for name in sorted(there))
        ),
        booths={name: booth for name, booth in booths.items() if name in wanted},
        meetings=_worth(able, people, ranker),
        left=Counter(cause for name, cause in sorted(best.items()) if name not in there),
        without_profile=sum(not people[name].profiling for name in there),
    )


_NEARER: Final[tuple[NotInvitedCause, ...]] = ("closed", "review", "declined", "consent", "support", "hours")
"""Why somebody has no pair, from what is furthest from one to what a person of the office can change today."""


def _cause(
    verdict: str,
    person: Candidate,
    posting: Posting,
    agreed: frozenset[str],
    declined: frozenset[tuple[str, str]],
) -> NotInvitedCause | None:
    if verdict == "review":
        return "review"
    if verdict not in _FIT or posting.employer in person.refusals.employers:
        return "closed"
    if (person.id, posting.id) in declined or (person.id, "") in declined:
        return "declined"
    return None if posting.employer in agreed else "consent"


def _visitors(
    stores: Stores, viewer: Viewer, event: Event, people: Mapping[str, Candidate], arrangements: Mapping[str, set[str]]
) -> dict[str, Visitor]:
    """How the interviews of each person are held, and in which slots the person is there."""
    hours = stores.visitors.hours(viewer, event.id, arrangements)
    found = {name: visitor_of(people[name], listed) for name, listed in arrangements.items()}
    return found | {
        name: found[name].model_copy(update={"windows": windows_in(event.hall, own.windows)}) for name, own in hours.items()
    }


def _worth(pairs: Iterable[ShownPair], people: Mapping[str, Candidate], ranker: Matcher) -> tuple[Meeting, ...]:
    ordered = sorted(pairs, key=lambda pair: (pair.posting, pair.candidate))
    if not ordered:
        return ()
    told = np.full((len(ordered), 2), np.nan)
    known = [row for row, pair in enumerate(ordered) if pair.features is not None and people[pair.candidate].profiling]
    if known:
        features = unpack_features([found for row in known if (found := ordered[row].features) is not None])
        told[known] = ranker.chances(features)[:, :2]
    overall = told[known].mean(axis=0) if known else np.ones(2)
    names = [pair.posting for pair in ordered]
    starts = [row for row in range(len(names)) if row == 0 or names[row] != names[row - 1]]
    for first, last in pairwise([*starts, len(names)]):
        _fill(told[first:last], overall)
    return tuple(Meeting(pair.candidate, pair.posting, *row) for pair, row in zip(ordered, told.tolist(), strict=True))


def _fill(chances: Float64, overall: Float64) -> None:
    """Where nothing is told of a pair, the mean of what is told of the others of its posting."""
    lacks = np.isnan(chances[:, 0])
    chances[lacks] = overall if lacks.all() else chances[~lacks].mean(axis=0)
