"""Pre-matching on a cluster: a part of the people a task, equal to one machine byte for byte."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from api.cluster import part as tasks
from api.cluster.connection import connected, workers_of
from api.cluster.faults import ClusterUnready, work_lost
from api.cluster.sent import packed
from matching.prematch import PrematchSettings, Progress, gather, merge_nearest, order_lists, prematch, prepare_jobs
from matching.protocols import Encoder, Ranker
from matching.records import Candidate, EmployerRecord, Posting
from matching.shortlist import Prematch, Versions

if TYPE_CHECKING:
    from api.cluster.steady import SteadyClient

LEAST: Final = 1_000
"""People a part at least: its tasks take seconds, of which Dask's own 10 ms each are under 5 %."""
MOST: Final = 50_000
"""People a part at most, for memory: reckoned 0.5 GB on a worker with 1,000 postings."""
_ATTEMPTS: Final = 3
_WATCH: Final = 20
"""Seconds after which it is looked whether anybody is at it."""
_LOST: Final = 2
"""Looks one after another at which nobody is at it: then it is lost."""
_ARRIVING: Final = 30
"""The same before anybody was seen at it: what is sent, an encoder of gigabytes among it, may still be on its way."""
_LARGE: Final = "10GB"
"""An encoder is larger than the graphs of which Dask warns by itself."""


def prematch_on_cluster(
    address: str,
    event: str,
    candidates: Sequence[Candidate],
    postings: Sequence[Posting],
    encoder: Encoder,
    ranker: Ranker,
    versions: Versions,
    settings: PrematchSettings,
    progress: Progress | None = None,
    records: Mapping[str, EmployerRecord] | None = None,
    *,
    people_a_part: int | None = None,
) -> Prematch:
    """As `matching.prematch.prematch`, by the workers of the scheduler at `address`.

    A worker that dies costs its parts, which others make again. Where everything that was sent is lost, it is sent again, up to
    three times. Raises ClusterUnready, and then nothing is saved.
    """
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            with connected(address) as client:
                return prematch_with(
                    client,
                    event,
                    candidates,
                    postings,
                    encoder,
                    ranker,
                    versions,
                    settings,
                    progress,
                    records,
                    people_a_part=people_a_part,
                )
        except ClusterUnready as fault:
            if attempt == _ATTEMPTS or not fault.worth_another:
                raise
    raise AssertionError("an attempt returns or raises")


def prematch_with(
    client: "SteadyClient",
    event: str,
    candidates: Sequence[Candidate],
    postings: Sequence[Posting],
    encoder: Encoder,
    ranker: Ranker,
    versions: Versions,
    settings: PrematchSettings,
    progress: Progress | None = None,
    records: Mapping[str, EmployerRecord] | None = None,
    *,
    people_a_part: int | None = None,
) -> Prematch:
    """As `matching.prematch.prematch`, by the workers of `client`.

    1. Postings, encoder and ranker go to the scheduler once and from there to the workers; the people, stripped and packed, with
    the task of their part. So whatever a worker held when it died can be made again elsewhere. 2. Each part is prepared, judged and
    searched; what it offers is merged here. 3. Each part ranks what was chosen of it; the places are given here. 4. Each part tells
    what is kept of it. All tasks of a part go to one worker while it lives.
    """
    import dask

    jobs = prepare_jobs(event, postings, encoder, settings, records)
    if not candidates or not len(jobs):
        return prematch(event, candidates, postings, encoder, ranker, versions, settings, progress, records)
    people = sorted(candidates, key=lambda candidate: candidate.id)
    size = people_a_part or _people_a_part(client, len(people))
    steps = _Steps(client, progress, len(jobs), 3 * -(-len(people) // size))

    homes = workers_of(client)

    def run(number: int, function: Any, *given: Any) -> Any:
        home = homes[number % len(homes)]
        return client.submit(function, *given, pure=False, workers=[home], allow_other_workers=True)

    # As tasks, not scattered: what is scattered is lost with the workers that hold it.
    with dask.config.set({"distributed.admin.large-graph-warning-threshold": _LARGE}):
        held = [run(number, tasks.hold, one) for number, one in enumerate((jobs, encoder, ranker))]
    jobs_there, encoder_there, ranker_there = held
    parts = [
        run(number, tasks.look, packed(people[start : start + size]), jobs_there, encoder_there)
        for number, start in enumerate(range(0, len(people), size))
    ]
    found = steps.results(run(number, tasks.nearest, one, jobs_there, ranker_there) for number, one in enumerate(parts))
    merged = merge_nearest(found, settings.depth)
    ranked = [run(number, tasks.rank, one, jobs_there, merged.chosen[number], ranker_there) for number, one in enumerate(parts)]
    kept = order_lists(jobs, merged, steps.results(run(number, tasks.scores, one) for number, one in enumerate(ranked)))
    said = steps.results(
        run(number, tasks.tell, one, jobs_there, ranked[number], kept[number], ranker_there) for number, one in enumerate(parts)
    )
    return gather(jobs, merged, kept, [told for told, _ in said], [left for _, left in said], versions)


def _people_a_part(client: "SteadyClient", people: int) -> int:
    threads: int = sum(client.nthreads().values())
    return min(max(-(-people // threads), LEAST), MOST)


class _Steps:
    """Progress in postings, though the work is done by parts."""

    def __init__(self, client: "SteadyClient", progress: Progress | None, postings: int, steps: int) -> None:
        self._client = client
        self._progress = progress
        self._postings = postings
        self._steps = steps
        self._done = 0
        self._begun = False

    def results(self, futures: Iterator[Any]) -> list[Any]:
        """What the futures give, in their order; each that is finished is a step. Raises ClusterUnready when no worker is at it."""
        from distributed import wait

        given = list(futures)
        left, idle = set(given), 0
        while left:
            try:
                with self._client.as_current():
                    finished, left = wait(left, timeout=_WATCH, return_when="FIRST_COMPLETED")
            except TimeoutError:
                # Dask itself waits for workers for ever, and forgets tasks whose home died while no other was there. One that
                # was restarted is back, and busy, within this time.
                at_it = any(self._client.processing().values())
                self._begun |= at_it
                idle = 0 if at_it else idle + 1
                if idle == (_LOST if self._begun else _ARRIVING):
                    raise work_lost(self._client.scheduler.address) from None
                continue
            idle, self._begun = 0, True
            self._done += len(finished)
            if self._progress is not None:
                self._progress(self._postings * self._done // self._steps, self._postings)
        return [one.result() for one in given]
