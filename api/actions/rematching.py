"""Match an event on from its last run: what did not change since is neither opened, prepared, ranked nor told again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from api.actions.event_rolls import EventRoll, KnownRoll
from api.last_runs import LastRuns, frame_of
from api.run_memory import RememberedRun
from api.threads import own_cores
from api.wiring import Application
from data.stores import FrozenEntries
from matching.prematch import PrematchSettings, Progress
from matching.protocols import Encoder, Ranker
from matching.records import EmployerRecord, Viewer
from matching.rematch import TakingPart, rematch
from matching.shortlist import Prematch, Versions

Keep = Callable[[], None]
"""Keeps what was found for the next run; to be called once the run is saved."""


@dataclass(frozen=True)
class Basis:
    """What a run goes on from. `frame`: in what models, knowledge, settings, day and program all was found, and under which `mark`
    of erasures; `before`: what this process remembers of the last run of the event in that frame."""

    frame: str
    mark: str
    before: RememberedRun | None

    @classmethod
    def of(cls, app: Application, event: str, versions: Versions, mark: str) -> "Basis":
        """What is remembered is taken out: nobody else goes on from it meanwhile."""
        frame = frame_of(versions, mark)
        return cls(frame, mark, app.run_memory.take(event, frame))

    @cached_property
    def frozen(self) -> FrozenEntries:
        return FrozenEntries() if self.before is None else self.before.frozen

    @property
    def roll(self) -> KnownRoll:
        return KnownRoll() if self.before is None else self.before.roll


def rematch_event(
    app: Application,
    viewer: Viewer,
    event: str,
    roll: EventRoll,
    encoder: Encoder,
    ranker: Ranker,
    versions: Versions,
    settings: PrematchSettings,
    progress: Progress | None,
    records: Mapping[str, EmployerRecord],
    basis: Basis,
) -> tuple[Prematch, Keep]:
    """As `matching.prematch.prematch`, byte for byte; what is known from before is taken over.

    Where nothing is remembered, scores of unchanged pairs are taken from the file of the last run. `roll` was read on this basis.
    """
    last = LastRuns(app.settings.last_runs, app.keys)
    part = TakingPart(
        people={name: last.version_of(f"{name}\n".encode() + revision) for name, revision in roll.people.items()},
        # With how its employer kept promises: the reasons of its lists read that.
        postings={
            name: last.version_of(f"{name}\n{records.get(one.posting.employer)!r}\n".encode() + one.revision)
            for name, one in roll.postings.items()
        },
        candidates=roll.opened,
        asked=roll.asked,
        records=records,
    )
    before = basis.before
    known = last.get(event, basis.frame) if before is None else before.scores
    ground = None if before is None or roll.whole else before.ground
    made = rematch(event, part, encoder, ranker, versions, settings, basis.frame, known, ground, progress, threads=own_cores())

    def keep() -> None:
        if made.scores is None or made.ground is None:
            return
        if _mark(app, viewer) != basis.mark:  # somebody was erased meanwhile, and has to stay so
            return
        last.put(event, made.scores)
        stood = roll.known_after(basis.roll)
        app.run_memory.put(RememberedRun(event, basis.frame, basis.mark, stood, made.ground, made.scores, basis.frozen))

    return made.found, keep


def forget_runs(app: Application) -> None:
    """Forget what was kept of the last runs and their lists, in this process and in the home."""
    app.run_memory.forget()
    app.listed.forget()
    LastRuns(app.settings.last_runs, app.keys).forget()


def forget_erased(app: Application, viewer: Viewer) -> None:
    """Forget everybody whom this process remembers where somebody was erased since it last looked, by whichever process."""
    mark = _mark(app, viewer)
    if mark != app.erasures:
        app.forget_people()
        app.erasures = mark


def _mark(app: Application, viewer: Viewer) -> str:
    with app.database.read(viewer) as stores:
        return stores.retention.mark(viewer)
