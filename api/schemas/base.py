"""What every wire type shares: frozen, closed to unknown fields; a page of a list; a problem."""

from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict

ViewT = TypeVar("ViewT")


class View(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Page(View, Generic[ViewT]):
    """One page of a list; `next` is the `after` of the following page, null on the last."""

    items: tuple[ViewT, ...]
    next: str | None = None


class Problem(View):
    """RFC 9457 problem details. `faults` names fields, never their values."""

    type: str
    title: str
    status: int
    detail: str
    instance: str | None = None
    faults: tuple[dict[str, Any], ...] = ()
