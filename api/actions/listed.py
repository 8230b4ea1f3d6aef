"""Who and what stands on the lists of an event, as it is now, with today's verdicts of the pairs: what is known is taken over."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from api.actions.days import rules_day
from api.actions.event_rolls import EventRoll, unnamed
from api.kept_lists import ListedThen, PairVerdict
from api.wiring import Application
from data.stores import Stores
from matching.bitmaps import VerdictIndex
from matching.fair.faults import booth_of
from matching.judgement import Opening, applicant, opening
from matching.policy import Policy, policy_on
from matching.prematch import signature
from matching.prematch.judging import Judging
from matching.records import Booth, Candidate, Event, Posting, PostingStatus, Viewer
from matching.shortlist import Prematch

Pair = tuple[str, str]
"""(candidate, posting)"""


@dataclass(frozen=True)
class Listed:
    """By id the people, without names, and the open postings; of those that have one, the booth; the verdicts of pairs with one."""

    people: Mapping[str, Candidate]
    postings: Mapping[str, Posting]
    booths: Mapping[str, Booth]
    verdicts: Mapping[Pair, PairVerdict]


def read_listed(app: Application, stores: Stores, viewer: Viewer, event: Event, pairs: Sequence[Pair]) -> Listed:
    """The people and postings of these pairs. Reading them is one access in the log, to all the people, however few were opened.

    A pair is judged on the day of the event's rules, unless it was judged before by the same rules, with both sides as they are.
    """
    day, mark = rules_day(app, event), stores.retention.mark(viewer)
    known = app.listed.get(event.id, day, mark)
    people, postings = _people(stores, viewer, known, pairs), _postings(stores, viewer, known, pairs)
    there = {name: one for name, (_, one) in postings.items()}
    booths = {name: booth for name, one in there.items() if (booth := booth_of(event.hall, one.id, one.employer)) is not None}
    asked = [pair for pair in pairs if pair[0] in people and pair[1] in booths]
    unchanged = {name for name, held in people.items() if known.people.get(name) is held}
    standing = {name for name, held in postings.items() if known.postings.get(name) is held}
    judged = [pair for pair in asked if pair in known.verdicts and pair[0] in unchanged and pair[1] in standing]
    verdicts = {pair: known.verdicts[pair] for pair in judged}
    candidates = {name: one for name, (_, one) in people.items()}
    fresh = [pair for pair in asked if pair not in verdicts]
    if fresh:
        verdicts |= _judged(fresh, candidates, there, policy_on(day))
    app.listed.keep(event.id, ListedThen(day, mark, people, postings, verdicts))
    return Listed(candidates, there, booths, verdicts)


def keep_matched(
    app: Application,
    event: Event,
    found: Prematch,
    roll: EventRoll,
    mark: str,
) -> None:
    """Keeps what a match just read, under this mark of erasures, for whoever reads its lists next.

    Who was recognised and not opened is kept as they were known before.
    """
    day = rules_day(app, event)
    known = app.listed.get(event.id, day, mark).people
    entries = [entry for shortlist in found.shortlists for entry in shortlist.entries]
    wanted = {entry.candidate for entry in entries}
    held = {name: one for name, one in known.items() if name in wanted and roll.people.get(name) == one[0]}
    held |= {one.id: (roll.people[one.id], one) for one in roll.opened if one.id in wanted}
    alike: dict[PairVerdict, PairVerdict] = {}
    verdicts = {}
    for entry in entries:
        verdict = PairVerdict(entry.verdict, entry.accommodations)
        verdicts[entry.candidate, entry.posting] = alike.setdefault(verdict, verdict)
    postings = {name: (one.revision, one.posting) for name, one in roll.postings.items()}
    app.listed.keep(event.id, ListedThen(day, mark, held, postings, verdicts))


def _people(stores: Stores, viewer: Viewer, known: ListedThen, pairs: Iterable[Pair]) -> dict[str, tuple[bytes, Candidate]]:
    ids = sorted({candidate for candidate, _ in pairs})
    if not ids:
        return {}
    revisions, opened = stores.candidates.changed(viewer, {name: one[0] for name, one in known.people.items()}, ids, len(ids))
    fresh = {one.id: (revisions[one.id], unnamed(one)) for one in opened}
    return {name: fresh[name] if name in fresh else known.people[name] for name in revisions}


def _postings(stores: Stores, viewer: Viewer, known: ListedThen, pairs: Iterable[Pair]) -> dict[str, tuple[bytes, Posting]]:
    ids = sorted({posting for _, posting in pairs})
    revisions, read = stores.postings.changed(
        viewer, {name: one[0] for name, one in known.postings.items()}, ids, status=PostingStatus.OPEN
    )
    fresh = {one.id: (revisions[one.id], one) for one in read}
    return {name: fresh[name] if name in fresh else known.postings[name] for name in revisions}


def _judged(
    pairs: Iterable[Pair], people: Mapping[str, Candidate], postings: Mapping[str, Posting], policy: Policy
) -> dict[Pair, PairVerdict]:
    there: dict[str, list[str]] = {}
    for candidate, posting in pairs:
        there.setdefault(posting, []).append(candidate)
    wanted = {candidate for whom in there.values() for candidate in whom}
    row = {name: number for number, name in enumerate(name for name in people if name in wanted)}
    applicants = [applicant(people[name], policy) for name in row]
    index, judging = VerdictIndex.build(applicants, policy), Judging.of(applicants, policy)
    twins: dict[str, int] = {}
    openings = [opening(postings[name]) for name in there]
    posed = [_Posed(one, twins.setdefault(signature(one), number)) for number, one in enumerate(openings)]
    numbers = np.repeat(np.arange(len(there)), [len(whom) for whom in there.values()])
    rows = np.array([row[one] for whom in there.values() for one in whom], np.int64)
    found = judging.judge_pairs(posed, index, numbers, rows)
    told = [PairVerdict(one.verdict, one.accommodations) for one in found.judged]
    asked = ((one, name) for name, whom in there.items() for one in whom)
    return {pair: told[kind] for pair, kind in zip(asked, found.kinds.tolist(), strict=True)}


@dataclass(frozen=True, slots=True)
class _Posed:
    """A posting as it is judged; see `matching.prematch.judging.Poser`."""

    opening: Opening
    twin: int
