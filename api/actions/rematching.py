"""Match an event on from its last run: only pairs of which a side changed since are ranked again."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from api.last_runs import LastRuns, frame_of
from api.threads import own_cores
from api.wiring import Application
from matching.prematch import PrematchSettings, Progress, prematch, prepare_block, prepare_jobs
from matching.prematch.running import BLOCK
from matching.protocols import Encoder, Ranker
from matching.records import Candidate, EmployerRecord, Posting, Viewer
from matching.rematch import KnownScores, rematch
from matching.shortlist import Prematch, Versions

Keep = Callable[[], None]
"""Keeps what was found for the next run; to be called once the run is saved."""


@dataclass(frozen=True)
class Contents:
    """What takes part as it was read: by id the version of each, and the mark of the erasures, read together with the people."""

    people: Mapping[str, bytes]
    postings: Mapping[str, bytes]
    mark: str


def contents_then(
    app: Application,
    people: Mapping[str, bytes],
    bodies: Mapping[str, bytes],
    postings: Sequence[Posting],
    records: Mapping[str, EmployerRecord],
    mark: str,
) -> Contents:
    """The versions of people and postings, given by id as canonical bytes.

    That of a posting goes with how its employer kept promises: the reasons of its lists read that.
    """
    last = LastRuns(app.settings.last_runs, app.keys)
    return Contents(
        {name: last.version_of(content) for name, content in people.items()},
        {one.id: last.version_of(bodies[one.id] + repr(records.get(one.employer)).encode()) for one in postings},
        mark,
    )


def rematch_event(
    app: Application,
    viewer: Viewer,
    event: str,
    candidates: Sequence[Candidate],
    postings: Sequence[Posting],
    encoder: Encoder,
    ranker: Ranker,
    versions: Versions,
    settings: PrematchSettings,
    progress: Progress | None,
    records: Mapping[str, EmployerRecord],
    then: Contents,
) -> tuple[Prematch, Keep | None]:
    """As `matching.prematch.prematch`, byte for byte; what the last run of the event knows of unchanged pairs is taken over.

    Where models, knowledge, settings, the day, the program or the mark of erasures are others than then, all of it is made anew.
    """
    jobs = prepare_jobs(event, postings, encoder, settings, records)
    if not candidates or not len(jobs):
        return prematch(event, candidates, postings, encoder, ranker, versions, settings, progress, records), None
    ordered = sorted(candidates, key=lambda candidate: candidate.id)
    blocks = [prepare_block(ordered[start : start + BLOCK], jobs, encoder) for start in range(0, len(ordered), BLOCK)]
    kept = LastRuns(app.settings.last_runs, app.keys)
    frame = frame_of(versions, then.mark)
    known = kept.get(event, frame)
    made = rematch(jobs, blocks, ranker, versions, then.people, then.postings, known, progress, threads=own_cores())

    def keep() -> None:
        if _mark(app, viewer) != then.mark:  # somebody was erased meanwhile, and has to stay so
            return
        kept.put(event, KnownScores.of(frame, jobs, blocks, made.merged, made.scores, then.people, then.postings))

    return made.found, keep


def _mark(app: Application, viewer: Viewer) -> str:
    with app.database.read(viewer) as stores:
        return stores.retention.mark(viewer)
