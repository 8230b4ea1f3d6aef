"""Pre-match an event: load, match, save the run in one transaction."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from importlib.metadata import version
from time import perf_counter

from api.actions.days import rules_day
from api.actions.errors import BadInput, NotFound
from api.actions.event_rolls import EventRoll, KnownRoll, read_roll
from api.actions.fair_state import check_act
from api.actions.former_ranker import check_former
from api.actions.listed import keep_matched
from api.actions.rematching import Basis, Keep, rematch_event
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
from matching.protocols import Encoder, Matcher
from matching.records import EmployerRecord, Event, Viewer
from matching.shortlist import Prematch, Versions

EVENT = Text(zh="活动", en="event")


@paused_collection()
def match_event(app: Application, viewer: Viewer, event_id: str, progress: Progress | None = None) -> RunSummary:
    """Match an event and save its lists. Two runs over the same data, models and settings save the same bytes.

    Raises NotFound for an unknown event, Conflict once its lists are confirmed, or where the ranker that was used
    last is lost, BadInput when nobody or no open posting takes part.
    """
    started = perf_counter()
    ranker, encoder, cluster = app.ranker, CachedEncoder(app, viewer), app.settings.cluster
    with span("pre-match", stage="load"), app.database.read(viewer) as stores:
        event = stores.events.get(viewer, event_id)
        if event is None:
            raise NotFound(EVENT, event_id)
        check_act(stores, viewer, event_id, Act.MATCH)
        check_former(app.settings.models, stores.runs.last_ranker(viewer))
        day, mark = rules_day(app, event), stores.retention.mark(viewer)
        settings = _settings(app, day)
        versions = _versions(encoder, ranker, settings)
        basis = Basis.of(app, event.id, versions, mark)
        roll = read_roll(stores, viewer, event, basis.roll if cluster is None else KnownRoll())
        kept = stores.promises.record_of(viewer, [posting.employer for posting in roll.asked], day)
    _check_taking_part(event, roll)
    digests = (_content_hash(roll.digests.values()), _content_hash((one.digest for one in roll.postings.values()), kept))
    versions = versions.model_copy(update=dict(zip(("candidates", "postings"), digests, strict=True)))
    records = {employer: EmployerRecord(*counts) for employer, counts in kept.items()}
    keep: Keep | None = None
    with span("pre-match", stage="compare"):
        if cluster is not None:
            from api.cluster.prematching import prematch_on_cluster

            given = (event.id, roll.opened, roll.asked)
            found = prematch_on_cluster(cluster, *given, app.encoder, ranker, versions, settings, progress, records)
        else:
            how = (encoder, ranker, versions, settings, progress, records, basis)
            found, keep = rematch_event(app, viewer, event.id, roll, *how)
    with span("pre-match", stage="save"), app.database.begin(viewer) as stores:
        run = stores.runs.save(viewer, found, app.clock(), frozen=basis.frozen)
        summary = _summary(run, found, len(roll.people), perf_counter() - started)
        stores.jobs.tell(viewer, summary.model_dump(mode="json"))
    keep_matched(app, event, found, roll, mark)
    if keep is not None:
        keep()
    return summary


def _settings(app: Application, day: date) -> PrematchSettings:
    wanted = app.settings
    return PrematchSettings(depth=wanted.depth, keep=wanted.keep, exploration=wanted.exploration, today=day)


def _versions(encoder: Encoder, ranker: Matcher, settings: PrematchSettings) -> Versions:
    """What makes a match beside people and postings."""
    return Versions(
        software=version("tongtu"),
        knowledge=knowledge_hash(),
        encoder=encoder.version,
        ranker=ranker.version,
        candidates="",
        postings="",
        settings=hashlib.sha256(settings.model_dump_json().encode()).hexdigest()[:16],
        features=features_hash(),
    )


def _check_taking_part(event: Event, roll: EventRoll) -> None:
    if not roll.people:
        raise BadInput(
            Text(
                zh="活动 {event} 没有求职者；先用 tongtu import candidates 导入。",
                en="Event {event} has no candidates; import them first with tongtu import candidates.",
            ).format(event=event.id)
        )
    if not roll.postings:
        raise BadInput(
            Text(
                zh="活动 {event} 没有在招岗位；先用 tongtu import postings 导入。",
                en="Event {event} has no open postings; import them first with tongtu import postings.",
            ).format(event=event.id)
        )


def _content_hash(digests: Iterable[bytes], kept: Mapping[str, tuple[int, int]] | None = None) -> str:
    """One digest of all records that took part, and of how employers kept their promises, whatever the order they were read in."""
    digest = hashlib.sha256()
    for one in sorted(digests):
        digest.update(one)
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
