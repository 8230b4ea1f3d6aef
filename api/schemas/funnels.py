"""How far the people of an event came, over the wire: counts of people, and nobody's name or id."""

from api.schemas.base import View
from matching.fair.funnel import FunnelStep
from matching.knowledge.catalogue import Text


class FunnelStepView(View):
    """People at one step. A null `count`: nobody recorded the step, though people came to a later one. Of the `before` people at
    the last recorded step, `kept` came on to this one (null at the first); the others of `count` came another way, such as
    walk-ins."""

    step: FunnelStep
    text: Text
    count: int | None
    before: int | None
    kept: int | None


class FunnelView(View):
    """The steps in order, of the people whom the viewer may see. `not_told_yet`: hired people of whom nobody has said yet whether
    they were still there after three months. `summary` says the same in one sentence."""

    event: str
    name: str
    steps: tuple[FunnelStepView, ...]
    not_told_yet: int
    summary: Text
