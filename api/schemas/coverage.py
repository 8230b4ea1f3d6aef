"""How many of each group an event reached, as the picture of its audit shows it."""

from api.schemas.base import View
from matching.knowledge.catalogue import Text


class ReachView(View):
    """`count` of `of` people of a group came to a stage: `share` of them, with the exact 95 % interval."""

    count: int
    of: int
    share: float
    low: float
    high: float


class GroupReachView(View):
    """One group on lists, and at an interview where a timetable was saved; null where the audit keeps a figure back, and `why` says
    so."""

    name: Text
    people: int
    listed: ReachView | None
    given: ReachView | None
    why: Text | None


class AttributeReachView(View):
    """The groups of one attribute, in the order of its table."""

    title: Text
    groups: tuple[GroupReachView, ...]


class CoverageView(View):
    """All attributes of an audit that have groups. `allotted`: a timetable was saved. `summary` says what is in the picture."""

    attributes: tuple[AttributeReachView, ...]
    allotted: bool
    summary: Text
