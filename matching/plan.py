"""The plan 武残工〔2023〕4号, item by item, and what the service does about each: a command, a figure of the report, or nothing."""

from collections.abc import Mapping
from datetime import date
from typing import Final, Literal, Self

from pydantic import Field, field_validator, model_validator

from matching.indicators import INDICATORS
from matching.knowledge.catalogue import Text
from matching.knowledge.source import KnowledgeError, Row, Rows, packaged, read_rows
from matching.policy import Sourced

NUMBERS: Final = ("goals", *map(str, range(1, 22)), "s3.1", "s3.2", "s3.3", "s3.4")
"""The goals of the plan, its 21 items, and the parts of its section three, in the order of the plan."""


class Target(Row):
    """What is to be reached. `value` is in the unit of the indicator (a share: 0 to 1); without days it holds at any time."""

    indicator: str
    value: float = Field(ge=0, allow_inf_nan=False)
    since: date | None = None
    by: date | None = None

    @field_validator("indicator")
    @classmethod
    def _known(cls, name: str) -> str:
        if name not in INDICATORS:
            raise ValueError(f"unknown indicator {name!r}; use a name of indicators.yaml")
        return name

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if (self.since is None) != (self.by is None):
            raise ValueError("a target has a first and a last day, or holds at any time; give both or none")
        if self.since is not None and self.by is not None and self.by < self.since:
            raise ValueError(f"since {self.since} is after by {self.by}; correct one of them")
        if INDICATORS[self.indicator].unit == "share" and self.value > 1:
            raise ValueError(f"the share {self.value:g} is above 1; write 0.15 for 15 %")
        return self


class Ask(Row):
    """One thing that an item asks, and how it is served: by exactly one of a command that is there, a command that is planned, a
    figure of the report, or not at all, with the reason."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)
    command: str | None = None
    planned: str | None = None
    report: str | None = None
    not_served: Text | None = None

    @field_validator("report")
    @classmethod
    def _known(cls, name: str | None) -> str | None:
        if name is not None and name not in INDICATORS:
            raise ValueError(f"unknown indicator {name!r}; use a name of indicators.yaml")
        return name

    @model_validator(mode="after")
    def _served_once(self) -> Self:
        ways = [name for name, value in self.ways.items() if value is not None]
        if len(ways) != 1:
            said = " and ".join(ways) or "nothing"
            raise ValueError(f"{said} given; give exactly one of command, planned, report, not_served")
        for name in (self.command, self.planned):
            if name is not None and not name.startswith("tongtu "):
                raise ValueError(f"a command is written as it is typed; write 'tongtu {name}'")
        return self

    @property
    def ways(self) -> Mapping[str, object]:
        return {"command": self.command, "planned": self.planned, "report": self.report, "not_served": self.not_served}

    @property
    def text(self) -> Text:
        return Text(zh=self.zh, en=self.en)


class PlanItem(Sourced):
    """One item of the plan in short words of this project."""

    number: str
    title: Text
    asks: tuple[Ask, ...] = Field(min_length=1)
    targets: tuple[Target, ...] = ()

    @field_validator("number")
    @classmethod
    def _known_number(cls, number: str) -> str:
        if number not in NUMBERS:
            raise ValueError(f"the plan has no item {number!r}; use {', '.join(NUMBERS)}")
        return number

    @property
    def name(self) -> str:
        return self.number

    @property
    def reports(self) -> tuple[str, ...]:
        """The indicators that the item's asks or targets name, each once."""
        named = [ask.report for ask in self.asks if ask.report is not None]
        return tuple(dict.fromkeys([*named, *(target.indicator for target in self.targets)]))


def load_plan(text: str) -> Rows[PlanItem]:
    """Parse plan.yaml.

    Raises KnowledgeError, with file and line, on a wrong or doubled row, an item that is missing or out of order, an unknown
    indicator, an ask that is not served in exactly one way, or two targets for one indicator.
    """
    rows = read_rows(text, "plan.yaml", PlanItem).unique(lambda row: row.number)
    missing = [number for number in NUMBERS if number not in {row.number for row in rows}]
    if missing:
        raise KnowledgeError(f"plan.yaml:1: no row for item {', '.join(missing)}; add it")
    for row, number in zip(rows, NUMBERS, strict=True):
        if row.number != number:
            raise rows.fault(row, f"stands where item {number} belongs; keep the order of the plan", "number")
    set_by: dict[str, PlanItem] = {}
    for row in rows:
        for place, target in enumerate(row.targets):
            if target.indicator in set_by:
                other = set_by[target.indicator].number
                raise rows.fault(row, f"item {other} has a target for {target.indicator} already; keep one", "targets", place)
            set_by[target.indicator] = row
    return rows


PLAN: Final = load_plan(packaged("plan.yaml"))
TARGETS: Final[Mapping[str, Target]] = {target.indicator: target for row in PLAN for target in row.targets}
Way = Literal["command", "planned", "report", "not_served"]


def planned_commands() -> tuple[str, ...]:
    """The commands that the plan counts on and that are not there yet, sorted."""
    return tuple(sorted({ask.planned for row in PLAN for ask in row.asks if ask.planned is not None}))


def named_commands() -> tuple[str, ...]:
    """The commands that the plan names as there, sorted."""
    return tuple(sorted({ask.command for row in PLAN for ask in row.asks if ask.command is not None}))
