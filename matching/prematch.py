"""Pre-matching of one event as one pure function: rules, retrieval among the allowed, ranking, reasons, frozen lists."""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.explanation import entry_questions, left_out_text
from matching.features import Seeker, SeekerTable, compute_features, prepare_posting, prepare_seekers
from matching.knowledge import CATALOGUE
from matching.protocols import Encoder, Float32, Float64, Ranker
from matching.reasons import contribution_reasons
from matching.records import AccommodationStatus, Candidate, Posting, PostingStatus, Record
from matching.retrieval import VectorIndex, build_index, search
from matching.shortlist import Band, Cause, Counts, Entry, LeftOut, Prematch, Reason, Shortlist, Versions
from matching.texts import posting_text
from matching.verdicts import CandidateSide, PostingSide, arrangements, candidate_side, evaluate, posting_side
from matching.verdicts.table import VERDICT_CODES, CandidateTable, Codes, candidate_table, decide_all

Progress = Callable[[int, int], None]
"""Called with (postings done, postings in all)."""

_ARRANGED_KEPT: Final = 1_000_000
_BANDS: Final[dict[Band, tuple[int, ...]]] = {"fit": (0, 1), "review": (2,)}


class PrematchSettings(Record):
    """How deep to look and how much to keep. `depth` pairs a posting are ranked, `keep` of each band are listed."""

    depth: int = 200
    keep: int = 20
    reasons: int = 3
    seed: int = 20_230_004


class RuleBrokenError(RuntimeError):
    """A pair that a rule blocks reached a list. This is a fault of the program; nothing is saved."""


@dataclass(frozen=True)
class _Pool:
    """The candidates of an event, prepared once. `arranged` keeps listed sets by posting (its twin) and row."""

    candidates: tuple[Candidate, ...]
    table: CandidateTable
    seekers: SeekerTable
    profiled: NDArray[np.bool_]
    arranged: dict[tuple[int, int], tuple[str, ...]]

    def arrangements(self, row: int, job: "_Job") -> tuple[str, ...]:
        key = (job.twin, row)
        found = self.arranged.get(key)
        if found is None:
            if len(self.arranged) >= _ARRANGED_KEPT:
                self.arranged.clear()
            found = self.arranged[key] = arrangements(self.table.sides[row], job.side)
        return found


@dataclass(frozen=True)
class _Job:
    """A posting of the event. `twin` is the first posting that asks the same of a person: real files repeat themselves a lot."""

    posting: Posting
    side: PostingSide
    twin: int
    wanted: Float32


def prematch(
    event: str,
    candidates: Sequence[Candidate],
    postings: Sequence[Posting],
    encoder: Encoder,
    ranker: Ranker,
    versions: Versions,
    settings: PrematchSettings | None = None,
    progress: Progress | None = None,
) -> Prematch:
    """Match every open posting with all candidates.

    1. Order both sides by id, so that the order of input changes nothing.
    2. Decide every pair by the rules.
    3. For each posting and band, retrieve the nearest texts among the allowed alone, rank them, keep the best.
    4. Evaluate each kept pair again with its full trace; a blocked one stops the run.
    5. Say of everyone without an entry in the fitting band what stood in the way.

    Equal inputs and versions give equal results. Raises RuleBrokenError rather than list a blocked pair.
    """
    settings = settings or PrematchSettings()
    people = sorted(candidates, key=lambda candidate: candidate.id)
    postings_open = sorted((p for p in postings if p.status is PostingStatus.OPEN), key=lambda posting: posting.id)
    if not people or not postings_open:
        empty = tuple(Shortlist(event=event, posting=one.id, entries=(), counts=Counts()) for one in postings_open)
        alone = tuple(_left_out_none(person.id) for person in people)
        return Prematch(event=event, versions=versions, shortlists=empty, left_out=alone, counts=Counts())
    pool = _prepare(people)
    index = build_index(encoder.encode(pool.seekers.texts))
    jobs = _jobs(postings_open, encoder)
    codes = np.empty((len(jobs), len(people)), dtype=np.uint8)
    shortlists = []
    for row, job in enumerate(jobs):
        codes[row] = codes[job.twin] if job.twin != row else decide_all(pool.table, job.side)
        shortlists.append(_shortlist(event, job, codes[row], index, pool, ranker, settings))
        if progress is not None:
            progress(row + 1, len(jobs))
    return Prematch(
        event=event,
        versions=versions,
        shortlists=tuple(shortlists),
        left_out=_left_out(pool, jobs, codes, shortlists),
        counts=_counts(codes),
    )


def _jobs(postings: list[Posting], encoder: Encoder) -> list[_Job]:
    wanted = encoder.encode([posting_text(posting) for posting in postings])
    twins: dict[str, int] = {}
    jobs = []
    for row, posting in enumerate(postings):
        side = posting_side(posting)
        jobs.append(_Job(posting, side, twins.setdefault(_signature(side), row), wanted[row]))
    return jobs


def _prepare(people: list[Candidate]) -> _Pool:
    return _Pool(
        candidates=tuple(people),
        table=candidate_table([candidate_side(person) for person in people]),
        seekers=prepare_seekers([Seeker.of(person) for person in people]),
        profiled=np.array([person.profiling for person in people], dtype=np.bool_),
        arranged={},
    )


def _signature(side: PostingSide) -> str:
    rows = [
        (row.dimension, row.unasked, [(part.name, part.level, part.provenance.firm, part.marginal) for part in row.parts])
        for row in side.requirements.rows
    ]
    return repr((rows, sorted(side.facts.items()), sorted((n, s.value) for n, s in side.statuses.items())))


def _shortlist(
    event: str, job: _Job, codes: Codes, index: VectorIndex, pool: _Pool, ranker: Ranker, settings: PrematchSettings
) -> Shortlist:
    entries: list[Entry] = []
    for band, band_codes in _BANDS.items():
        allowed = np.isin(codes, band_codes)
        if allowed.any():
            entries += _band_entries(band, allowed, job, index, pool, ranker, settings)
    return Shortlist(event=event, posting=job.posting.id, entries=tuple(entries), counts=_counts(codes))


def _band_entries(
    band: Band, allowed: NDArray[np.bool_], job: _Job, index: VectorIndex, pool: _Pool, ranker: Ranker, settings: PrematchSettings
) -> list[Entry]:
    rows, similarities = search(index, job.wanted, allowed & pool.profiled, settings.depth)
    features = _features(rows, similarities, job, pool)
    scores = ranker.score(features) if len(rows) else np.zeros(0)
    order = sorted(range(len(rows)), key=lambda i: (-scores[i], pool.candidates[rows[i]].id))[: settings.keep]
    reasons = contribution_reasons(ranker, features, order, settings.reasons)
    entries = [_entry(band, int(rows[i]), float(scores[i]), job, pool, why) for i, why in zip(order, reasons, strict=True)]
    for place, row in _drawn(allowed & ~pool.profiled, int(allowed.sum()), job, pool, settings):
        neighbour = entries[min(place, len(entries) - 1)].score if entries else 0.0
        entries.insert(min(place, len(entries)), _entry(band, row, neighbour, job, pool, ()))
    return [entry.model_copy(update={"rank": rank}) for rank, entry in enumerate(entries[: settings.keep], start=1)]


def _drawn(allowed: NDArray[np.bool_], total: int, job: _Job, pool: _Pool, settings: PrematchSettings) -> list[tuple[int, int]]:
    """(place, row) of those who opted out of profiling: a seeded draw among all allowed places but the last."""
    drawn = []
    for row in np.flatnonzero(allowed):
        seed = hashlib.sha256(f"{settings.seed}:{job.posting.id}:{pool.candidates[row].id}".encode()).digest()
        place = int(np.random.Generator(np.random.PCG64(int.from_bytes(seed[:8], "big"))).integers(0, max(total - 1, 1)))
        if place < settings.keep:
            drawn.append((place, int(row)))
    return sorted(drawn)


def _features(rows: NDArray[np.int64], similarities: Float32, job: _Job, pool: _Pool) -> Float64:
    to_arrange = [employer_effort(pool.arrangements(int(row), job), pool.table.sides[row], job.side) for row in rows]
    effort = np.array(to_arrange, dtype=np.float64).reshape(len(rows), 2)
    return compute_features(pool.seekers, rows, prepare_posting(job.posting), similarities.astype(np.float64), effort)


def employer_effort(arranged: Sequence[str], candidate: CandidateSide, posting: PostingSide) -> tuple[int, int]:
    """(number, cost points) of what the employer still has to arrange: promised, neither in place nor the person's own."""
    still = [
        CATALOGUE.accommodation(name)
        for name in arranged
        if name not in candidate.aids and posting.statuses.get(name) is not AccommodationStatus.IN_PLACE
    ]
    return len(still), sum(row.cost_points for row in still)


def _entry(band: Band, row: int, score: float, job: _Job, pool: _Pool, reasons: tuple[Reason, ...]) -> Entry:
    trace = evaluate(pool.table.sides[row], job.side)
    if trace.verdict == "blocked" or (trace.verdict == "review") != (band == "review"):
        raise RuleBrokenError(f"posting {job.posting.id}: a pair judged {trace.verdict} reached the {band} band; nothing was saved")
    return Entry(
        candidate=pool.candidates[row].id,
        posting=job.posting.id,
        band=band,
        rank=0,
        score=round(score, 9),
        verdict=trace.verdict,
        accommodations=trace.accommodations,
        abilities=trace.abilities,
        questions=entry_questions(trace, pool.table.sides[row]),
        met=trace.met,
        arranged=trace.arranged,
        demanded=len(trace.findings),
        reasons=reasons,
    )


def _counts(codes: Codes) -> Counts:
    found = np.bincount(codes.ravel(), minlength=len(VERDICT_CODES))
    return Counts(**{name: int(found[code]) for code, name in enumerate(VERDICT_CODES)})


def _left_out_none(candidate: str) -> LeftOut:
    return LeftOut(candidate=candidate, cause="none", counts=Counts(), dimensions=(), text=left_out_text("none", Counts(), ()))


def _left_out(pool: _Pool, jobs: list[_Job], codes: Codes, shortlists: list[Shortlist]) -> tuple[LeftOut, ...]:
    listed = {entry.candidate for shortlist in shortlists for entry in shortlist.entries if entry.band == "fit"}
    rows = [row for row, person in enumerate(pool.candidates) if person.id not in listed]
    return tuple(_explain_left_out(row, pool, jobs, codes[:, row]) for row in rows)


def _explain_left_out(row: int, pool: _Pool, jobs: list[_Job], codes: Codes) -> LeftOut:
    counts = _counts(codes)
    cause: Cause = "cut" if counts.eligible + counts.eligible_with else "review" if counts.review else "blocked"
    in_the_way: Counter[str] = Counter()
    if cause != "cut":
        times = Counter(jobs[column].twin for column in np.flatnonzero(codes == VERDICT_CODES.index(cause)))
        for twin, count in times.items():
            for name in evaluate(pool.table.sides[row], jobs[twin].side).abilities:
                in_the_way[name] += count
    dimensions = tuple(sorted(in_the_way.items(), key=lambda pair: (-pair[1], CATALOGUE.position[pair[0]])))
    return LeftOut(
        candidate=pool.candidates[row].id,
        cause=cause,
        counts=counts,
        dimensions=dimensions,
        text=left_out_text(cause, counts, dimensions),
    )
