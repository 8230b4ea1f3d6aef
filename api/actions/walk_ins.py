"""Which postings of a fair somebody who is there may be sent to: judged like everybody's, and where there is a booth."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from api.actions.days import rules_day
from api.actions.event_rolls import unnamed
from api.wiring import Application
from data.stores import Stores
from matching.explanation import left_out_text
from matching.explanation.words import few
from matching.fair.faults import booth_of
from matching.fair.needs import visitor_of
from matching.judgement import Judgement, applicant, judge, opening
from matching.knowledge.catalogue import Text
from matching.policy import policy_on
from matching.records import SUPPORT_TEXTS, Booth, Event, PostingStatus, SupportKind, Viewer, Visitor
from matching.shortlist import Counts
from matching.verdicts.wording import join

_FIT = ("eligible", "eligible_with")
_MOST_SAID = 3
_NOT_OPEN = Text(zh="所写的岗位不在本场活动，或已不招人。", en="None of the postings meant is an open posting of this event.")
_REFUSED = Text(zh="本人不考虑这些岗位的单位：{titles}。", en="The person does not want the employers of: {titles}.")
_NO_BOOTH = Text(zh="这些岗位没有展位或没有面试官：{titles}。", en="Without a booth or an interviewer: {titles}.")
_NO_SUPPORT = Text(
    zh="会场和展位都没有本人需要的支持：{supports}。",
    en="Neither hall nor booth has the support that is needed: {supports}.",
)


@dataclass
class Hindered:
    """What kept a person from the postings that were looked at. `ways` and `asked`: how often each ability or rule was in the
    way, or needed a look."""

    looked_at: int = 0
    no_booth: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    blocked: int = 0
    review: int = 0
    ways: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    missing: tuple[SupportKind, ...] = ()

    def judged(self, found: Judgement) -> None:
        """Counts a posting that is not open to the person."""
        if found.verdict == "blocked":
            self.blocked += 1
            self.ways.update((*found.abilities, *found.rules))
        else:
            self.review += 1
            self.asked.update((*found.abilities, *found.rules))


@dataclass(frozen=True)
class Openings:
    """How the interviews of a person are held, and where there may be one: posting -> booth."""

    visitor: Visitor
    booths: Mapping[str, str]
    hindered: Hindered = field(default_factory=Hindered)

    def why_none(self) -> Text:
        """Each reason for which none of the postings is open to the person, in words."""
        one = self.hindered
        if one.looked_at == 0:
            return _NOT_OPEN
        said: list[Text] = []
        if one.blocked:
            said.append(left_out_text("blocked", Counts(blocked=one.blocked), tuple(one.ways.most_common())))
        if one.review:
            said.append(left_out_text("review", Counts(review=one.review), tuple(one.asked.most_common())))
        if one.refused:
            said.append(_REFUSED.format(titles=_titles(one.refused)))
        if one.no_booth:
            said.append(_NO_BOOTH.format(titles=_titles(one.no_booth)))
        if one.missing:
            said.append(_NO_SUPPORT.format(supports=join(SUPPORT_TEXTS[kind] for kind in one.missing)))
        return Text(zh="".join(text.zh for text in said), en=" ".join(text.en for text in said))


def _titles(titles: Sequence[str]) -> Text:
    return few((Text(zh=title, en=title) for title in titles), _MOST_SAID)


def offered_to(
    app: Application, stores: Stores, viewer: Viewer, event: Event, candidate: str, wanted: Sequence[str] = ()
) -> Openings | None:
    """Where a person fits: open postings of the event in order of id, of `wanted` where named, whose interviews the hall can hold.

    None if the viewer sees no such person. A pair under review is not offered: a person must look at it first; nor is one whose
    interview needs a support that neither the hall lends nor the booth brings.
    """
    opened = next(iter(stores.candidates.iterate(viewer, [candidate], with_person=True)), None)
    if opened is None:
        return None
    policy = policy_on(rules_day(app, event))
    person = applicant(unnamed(opened), policy)
    among = [name for name in wanted if not event.postings or name in event.postings] if wanted else (event.postings or None)
    found: dict[str, Booth] = {}
    arrangements: set[str] = set()
    hindered = Hindered()
    for posting in stores.postings.iterate(viewer, among, status=PostingStatus.OPEN):
        hindered.looked_at += 1
        booth = booth_of(event.hall, posting.id, posting.employer)
        if booth is None or booth.interviewers == 0:
            hindered.no_booth.append(posting.title)
            continue
        if posting.employer in opened.refusals.employers:
            hindered.refused.append(posting.title)
            continue
        judged = judge(person, opening(posting), policy)
        if judged.verdict in _FIT:
            found[posting.id] = booth
            arrangements.update(judged.accommodations)
        else:
            hindered.judged(judged)
    visitor = visitor_of(opened, arrangements)
    lent = {support.kind for support in event.hall.supports}
    missing = set(visitor.needs) - lent
    there = {name: booth.number for name, booth in found.items() if missing <= booth.brings}
    if len(there) < len(found):
        hindered.missing = tuple(sorted(missing))
    lends = visitor.model_copy(update={"needs": tuple(need for need in visitor.needs if need in lent)})
    return Openings(lends, there, hindered)
