"""What is in force on a day: dated facts, wage floors, travel minutes, and the rules that rest on them."""

from datetime import date
from typing import Literal

from api.schemas.base import View
from matching.knowledge.catalogue import Text
from matching.policy import Mark


class Sourced(View):
    """A row with its source. `mark`: F found in a public source, K from knowledge and not verified, P proposed by this project."""

    source: str
    mark: Mark
    to_confirm: bool


class FactView(Sourced):
    """One fact in force since `since`, until `until` (null: open). `value_text` is the value with its unit."""

    name: str
    text: Text
    value: int | float | date | str
    unit: str
    value_text: Text
    since: date
    until: date | None


class WageView(Sourced):
    """The minimum wage of a district: yuan a month of full-time work, yuan an hour of part-time work."""

    district: str
    name: Text
    monthly: float
    hourly: float
    since: date
    until: date | None


class MinutesView(Sourced):
    """One-way minutes by public transport from an area to itself and to those whose rows come later; the same both ways."""

    area: str
    name: Text
    minutes: dict[str, int]
    since: date
    until: date | None


class RuleView(Sourced):
    """One rule beyond ability. `facts` names those it rests on; `scope` says whether a pair or a posting is judged.

    `missing`: the figures it rests on that have no row in force on the day.
    """

    name: str
    title: Text
    text: Text
    scope: Literal["pair", "posting"]
    unknown: Literal["review", "allow"]
    unmet: Literal["block", "review"]
    facts: tuple[str, ...]
    missing: tuple[str, ...] = ()


class PolicyView(View):
    """All that is in force on `on`. `to_confirm` counts the facts, floors, ways and rules that nobody has confirmed yet."""

    on: date
    facts: tuple[FactView, ...]
    wages: tuple[WageView, ...]
    minutes: tuple[MinutesView, ...]
    rules: tuple[RuleView, ...]
    to_confirm: int
