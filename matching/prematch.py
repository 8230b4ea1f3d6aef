"""Pre-matching of one event as one pure function: rules, retrieval among the allowed, ranking, reasons, frozen lists."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from matching.bitmaps import VERDICT_CODES, Codes, Planes, Tally, VerdictIndex, count_in_the_way, count_verdicts, pack
from matching.constraints import posting_faults
from matching.explanation import entry_questions, left_out_text
from matching.exploration import MOST_EXPLORED, POOL, exploration_seed, explore
from matching.features import Offer, Seeker, SeekerTable, compute_features, pack_features, prepare_postings, prepare_seekers
from matching.judgement import Applicant, Opening, applicant, arrangements, judge, opening
from matching.knowledge import CATALOGUE
from matching.policy import Policy, policy_on
from matching.protocols import Encoder, Float32, Float64, Ranker
from matching.reasons import contribution_reasons, plain_reasons
from matching.records import AccommodationStatus, Candidate, EmployerRecord, Posting, PostingStatus, Record
from matching.retrieval import VectorIndex, build_index, search, similarities_of
from matching.shortlist import Band, Cause, Counts, Entry, LeftOut, Prematch, Reason, Rejected, Shortlist, Shown, Versions
from matching.verdicts import CandidateSide, PostingSide

Progress = Callable[[int, int], None]
"""Called with (postings done, postings in all)."""

_Seen = tuple[bytes | None, float | None]
"""The packed features of an entry, and the chance with which it was put at its place."""

_ARRANGED_KEPT: Final = 1_000_000
_BANDS: Final[dict[Band, tuple[int, ...]]] = {"fit": (0, 1), "review": (2,)}


class PrematchSettings(Record):
    """How deep to look and how much to keep. `depth` pairs a posting are ranked, `keep` of each band are listed.

    `today` is the day of the rules: which law is in force, who is how old, which licence is still valid. `exploration` is the share
    of the places of a fitting band that is given to people just below it, 0 for none.
    """

    today: date
    depth: int = Field(default=200, ge=1)
    keep: int = Field(default=20, ge=1)
    reasons: int = Field(default=3, ge=0)
    seed: int = Field(default=20_230_004, ge=0)
    exploration: float = Field(default=0.0, ge=0, le=MOST_EXPLORED)

    @model_validator(mode="after")
    def _deep_enough(self) -> Self:
        if self.depth < self.keep:
            raise ValueError(f"depth is {self.depth} and keep {self.keep}: rank at least as many as are listed")
        return self


class RuleBrokenError(RuntimeError):
    """A pair that a rule blocks reached a list. This is a fault of the program; nothing is saved."""


@dataclass(frozen=True)
class _Pool:
    """The candidates of an event, prepared once. `arranged` keeps listed sets by posting (its twin) and row."""

    candidates: tuple[Candidate, ...]
    applicants: tuple[Applicant, ...]
    index: VerdictIndex
    seekers: SeekerTable
    profiled: NDArray[np.bool_]
    arranged: dict[tuple[int, int], tuple[str, ...]]

    @property
    def policy(self) -> Policy:
        return self.index.policy

    def arrangements(self, row: int, job: "_Job") -> tuple[str, ...]:
        key = (job.twin, row)
        found = self.arranged.get(key)
        if found is None:
            if len(self.arranged) >= _ARRANGED_KEPT:
                self.arranged.clear()
            found = self.arranged[key] = arrangements(self.applicants[row], job.opening, self.policy)
        return found


@dataclass(frozen=True)
class _Job:
    """A posting of the event. `twin` is the first posting that asks the same of a person: real files repeat themselves a lot."""

    posting: Posting
    opening: Opening
    offer: Offer
    twin: int
    wanted: Float32


def prematch(
    event: str,
    candidates: Sequence[Candidate],
    postings: Sequence[Posting],
    encoder: Encoder,
    ranker: Ranker,
    versions: Versions,
    settings: PrematchSettings,
    progress: Progress | None = None,
    records: Mapping[str, EmployerRecord] | None = None,
) -> Prematch:
    """Match every open posting with all candidates. `records` says by employer how promised arrangements were kept.

    1. Order both sides by id, so that the order of input changes nothing. A posting that the law does not let stand is set aside.
    2. Decide every pair by the rules, all at once.
    3. For each posting and band, retrieve the nearest texts among the allowed alone, rank them, keep the best.
    4. Judge each kept pair again with its full trace; a blocked one stops the run.
    5. Say of everyone without an entry in the fitting band what stood in the way.

    Equal inputs and versions give equal results. Raises RuleBrokenError rather than list a blocked pair.
    """
    policy = policy_on(settings.today)
    people = sorted(candidates, key=lambda candidate: candidate.id)
    postings_open = sorted((p for p in postings if p.status is PostingStatus.OPEN), key=lambda posting: posting.id)
    openings = {posting.id: opening(posting) for posting in postings_open}
    rejected = tuple(_rejected(name, one, policy) for name, one in openings.items())
    aside = tuple(one for one in rejected if one is not None)
    names = {one.posting for one in aside}
    postings_open = [posting for posting in postings_open if posting.id not in names]
    if not people or not postings_open:
        empty = tuple(Shortlist(event=event, posting=one.id, entries=(), counts=Counts()) for one in postings_open)
        alone = tuple(_left_out_none(person.id) for person in people)
        return Prematch(event=event, versions=versions, shortlists=empty, left_out=alone, counts=Counts(), rejected=aside)
    pool = _prepare(people, policy, encoder)
    index = build_index(encoder.encode(pool.seekers.texts))
    jobs = _jobs(postings_open, openings, prepare_postings(postings_open, encoder, policy, records), encoder)
    for job in jobs:
        pool.index.put_posting(job.posting.id, job.opening)
    planes = pool.index.decide()
    shortlists = []
    shown: list[Shown] = []
    for row, job in enumerate(jobs):
        made, seen = _shortlist(event, job, planes.codes(row), planes.counts(row), index, pool, ranker, settings)
        shortlists.append(made)
        shown += seen
        if progress is not None:
            progress(row + 1, len(jobs))
    return Prematch(
        event=event,
        versions=versions,
        shortlists=tuple(shortlists),
        left_out=_left_out(pool, jobs, planes, shortlists),
        counts=sum((one.counts for one in shortlists), Counts()),
        rejected=aside,
        shown=tuple(shown),
    )


def _rejected(posting: str, one: Opening, policy: Policy) -> Rejected | None:
    reasons = [fault.reason for fault in posting_faults(one.terms, policy) if fault.severity == "reject"]
    return Rejected(posting=posting, reasons=tuple(reasons)) if reasons else None


def _jobs(postings: list[Posting], openings: dict[str, Opening], offers: list[Offer], encoder: Encoder) -> list[_Job]:
    wanted = encoder.encode([offer.text for offer in offers])
    twins: dict[str, int] = {}
    jobs = []
    for row, posting in enumerate(postings):
        one = openings[posting.id]
        jobs.append(_Job(posting, one, offers[row], twins.setdefault(signature(one), row), wanted[row]))
    return jobs


def _prepare(people: list[Candidate], policy: Policy, encoder: Encoder) -> _Pool:
    applicants = tuple(applicant(person, policy) for person in people)
    return _Pool(
        candidates=tuple(people),
        applicants=applicants,
        index=VerdictIndex.build(applicants, policy),
        seekers=prepare_seekers([Seeker.of(person) for person in people], policy.date, encoder),
        profiled=np.array([person.profiling for person in people], dtype=np.bool_),
        arranged={},
    )


def signature(one: Opening) -> str:
    """What a posting asks of a person, as one text: postings with equal signatures give everybody equal verdicts."""
    side = one.ability
    rows = []
    for row in side.requirements.rows:
        parts = [(part.name, part.level, part.provenance.firm, part.marginal) for part in row.parts]
        rows.append((row.dimension, row.unasked, row.unasked_marginal, parts))
    statuses = sorted((name, status.value) for name, status in side.statuses.items())
    return repr((rows, sorted(side.facts.items()), statuses, replace(one.terms, title="")))


def _shortlist(
    event: str,
    job: _Job,
    codes: Codes,
    counts: Counts,
    index: VectorIndex,
    pool: _Pool,
    ranker: Ranker,
    settings: PrematchSettings,
) -> tuple[Shortlist, list[Shown]]:
    entries: list[Entry] = []
    shown: list[Shown] = []
    below: list[Shown] = []
    for band, band_codes in _BANDS.items():
        allowed = np.isin(codes, band_codes)
        if allowed.any():
            found, seen, might = _band_entries(band, allowed, codes, job, index, pool, ranker, settings)
            for entry, (packed, chance) in zip(found, seen, strict=True):
                entries.append(entry)
                shown.append(Shown(entry.candidate, entry.posting, band, len(entries), packed, chance))
            below += might
    return Shortlist(event=event, posting=job.posting.id, entries=tuple(entries), counts=counts), [*shown, *below]


def _band_entries(
    band: Band,
    allowed: NDArray[np.bool_],
    codes: Codes,
    job: _Job,
    index: VectorIndex,
    pool: _Pool,
    ranker: Ranker,
    settings: PrematchSettings,
) -> tuple[list[Entry], list[_Seen], list[Shown]]:
    """The entries of a band, what was seen of each, and who might have been on the list by exploration and is not.

    Those who opted out of profiling have their places first; exploration is among the others, for the places that are left.
    """
    rows, similarities = search(index, job.wanted, allowed & pool.profiled, settings.depth)
    features = _features(band, rows, similarities, codes, job, pool)
    scores = ranker.score(features) if len(rows) else np.zeros(0)
    drawn = _drawn(band, allowed, job, pool, settings)
    best = sorted(range(len(rows)), key=lambda i: (-scores[i], pool.candidates[rows[i]].id))
    whole, chances = _explored(band, best, settings.keep - len(drawn), job, settings)
    order = whole[: settings.keep]
    reasons = contribution_reasons(ranker, features, order, settings.reasons)
    entries = [
        _entry(band, int(rows[i]), float(scores[i]), job, pool, why, explored=i != usual)
        for i, usual, why in zip(order, best[: settings.keep], reasons, strict=True)
    ]
    seen: list[_Seen] = [*zip(pack_features(features[order]), chances[: settings.keep], strict=True)]
    below = [place for place in range(settings.keep - len(drawn), len(whole)) if chances[place]]
    packed = pack_features(features[[whole[place] for place in below]])
    might = [
        Shown(pool.candidates[rows[whole[place]]].id, job.posting.id, band, 0, one, chances[place])
        for place, one in zip(below, packed, strict=True)
    ]
    for place, row in drawn:
        alone = np.array([row])
        values = _features(band, alone, similarities_of(index, job.wanted, alone), codes, job, pool)[0]
        like = entries[min(place, len(entries) - 1)].reasons if entries else None
        told = plain_reasons(values, like, settings.reasons)
        entries.insert(place, _entry(band, row, _score_between(entries, place), job, pool, told))
        seen.insert(place, (None, None))
    ranked = [entry.model_copy(update={"rank": rank}) for rank, entry in enumerate(entries[: settings.keep], start=1)]
    return ranked, seen[: settings.keep], might


def _explored(
    band: Band, best: list[int], places: int, job: _Job, settings: PrematchSettings
) -> tuple[list[int], list[float | None]]:
    """The order that is shown, and the chance of each to stand at its place; as it was, and None, where nothing is explored.

    Only the fitting band: on the other one nobody is met before a person has looked, so it would teach nothing.
    """
    if not settings.exploration or band != "fit":
        return best, [None] * len(best)
    seed = exploration_seed(settings.seed, job.posting.id)
    order, chances = explore(np.array(best, np.int64), places, settings.exploration, POOL, seed)
    return order.tolist(), chances.tolist()


def _drawn(band: Band, allowed: NDArray[np.bool_], job: _Job, pool: _Pool, settings: PrematchSettings) -> list[tuple[int, int]]:
    """(place, row) of those who opted out of profiling, in order of place: a seeded draw of distinct places on the whole band.

    Nobody drawn stands last on the list that is shown, unless there are only drawn people on it.
    """
    rows = np.flatnonzero(allowed & ~pool.profiled)
    if not len(rows):
        return []
    total = int(allowed.sum())
    seed = hashlib.sha256(f"{settings.seed}:{job.posting.id}:{band}".encode()).digest()
    draw = np.random.Generator(np.random.PCG64(int.from_bytes(seed[:8], "big")))
    places = draw.choice(max(total - 1, len(rows)), size=len(rows), replace=False)
    shown = {int(place): int(row) for place, row in zip(places, rows, strict=True) if place < settings.keep}
    last = min(total, settings.keep) - 1
    if last in shown:
        free = [place for place in range(last) if place not in shown]
        if free:
            shown[free[-1]] = shown.pop(last)
    return sorted(shown.items())


def _score_between(entries: list[Entry], place: int) -> float:
    """A score that keeps the order and tells nothing: between the neighbours, or just beyond the only one."""
    above = entries[place - 1].score if place > 0 else None
    below = entries[place].score if place < len(entries) else None
    if above is not None and below is not None:
        return (above + below) / 2
    step = (entries[0].score - entries[-1].score) / max(len(entries), 2) if entries else 0.0
    if above is not None:
        return above - step
    return 0.0 if below is None else below + step


def _features(band: Band, rows: NDArray[np.int64], similarities: Float32, codes: Codes, job: _Job, pool: _Pool) -> Float64:
    # What the employer would have to arrange is not decided while a question is open.
    effort = np.full((len(rows), 2), np.nan)
    if band == "fit":
        effort[:] = 0
        for i in np.flatnonzero(codes[rows] == VERDICT_CODES.index("eligible_with")):
            row = int(rows[i])
            effort[i] = employer_effort(pool.arrangements(row, job), pool.applicants[row].ability, job.opening.ability)
    return compute_features(pool.seekers, rows, job.offer, similarities.astype(np.float64), effort)


def employer_effort(arranged: Sequence[str], candidate: CandidateSide, posting: PostingSide) -> tuple[int, int]:
    """(number, cost points) of what the employer still has to arrange: promised, neither in place nor the person's own."""
    still = [
        CATALOGUE.accommodation(name)
        for name in arranged
        if name not in candidate.aids and posting.statuses.get(name) is not AccommodationStatus.IN_PLACE
    ]
    return len(still), sum(row.cost_points for row in still)


def _entry(
    band: Band, row: int, score: float, job: _Job, pool: _Pool, reasons: tuple[Reason, ...], *, explored: bool = False
) -> Entry:
    found = judge(pool.applicants[row], job.opening, pool.policy)
    if found.verdict == "blocked" or (found.verdict == "review") != (band == "review"):
        raise RuleBrokenError(f"posting {job.posting.id}: a pair judged {found.verdict} reached the {band} band; nothing was saved")
    return Entry(
        candidate=pool.candidates[row].id,
        posting=job.posting.id,
        band=band,
        rank=0,
        score=round(score, 9),
        verdict=found.verdict,
        accommodations=found.accommodations,
        abilities=found.abilities,
        rules=found.rules,
        questions=entry_questions(found, pool.applicants[row], job.opening),
        met=found.met,
        arranged=found.arranged,
        demanded=len(found.findings),
        reasons=reasons,
        explored=explored,
    )


def _left_out_none(candidate: str) -> LeftOut:
    return LeftOut(candidate=candidate, cause="none", counts=Counts(), dimensions=(), text=left_out_text("none", Counts(), ()))


def _left_out(pool: _Pool, jobs: list[_Job], planes: Planes, shortlists: list[Shortlist]) -> tuple[LeftOut, ...]:
    listed = {entry.candidate for shortlist in shortlists for entry in shortlist.entries if entry.band == "fit"}
    alone = np.array([person.id not in listed for person in pool.candidates], np.bool_)
    tally = count_verdicts(planes)
    count_in_the_way(tally, pool.index, [job.posting.id for job in jobs], planes, pack(alone[None])[0])
    return tuple(_explain_left_out(int(row), pool, tally) for row in np.flatnonzero(alone))


def _explain_left_out(row: int, pool: _Pool, tally: Tally) -> LeftOut:
    counts = tally.counts(row)
    cause: Cause = "cut" if counts.eligible + counts.eligible_with else "review" if counts.review else "blocked"
    in_the_way = {} if cause == "cut" else tally.in_the_way(row, cause)
    dimensions = tuple(sorted(in_the_way.items(), key=lambda pair: (-pair[1], _place(pair[0]))))
    return LeftOut(
        candidate=pool.candidates[row].id,
        cause=cause,
        counts=counts,
        dimensions=dimensions,
        text=left_out_text(cause, counts, dimensions),
    )


def _place(name: str) -> tuple[int, str]:
    """Dimensions in catalogue order, then rules by name."""
    return CATALOGUE.position.get(name, len(CATALOGUE.dimensions)), name
