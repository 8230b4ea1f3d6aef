"""Pre-match an event: load, match, save the run in one transaction."""

import hashlib
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from time import perf_counter

from api.actions.days import rules_day
from api.actions.errors import BadInput, NotFound
from api.actions.fair_state import check_act
from api.actions.rematching import Keep, contents_then, rematch_event
from api.observing.tracing import span
from api.schemas import RunSummary
from api.wiring import Application, CachedEncoder
from data.stores import canonical
from matching.collection import paused_collection
from matching.fair.states import Act
from matching.features import features_hash
from matching.knowledge import knowledge_hash
from matching.knowledge.catalogue import Text
from matching.prematch import PrematchSettings, Progress
from matching.records import Candidate, EmployerRecord, Event, Person, Posting, PostingStatus, Viewer
from matching.shortlist import Prematch, Versions

EVENT = Text(zh="活动", en="event")


@paused_collection()
def match_event(app: Application, viewer: Viewer, event_id: str, progress: Progress | None = None) -> RunSummary:
    """Match an event and save its lists. Two runs over the same data, models and settings save the same bytes.

    Raises NotFound for an unknown event, Conflict once its lists are confirmed, BadInput when nobody or no open posting takes part.
    """
    started = perf_counter()
    with span("pre-match", stage="load"), app.database.read(viewer) as stores:
        event = stores.events.get(viewer, event_id)
        if event is None:
            raise NotFound(EVENT, event_id)
        check_act(stores, viewer, event_id, Act.MATCH)
        # The rules of law read birth and sex, which are sealed with the name; the name itself stays here.
        opened = stores.candidates.iterate(viewer, event.candidates or None, with_person=True)
        candidates = [unnamed(candidate) for candidate in opened]
        chosen = stores.postings.iterate(viewer, event.postings or None)
        postings = [posting for posting in chosen if posting.status is PostingStatus.OPEN]
        day = rules_day(app, event)
        mark = stores.retention.mark(viewer)
        kept = stores.promises.record_of(viewer, [posting.employer for posting in postings], day)
    _check_taking_part(event, candidates, postings)
    ranker = app.ranker
    settings = PrematchSettings(depth=app.settings.depth, keep=app.settings.keep, exploration=app.settings.exploration, today=day)
    encoder = CachedEncoder(app, viewer)
    told, asked = _contents(candidates), _contents(postings)
    versions = Versions(
        software=version("tongtu"),
        knowledge=knowledge_hash(),
        encoder=encoder.version,
        ranker=ranker.version,
        candidates=_content_hash(told),
        postings=_content_hash(asked, kept),
        settings=hashlib.sha256(settings.model_dump_json().encode()).hexdigest()[:16],
        features=features_hash(),
    )
    records = {employer: EmployerRecord(*counts) for employer, counts in kept.items()}
    given = (event.id, candidates, postings)
    keep: Keep | None = None
    with span("pre-match", stage="compare"):
        if app.settings.cluster is not None:
            from api.cluster.prematching import prematch_on_cluster

            address = app.settings.cluster
            found = prematch_on_cluster(address, *given, app.encoder, ranker, versions, settings, progress, records)
        else:
            then = contents_then(app, told, asked, postings, records, mark)
            del told, asked
            found, keep = rematch_event(app, viewer, *given, encoder, ranker, versions, settings, progress, records, then)
    with span("pre-match", stage="save"), app.database.begin(viewer) as stores:
        run = stores.runs.save(viewer, found, app.clock())
        summary = _summary(run, found, len(candidates), perf_counter() - started)
        stores.jobs.tell(viewer, summary.model_dump(mode="json"))
    if keep is not None:
        keep()
    return summary


def unnamed(candidate: Candidate) -> Candidate:
    """The candidate with that much of the person only that the rules of law read."""
    kept = {name: getattr(candidate.person, name) for name in ("birth", "sex", "retirement_track", "registered_residence")}
    return candidate.model_copy(update={"person": Person(**kept)})


def _check_taking_part(event: Event, candidates: list[Candidate], postings: list[Posting]) -> None:
    if not candidates:
        raise BadInput(
            Text(
                zh="活动 {event} 没有求职者；先用 tongtu import candidates 导入。",
                en="Event {event} has no candidates; import them first with tongtu import candidates.",
            ).format(event=event.id)
        )
    if not postings:
        raise BadInput(
            Text(
                zh="活动 {event} 没有在招岗位；先用 tongtu import postings 导入。",
                en="Event {event} has no open postings; import them first with tongtu import postings.",
            ).format(event=event.id)
        )


def _contents(records: Sequence[Candidate] | Sequence[Posting]) -> dict[str, bytes]:
    """By id the bytes of each record that takes part."""
    return {record.id: canonical(record) for record in records}


def _content_hash(contents: Mapping[str, bytes], kept: Mapping[str, tuple[int, int]] | None = None) -> str:
    """One digest of all records that took part, and of how employers kept their promises, whatever the order they were read in."""
    digest = hashlib.sha256()
    for line in sorted(contents.values()):
        digest.update(line)
    if kept:
        digest.update(canonical(kept))
    return digest.hexdigest()[:16]


def _summary(run: str, found: Prematch, candidates: int, seconds: float) -> RunSummary:
    causes: dict[str, int] = {}
    for row in found.left_out:
        causes[row.cause] = causes.get(row.cause, 0) + 1
    return RunSummary(
        run=str(run),
        event=found.event,
        candidates=candidates,
        postings=len(found.shortlists),
        counts=found.counts,
        listed=candidates - len(found.left_out),
        left_out=causes,
        rejected=len(found.rejected),
        seconds=seconds,
        versions=found.versions,
    )
