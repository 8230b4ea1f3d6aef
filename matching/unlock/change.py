"""A change that may open posts to people: what it is, in which words, what it costs, and who can make it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from matching.constraints import Addressee
from matching.constraints.licence import LICENCES
from matching.constraints.rows import RULE_ROWS
from matching.knowledge import CATALOGUE, Rows, packaged, read_rows
from matching.knowledge.catalogue import Cost, Provider, Signable, Text
from matching.policy import Mark
from matching.records import Course
from matching.verdicts.wording import FACT_TEXTS

COST_POINTS: Final[Mapping[Cost, int]] = {"low": 1, "medium": 2, "high": 3}
TRAVEL_TRAINING: Final = "travel_training"
PERSONAL: Final[frozenset[Provider]] = frozenset({"candidate", "service"})
ON_SITE: Final[frozenset[Provider]] = frozenset({"employer", "platform"})


class ChangeKind(StrEnum):
    """What sort of thing changes: the first two at a posting, an answer at a posting or about people, the rest about people."""

    ACCOMMODATION = "accommodation"
    FACT = "fact"
    AID = "aid"
    COURSE = "course"
    LICENCE = "licence"
    TRAVEL_TRAINING = "travel_training"
    STATUS = "status"
    ANSWER = "answer"


class ChangeRow(Signable):
    """A row of changes.yaml: one kind of change that is no accommodation. `at_most`: what it opens is known only afterwards."""

    kind: ChangeKind
    name: str
    zh: str
    en: str
    provider: tuple[Provider, ...]
    cost: Cost
    at_most: bool = False
    mark: Mark

    @property
    def text(self) -> Text:
        return Text(zh=self.zh, en=self.en)


def load_changes(text: str) -> Rows[ChangeRow]:
    """Parse changes.yaml. Raises KnowledgeError, with file and line, on a wrong row, one said twice, or an unknown fact."""
    rows = read_rows(text, "changes.yaml", ChangeRow).unique(lambda row: (row.kind, row.name))
    changeable = {row.needs_fact for row in CATALOGUE.accommodations if row.fact_can_change}
    for row in rows:
        if row.kind is ChangeKind.FACT and row.name not in changeable:
            message = f"no employer is asked to change {row.name!r}; use a fact that accommodations.yaml lets change"
            raise rows.fault(row, message, "name")
        if row.kind is ChangeKind.LICENCE and row.name not in {*LICENCES, "any"}:
            raise rows.fault(row, f"unknown licence {row.name!r}; use a name of licences.yaml, or any", "name")
        if not row.provider:
            raise rows.fault(row, "nobody makes the change; name who can in provider", "provider")
    return rows


CHANGE_ROWS: Final = load_changes(packaged("changes.yaml"))
_ROWS: Final = {(row.kind, row.name): row for row in CHANGE_ROWS}
_RULE_TITLES: Final = {row.name: row.title for row in RULE_ROWS}


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `name` is that of an accommodation, a fact, a course (its id), a licence or a status; a question is named by what
    it asks: `demand.DIMENSION`, `fact.FACT`, `ability.DIMENSION`, `rule.RULE.ADDRESSEE`.

    `at`: the employer where it is made; None: wherever it applies. `at_most`: a question may be answered either way, so that what
    it opens is a bound.
    """

    kind: ChangeKind
    name: str
    text: Text
    cost: Cost
    providers: tuple[Provider, ...]
    at_most: bool = False
    at: str | None = None

    @property
    def key(self) -> str:
        """KIND:NAME, as programs call it."""
        return f"{self.kind.value}:{self.name}"

    @property
    def points(self) -> int:
        """low 1, medium 2, high 3."""
        return COST_POINTS[self.cost]

    def at_employer(self, employer: str) -> "Change":
        """The same change made at one employer."""
        return replace(self, at=employer)


def accommodation_change(name: str) -> Change:
    """An accommodation promised at a posting, with each changeable fact that it needs."""
    row = CATALOGUE.accommodation(name)
    providers = tuple(one for one in row.provider if one in ON_SITE)
    return Change(ChangeKind.ACCOMMODATION, name, row.text, row.cost, providers)


def aid_change(name: str) -> Change:
    """An accommodation that a person has wherever they go."""
    row = CATALOGUE.accommodation(name)
    kind = ChangeKind.TRAVEL_TRAINING if name == TRAVEL_TRAINING else ChangeKind.AID
    return Change(kind, name, row.text, row.cost, tuple(one for one in row.provider if one in PERSONAL))


def course_change(course: Course) -> Change:
    """A course taken and completed."""
    row = _ROWS[ChangeKind.COURSE, "full" if course.cost == 0 else course.subsidy or "unknown"]
    return Change(ChangeKind.COURSE, course.id, Text(zh=course.name, en=course.name), row.cost, row.provider)


def licence_change(name: str) -> Change:
    """A licence obtained, or renewed."""
    row = _ROWS.get((ChangeKind.LICENCE, name), _ROWS[ChangeKind.LICENCE, "any"])
    text = LICENCES[name].text
    return Change(ChangeKind.LICENCE, name, Text(zh="取得：{name}", en="obtain: {name}").format(name=text), row.cost, row.provider)


def status_change(name: str) -> Change:
    row = _ROWS[ChangeKind.STATUS, name]
    return Change(ChangeKind.STATUS, name, row.text, row.cost, row.provider, row.at_most)


def fact_change(name: str) -> Change:
    """A fact of the job that is false and that the employer changes."""
    row = _ROWS[ChangeKind.FACT, name]
    return Change(ChangeKind.FACT, name, row.text, row.cost, row.provider)


def demand_answer(dimension: str) -> Change:
    """What a posting asks on a dimension turns out to be as little as it can be."""
    text = Text(zh="问清岗位要求：{name}", en="ask what the job demands: {name}")
    return _answer(Addressee.EMPLOYER, f"demand.{dimension}", text.format(name=CATALOGUE.dimension(dimension).text))


def fact_answer(fact: str) -> Change:
    """A fact of the job that nobody told turns out to be true."""
    text = Text(zh="问单位：{fact}吗？", en="ask the employer whether {fact}")
    return _answer(Addressee.EMPLOYER, f"fact.{fact}", text.format(fact=FACT_TEXTS[fact]))


def ability_answer(dimension: str) -> Change:
    """An ability that nobody assessed, or too long ago, turns out to be full."""
    text = Text(zh="评估能力：{name}", en="assess: {name}")
    return _answer(Addressee.ASSESSOR, f"ability.{dimension}", text.format(name=CATALOGUE.dimension(dimension).text))


def rule_answer(rule: str, addressee: Addressee) -> Change:
    """What a rule asks somebody turns out well."""
    text = Text(zh="问清：{rule}", en="ask about: {rule}").format(rule=_RULE_TITLES[rule])
    return _answer(addressee, f"rule.{rule}.{addressee.value}", text)


def _answer(addressee: Addressee, name: str, text: Text) -> Change:
    row = _ROWS[ChangeKind.ANSWER, addressee.value]
    return Change(ChangeKind.ANSWER, name, text, row.cost, row.provider, row.at_most)


FACT_CHANGES: Final = tuple(row.name for row in CHANGE_ROWS if row.kind is ChangeKind.FACT)
STATUSES: Final = tuple(row.name for row in CHANGE_ROWS if row.kind is ChangeKind.STATUS)
