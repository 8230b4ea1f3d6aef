"""Facts of the law and of this project that hold from one day to another: wages, ages, periods, travel minutes.

Nothing here is a constant of the code: every figure is a row of policy.yaml, minimum_wage.yaml or minutes.yaml, with its dates,
its source and a mark. F: found in a public source. K: from knowledge, not verified. P: a proposal of this project.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from math import isfinite
from typing import Final, Literal, Self, TypeVar

from pydantic import ConfigDict, Field, field_validator, model_validator

from matching.geography import AREAS, DISTRICTS, ZONES
from matching.knowledge.catalogue import Signable, Text
from matching.knowledge.source import KnowledgeError, Rows, packaged, read_rows

Mark = Literal["F", "K", "P"]
Day = date


class Sourced(Signable):
    """A row that says where it comes from and how sure that is."""

    source: str = Field(min_length=1)
    mark: Mark

    @property
    def to_confirm(self) -> bool:
        """Whether people must be told that nobody has confirmed the row yet: it was not found in a source, and nobody signed it."""
        return self.mark != "F" and self.status != "signed"


class Basis(Sourced):
    """A row that holds from one day to another (None: open), both included."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    since: date = Field(alias="from")
    until: date | None = Field(alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.until is not None and self.until < self.since:
            raise ValueError(f"from {self.since} is after to {self.until}; correct one of them")
        return self

    def holds(self, day: date) -> bool:
        """Whether the row is in force on a day; both ends are included."""
        return self.since <= day and (self.until is None or day <= self.until)


_BasisT = TypeVar("_BasisT", bound=Basis)


def _whole(value: object, low: int, high: int) -> bool:
    return isinstance(value, int) and low <= value <= high


def _number(value: object, low: float, high: float) -> bool:
    return isinstance(value, int | float) and isfinite(value) and low <= value <= high


def _above_zero(value: object) -> bool:
    return _number(value, 0, 10_000) and value != 0


_ABOVE_ZERO: Final = (_above_zero, "a number above 0")
_UNITS: Final[Mapping[str, tuple[Callable[[object], bool], str]]] = {
    "age": (lambda value: _whole(value, 0, 120), "a whole number of years, 0 to 120"),
    "level": (lambda value: _whole(value, 0, 4), "a level, 0 to 4"),
    "yes=1": (lambda value: _whole(value, 0, 1), "1 for yes or 0 for no"),
    "ratio": (lambda value: _number(value, 0, 1), "a number from 0 to 1"),
    "month": (lambda value: isinstance(value, date) and value.day == 1, "the first day of a month, such as 1965-01-01"),
    **dict.fromkeys(("years", "days", "hours", "minutes"), _ABOVE_ZERO),
    "months": (lambda value: _whole(value, 1, 1_200), "a whole number of months, 1 or more"),
    "people": (lambda value: _whole(value, 0, 100_000), "a whole number of people"),
    "times": (_above_zero, "a number above 0"),
}
"""What a value of each unit must be, and how a fault says it."""


class PolicyFact(Basis):
    """One named fact. `value` is a number (in `unit`), a word or a day."""

    name: str
    zh: str
    en: str
    value: int | float | date | str
    unit: str

    @field_validator("unit")
    @classmethod
    def _known_unit(cls, unit: str) -> str:
        if unit not in _UNITS:
            raise ValueError(f"unknown unit {unit!r}; use {', '.join(_UNITS)}")
        return unit

    @model_validator(mode="after")
    def _fits_unit(self) -> Self:
        fits, words = _UNITS[self.unit]
        if not fits(self.value):
            raise ValueError(f"the value {self.value!r} is no {self.unit}; write {words}")
        return self

    @property
    def text(self) -> Text:
        return Text(zh=self.zh, en=self.en)

    @property
    def number(self) -> float:
        """The value as a number. Raises KnowledgeError for a word or a day."""
        if isinstance(self.value, bool | str | date):
            raise KnowledgeError(f"policy.yaml: {self.name}: {self.value!r} is no number; correct the value")
        return self.value


class WageFloor(Basis):
    """The minimum wage of one district: yuan a month of full-time work and yuan an hour of other work."""

    district: str
    monthly: float = Field(gt=0, allow_inf_nan=False)
    hourly: float = Field(gt=0, allow_inf_nan=False)

    @model_validator(mode="after")
    def _hour_below_month(self) -> Self:
        if self.hourly > self.monthly:
            raise ValueError(f"the hourly floor {self.hourly:g} is above the monthly one, {self.monthly:g}; correct one of them")
        return self


class Minutes(Basis):
    """One-way minutes by public transport from one area to itself and to areas whose rows come later."""

    area: str
    minutes: Mapping[str, int]

    @model_validator(mode="after")
    def _in_range(self) -> Self:
        for name, value in self.minutes.items():
            if not 1 <= value <= 600:
                raise ValueError(f"{value} minutes to {name} are outside 1..600; correct them")
        return self


def load_facts(text: str) -> Rows[PolicyFact]:
    """Parse policy.yaml. Raises KnowledgeError, with file and line, on a wrong row, a value that does not fit its unit, two rows
    of one name for one day, or a lower age above its upper one on some day."""
    rows = without_overlap(read_rows(text, "policy.yaml", PolicyFact), lambda row: row.name)
    for least, most in _IN_ORDER:
        for high in (row for row in rows if row.name == most):
            low = next((row for row in rows if row.name == least and _overlap(row, high) and row.number > high.number), None)
            if low is not None:
                what = f"{high.number:g} is below {least}, {low.number:g} (line {rows.place(low).line}); correct one of them"
                raise rows.fault(high, what, "value")
    return rows


_IN_ORDER: Final = (("age.work_minimum", "age.minor_until"), ("internship.age_least", "internship.age_most"))


def check_without_gap(rows: Rows[PolicyFact], name: str) -> None:
    """Raises KnowledgeError where a fact that a rule rests on has a day without a row after its first, or an end."""
    own = sorted((row for row in rows if row.name == name), key=lambda row: row.since)
    for row, after in pairwise(own):
        if row.until is None or (after.since - row.until).days != 1:
            what = f"a rule rests on it, and no row holds between {row.until} and {after.since}; close the gap"
            raise rows.fault(after, what, "from")
    if own and own[-1].until is not None:
        raise rows.fault(own[-1], f"a rule rests on it, and no row holds after {own[-1].until}; leave the last row open", "to")


def load_minimum_wage(text: str) -> Rows[WageFloor]:
    """Parse minimum_wage.yaml. Raises KnowledgeError on a wrong row, an unknown district or two rows of a district for one day."""
    rows = read_rows(text, "minimum_wage.yaml", WageFloor)
    for row in rows:
        if row.district not in DISTRICTS:
            raise rows.fault(row, f"unknown district {row.district!r}; use a code of districts.yaml", "district")
    return without_overlap(rows, lambda row: row.district)


def load_minutes(text: str) -> Rows[Minutes]:
    """Parse minutes.yaml. Raises KnowledgeError on an unknown area, a pair given twice for one day, or a pair that is missing."""
    rows = without_overlap(read_rows(text, "minutes.yaml", Minutes), lambda row: row.area)
    known = {area.key for area in AREAS}
    said: dict[frozenset[str], list[Minutes]] = {}
    for row in rows:
        if row.area not in known:
            raise rows.fault(row, f"unknown area {row.area!r}; use a code or zone of districts.yaml", "area")
        for name in row.minutes:
            if name not in known:
                raise rows.fault(row, f"unknown area {name!r}; use a code or zone of districts.yaml", "minutes", name)
            pair = said.setdefault(frozenset((row.area, name)), [])
            if any(_overlap(row, other) for other in pair if other.area != row.area):
                raise rows.fault(row, f"the way to {name!r} is given in that area's row too; keep one", "minutes", name)
            pair.append(row)
    pairs = [(one, other) for one in known for other in known if one <= other and frozenset((one, other)) not in said]
    missing = sorted("-".join(pair) for pair in pairs)
    if missing:
        raise KnowledgeError(f"minutes.yaml:1: no minutes for {', '.join(missing[:5])}; add them ({len(missing)} in all)")
    return rows


def month_shifted(day: Day, months: int) -> Day:
    """The same day `months` later (earlier if negative), or the first of the next month where that month is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    try:
        return day.replace(year=year, month=month + 1)
    except ValueError:
        return day.replace(year=year + (month + 1) // 12, month=(month + 1) % 12 + 1, day=1)


def without_overlap(rows: Rows[_BasisT], key: Callable[[_BasisT], Hashable]) -> Rows[_BasisT]:
    """The same rows. Raises KnowledgeError when two of one key hold on one day."""
    seen: dict[Hashable, list[_BasisT]] = {}
    for row in rows:
        earlier = seen.setdefault(key(row), [])
        for other in earlier:
            if _overlap(row, other):
                line = rows.place(other).line
                raise rows.fault(row, f"holds on the same days as the row in line {line}; end one before the other begins", "from")
        earlier.append(row)
    return rows


def _overlap(one: Basis, other: Basis) -> bool:
    return (other.until is None or one.since <= other.until) and (one.until is None or other.since <= one.until)


@dataclass(frozen=True)
class PolicyBook:
    """All rows of the three files, those of the past and of the future too."""

    facts: Sequence[PolicyFact]
    wages: Sequence[WageFloor]
    minutes: Sequence[Minutes]

    def on(self, day: date) -> "Policy":
        """What is in force on a day."""
        ways: dict[tuple[str, str], Minutes] = {}
        for row in self.minutes:
            if row.holds(day):
                for name in row.minutes:
                    ways[row.area, name] = ways[name, row.area] = row
        return Policy(
            date=day,
            facts={row.name: row for row in self.facts if row.holds(day)},
            wages={row.district: row for row in self.wages if row.holds(day)},
            ways=ways,
            book=self,
        )


@dataclass(frozen=True, eq=False)
class Policy:
    """What is in force on `date`: facts by name, wages by district, ways by the pair of their areas (in both directions)."""

    date: date
    facts: Mapping[str, PolicyFact]
    wages: Mapping[str, WageFloor]
    ways: Mapping[tuple[str, str], Minutes]
    book: PolicyBook

    def on(self, day: Day) -> "Policy":
        """The same rows on another day."""
        return self.book.on(day)

    @property
    def assessed_since(self) -> Day | None:
        """The first day whose assessments still count for hard demands; None where no period is in force."""
        validity = self.facts.get("assessment.validity_months")
        return None if validity is None else month_shifted(self.date, -int(validity.number))

    def find(self, name: str) -> PolicyFact | None:
        """The fact of this name, or None where none is in force on the day."""
        return self.facts.get(name)

    def fact(self, name: str) -> PolicyFact:
        """The fact of this name. Raises KnowledgeError where no row is in force on the day."""
        found = self.facts.get(name)
        if found is None:
            known = any(row.name == name for row in self.book.facts)
            what = f"no row of {name!r} is in force on {self.date}; add one" if known else f"no row is named {name!r}; add it"
            raise KnowledgeError(f"policy.yaml:1: {what}")
        return found

    def number(self, name: str) -> float:
        """The value of a fact that is a number. Raises KnowledgeError where there is none on the day."""
        return self.fact(name).number

    def minimum_wage(self, area: str) -> WageFloor | None:
        """The floor in a district (by code) or zone (by name; the lowest of its districts); None where none is in force."""
        zone = ZONES.get(area)
        codes = (area,) if zone is None else zone.districts
        return min((self.wages[code] for code in codes if code in self.wages), key=lambda row: row.monthly, default=None)

    def lowest_wage(self) -> WageFloor | None:
        """The lowest floor of all districts, for a place of the city that names none."""
        return min(self.wages.values(), key=lambda row: row.monthly, default=None)

    def way(self, area: str, other: str) -> Minutes | None:
        """The row that gives the minutes between two areas, with its source; None where neither area's row does."""
        return self.ways.get((area, other))

    def minutes(self, area: str, other: str) -> int | None:
        """One-way minutes by public transport between two areas (district code or zone name), the same in both directions."""
        row = self.ways.get((area, other))
        return None if row is None else row.minutes[other if row.area == area else area]


FACTS: Final = load_facts(packaged("policy.yaml"))
WAGES: Final = load_minimum_wage(packaged("minimum_wage.yaml"))
MINUTES: Final = load_minutes(packaged("minutes.yaml"))
"""All rows of the three files, for the pages where an expert reads and signs them."""

_BOOK: Final = PolicyBook(FACTS, WAGES, MINUTES)


@lru_cache(maxsize=64)
def policy_on(day: date) -> Policy:
    """The packaged policy on a day."""
    return _BOOK.on(day)
