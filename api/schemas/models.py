"""The kept versions of the ranker: which serves, what the gate found, and what became of each."""

from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field

from api.schemas.base import Input, View
from matching.knowledge.catalogue import Text


class CheckView(View):
    """One condition of the gate, with one sentence."""

    name: str
    passed: bool
    text: Text


class GateView(View):
    """What the gate found against `incumbent`, which was in use then."""

    passed: bool
    incumbent: str
    checks: tuple[CheckView, ...]


class ModelView(View):
    """One kept version. `fault` says why it cannot be used; what is not known then is null."""

    version: str
    state: Literal["challenger", "in_use", "former"]
    state_text: Text
    fault: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    lists: int | None = None
    pairs: int | None = None
    parent: str | None = None
    metrics: dict[str, Any] = Field(default_factory=dict)
    gate: GateView | None = None


class ActView(View):
    """One act of the history. `before` and `version` are null for the hand-weighted table."""

    at: datetime
    by: str
    action: Literal["kept", "promoted", "rolled_back"]
    action_text: Text
    before: str | None
    version: str | None
    why: str


class ModelsView(View):
    """`serving` is the version that ranks now. `unfinished` counts trainings that were begun and can be taken up again."""

    serving: str
    note: Text
    models: tuple[ModelView, ...]
    unfinished: int
    history: tuple[ActView, ...]


class ModelCardView(View):
    """One version with all that its manifest says, and its card as Markdown, in Chinese and English."""

    model: ModelView
    manifest: dict[str, Any]
    card: str


class ReasonInput(Input):
    """Why a version is taken or left, in a few words; never about a person."""

    why: str = Field(default="", max_length=200)


class RollbackInput(ReasonInput):
    """`to`: a version that was in use before, or "hand-weighted"; without it, what was in use last."""

    to: str | None = Field(default=None, max_length=120)
