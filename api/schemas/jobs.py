"""Work that waits for a worker: what may be asked for, and how it stands."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from api.schemas.allocation import AllocationInput
from api.schemas.base import Input, View
from api.schemas.papers import PapersInput
from matching.knowledge.catalogue import Text

State = Literal["waiting", "running", "done", "failed", "parked", "cancelled"]


class MatchInput(Input):
    """Pre-match an event."""

    kind: Literal["match"]
    event: str = Field(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f\x7f]+$")


class AllocateInput(Input):
    """Decide who meets whom at a confirmed event and when, and save it as its timetable."""

    kind: Literal["allocate"]
    event: str = Field(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f\x7f]+$")
    asked: AllocationInput = AllocationInput()


class ExportInput(PapersInput):
    """Make the documents of an event as one file, for whoever asks for it."""

    kind: Literal["export"]


class TrainInput(Input):
    """Train a challenger on the office's own outcomes, or with `synthetic` on the fairs of a synthetic world; the gate decides."""

    kind: Literal["train"]
    seed: int = Field(default=7, ge=0, lt=2**31)
    synthetic: bool = False


JobInput = Annotated[MatchInput | AllocateInput | ExportInput | TrainInput, Field(discriminator="kind")]


class JobView(View):
    """One job. `done` of `total` steps of `stage` count the present attempt; `next_try` is when one that broke is tried again.

    `result` names what was made (`run:...`, `import:...`, `timetable:...`, `file:...`, `ranker:...`), `report` is what the work
    answered: only where one job is asked for, as is `problem` for a refusal.
    """

    id: str
    kind: str
    kind_text: Text
    state: State
    state_text: Text
    made_by: str
    made_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    next_try: datetime | None
    attempts: int
    most_attempts: int
    stage: str | None
    stage_text: Text | None
    done: int
    total: int
    result: str | None
    reason: str | None
    problem: Text | None
    report: dict[str, Any] | None
