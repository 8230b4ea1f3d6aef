"""Match an event on from its last run: only pairs of which a side changed since are ranked and judged again."""

from collections.abc import Callable, Mapping, Sequence

from api.last_runs import LastRuns, frame_of
from api.threads import own_cores
from api.wiring import Application
from data.stores import canonical
from matching.prematch import PrematchSettings, Progress, prematch, prepare_block, prepare_jobs
from matching.prematch.running import BLOCK
from matching.protocols import Encoder, Ranker
from matching.records import Candidate, EmployerRecord, Posting, Viewer
from matching.rematch import KnownLine, KnownScores, rematch
from matching.shortlist import Prematch, Versions

Keep = Callable[[str], None]
"""Takes the id of the saved run, and keeps what was found for the next one."""


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
    mark: str,
) -> tuple[Prematch, Keep | None]:
    """As `matching.prematch.prematch`, byte for byte; what the last run of the event knows of unchanged pairs is taken over.

    `mark` is that of the erasures, read together with the people. Where it, models, knowledge, settings, the day or the
    program are others than then, all of it is made anew.
    """
    jobs = prepare_jobs(event, postings, encoder, settings, records)
    if not candidates or not len(jobs):
        return prematch(event, candidates, postings, encoder, ranker, versions, settings, progress, records), None
    ordered = sorted(candidates, key=lambda candidate: candidate.id)
    blocks = [prepare_block(ordered[start : start + BLOCK], jobs, encoder) for start in range(0, len(ordered), BLOCK)]
    kept = LastRuns(app.settings.last_runs, app.keys)
    people_then = {one.id: kept.version_of(canonical(one)) for one in ordered}
    postings_then = {one.id: kept.version_of(_of_posting(one, records)) for one in postings}
    frame = frame_of(versions, mark)
    known = kept.get(event, frame)

    def lines() -> dict[tuple[str, str], KnownLine]:
        return {} if known is None else _lines(app, viewer, known.run)

    made = rematch(jobs, blocks, ranker, versions, people_then, postings_then, known, lines, progress, threads=own_cores())

    def keep(run: str) -> None:
        if _mark(app, viewer) != mark:  # somebody was erased meanwhile, and has to stay so
            return
        kept.put(event, KnownScores.of(frame, run, jobs, blocks, made.merged, made.scores, people_then, postings_then))

    return made.found, keep


def _mark(app: Application, viewer: Viewer) -> str:
    with app.database.read(viewer) as stores:
        return stores.retention.mark(viewer)


def _of_posting(posting: Posting, records: Mapping[str, EmployerRecord]) -> bytes:
    """A posting with how its employer kept promises: the reasons of its lists read that."""
    record = records.get(posting.employer)
    return canonical(posting) + repr(record).encode()


def _lines(app: Application, viewer: Viewer, run: str) -> dict[tuple[str, str], KnownLine]:
    with app.database.read(viewer) as stores:
        features = stores.runs.features(viewer, run)
        found = {}
        for shortlist in stores.runs.iterate(viewer, run):
            for entry in shortlist.entries:
                packed = features.get((entry.posting, entry.candidate))
                if packed is not None:
                    found[entry.posting, entry.candidate] = KnownLine(entry, packed)
    return found
