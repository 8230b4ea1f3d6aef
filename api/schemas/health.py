"""What the checks of an installation found."""

from typing import Literal

from api.schemas.base import View
from matching.knowledge.catalogue import Text

State = Literal["good", "watch", "bad"]


class FindingView(View):
    """One check. `watch`: it works, and will not for long; `bad`: it does not work. `do` says what to do about either."""

    name: str
    state: State
    text: Text
    do: Text | None = None


class HealthView(View):
    """All checks, in the order in which one would look."""

    findings: tuple[FindingView, ...]
    state: State
