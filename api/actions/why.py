"""One answer to "why is this person, or is this person not, on that list?"."""

from collections.abc import Mapping
from typing import Final

from api.actions.days import rules_day
from api.actions.errors import NotFound
from api.actions.lists import CANDIDATE, EVENT, POSTING, find_event
from api.actions.views import employer_names, entry_view
from api.schemas import Answer, DimensionView, RuleStanding, RuleView, WhyView
from api.wiring import Application
from data.stores import Stores
from matching.constraints import RuleFinding, posting_faults
from matching.explanation import explain, name_text, sentences
from matching.judgement import Judgement, applicant, judge, opening, rule_way
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Text
from matching.policy import policy_on
from matching.records import Candidate, Event, Posting, PostingStatus, Viewer
from matching.shortlist import Entry
from matching.verdicts import CandidateSide, Finding, PostingSide, Standing, finding_text, hints
from matching.verdicts.wording import hints_text

ANSWERS: dict[Answer, Text] = {
    "listed": Text(zh="在名单上，第 {rank} 位。", en="On the list, at rank {rank}."),
    "rule": Text(
        zh="不在名单上：规则判定目前不合适，见下面的差距。", en="Not on the list: a rule blocks it now; see the gaps below."
    ),
    "review": Text(
        zh="列入“需人工了解”，第 {rank} 位；问清下面的问题后再定。",
        en="In the band a person must look at, rank {rank}; settle the questions below.",
    ),
    "cut": Text(
        zh="不在名单上：规则允许，但名单已满，别人与岗位更贴近。",
        en="Not on the list: the rules allow it, but the list is full with closer matches.",
    ),
    "closed": Text(zh="不在名单上：岗位已关闭或招满。", en="Not on the list: the posting is closed or filled."),
    "rejected": Text(
        zh="不在名单上：岗位要先改正才能参加匹配。{faults}",
        en="Not on the list: the posting must be repaired before it takes part. {faults}",
    ),
    "changed": Text(
        zh="自上次匹配以后情况有变，名单上的结论不再成立；请重新匹配。",
        en="Something changed since the last match, and what the list says no longer holds; match again.",
    ),
    "drawn": Text(
        zh="此人不参与自动排序，由抽签决定位置，这次没有抽中名单内的位置。",
        en="This person opted out of automatic ordering; a draw gives the place, and it fell outside the list.",
    ),
    "unsettled": Text(
        zh="不在名单上：还有问题要问清，而“需人工了解”一栏已满。",
        en="Not on the list: questions are open, and the band a person must look at is full.",
    ),
    "not_matched": Text(
        zh="本活动还没有匹配，或此人、此岗位不在其中。", en="Not matched yet, or one of the two does not take part."
    ),
}


def why(app: Application, viewer: Viewer, event_id: str | None, candidate_id: str, posting_id: str) -> WhyView:
    """The verdict of the pair today and where the last run put it. Without an event, the one matched last is taken.

    Raises NotFound for an unknown event, candidate or posting.
    """
    with app.database.read(viewer) as stores:
        person = stores.candidates.get(viewer, candidate_id)
        if person is None:
            raise NotFound(CANDIDATE, candidate_id)
        posting = stores.postings.get(viewer, posting_id)
        if posting is None:
            raise NotFound(POSTING, posting_id)
        event = _last_matched(stores, viewer) if event_id is None else find_event(stores, viewer, event_id)
        entry, matched = _entry(stores, viewer, event, person, posting)
        employer = employer_names(stores, viewer, [posting.employer]).get(posting.employer, "")
    policy = policy_on(rules_day(app, event))
    one, other = applicant(person, policy), opening(posting)
    found = judge(one, other, policy)
    told = explain(found, one, other, policy, viewer)
    assert told is not None  # staff are told everything, and nobody else reaches a person's file
    faults = [fault.reason for fault in posting_faults(other.terms, policy) if fault.severity == "reject"]
    answer = _answer(found, person, posting, entry, matched, bool(faults))
    name = person.person.name or person.id
    return WhyView(
        candidate=candidate_id,
        name=name,
        posting=posting_id,
        title=posting.title,
        verdict=found.verdict,
        verdict_text=told.line,
        paragraph=told.paragraph,
        answer=answer,
        answer_text=ANSWERS[answer].format(rank=0 if entry is None else entry.rank, faults=sentences(faults)),
        entry=None if entry is None else entry_view(entry, name, posting, employer, one, other),
        dimensions=tuple(_dimension(finding, one.ability, other.ability) for finding in found.findings),
        rules=tuple(_rule(finding, found) for finding in found.rule_findings),
    )


def _last_matched(stores: Stores, viewer: Viewer) -> Event:
    runs = stores.runs.list(viewer)
    if not runs:
        raise NotFound(EVENT, "-")
    return find_event(stores, viewer, max(runs, key=lambda run: (run.made_at, run.id)).event)


def _entry(stores: Stores, viewer: Viewer, event: Event, person: Candidate, posting: Posting) -> tuple[Entry | None, bool]:
    """The pair's entry in the last run, and whether both took part in it."""
    run = stores.runs.latest(viewer, event.id)
    if run is None:
        return None, False
    shortlist = stores.runs.shortlist(viewer, run.id, posting.id)
    if shortlist is None:
        return None, False
    found = next((entry for entry in shortlist.entries if entry.candidate == person.id), None)
    # Whoever took part stands on a list or is told why not.
    took_part = stores.runs.list_counts(viewer, run.id, [person.id]) or stores.runs.left_out(viewer, run.id, person.id)
    return found, bool(took_part)


def _answer(found: Judgement, person: Candidate, posting: Posting, entry: Entry | None, matched: bool, rejected: bool) -> Answer:
    if posting.status is not PostingStatus.OPEN:
        return "closed"
    if rejected:
        return "rejected"
    if entry is not None and entry.verdict != found.verdict:
        return "changed"
    if entry is not None:
        return "listed" if entry.band == "fit" else "review"
    if found.verdict == "blocked":
        return "rule"
    if not matched:
        return "not_matched"
    if not person.profiling:
        return "drawn"
    return "unsettled" if found.verdict == "review" else "cut"


_RULE_STANDINGS: Final[Mapping[Standing, RuleStanding]] = {
    Standing.MET: "met",
    Standing.MET_WITH: "met_with",
    Standing.REVIEW: "review",
    Standing.BLOCKED: "blocked",
}


def _rule(finding: RuleFinding, found: Judgement) -> RuleView:
    until = finding.until
    return RuleView(
        rule=finding.rule,
        name=name_text(finding.rule),
        standing=_RULE_STANDINGS[finding.standing],
        reason=finding.reason,
        question=finding.question,
        until=None if until is None else until.action,
        by=None if until is None else until.by,
        steps=() if until is None else until.steps,
        used=rule_way(finding, found),
        to_confirm=finding.to_confirm,
    )


def _dimension(finding: Finding, candidate: CandidateSide, posting: PostingSide) -> DimensionView:
    row = finding.requirement
    is_open = finding.standing in (Standing.REVIEW, Standing.BLOCKED)
    return DimensionView(
        dimension=row.dimension,
        text=finding_text(finding),
        name=CATALOGUE.dimension(row.dimension).text,
        demand=None if row.unasked else row.level,
        provenance="unknown" if row.unasked else row.provenance.value,
        ability=finding.ability,
        standing=finding.standing.value,
        used=finding.used,
        hint=hints_text(hints(finding, candidate, posting)) if is_open else None,
    )
