"""The rows of rules.yaml, eligibility.yaml and licences.yaml: what each rule says, its source and its words, to read and sign."""

from collections.abc import Iterable, Mapping
from itertools import pairwise
from math import isfinite
from typing import Final, Literal, Self

from pydantic import Field, field_validator, model_validator

from matching.constraints.finding import Addressee
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Text
from matching.knowledge.source import KnowledgeError, Row, Rows, packaged, read_rows
from matching.policy import FACTS, PolicyFact, Sourced, check_without_gap
from matching.records import PostingKind


class Ask(Row):
    """A question that settles a review, and who can answer it."""

    zh: str
    en: str
    to: Addressee

    @property
    def text(self) -> Text:
        return Text(zh=self.zh, en=self.en)


class Action(Row):
    """What would open a blocked pair; see `Until`."""

    action: Text
    by: Text
    steps: tuple[Text, ...] = ()
    change: str | None = None


class Values(Row):
    """A rule's own thresholds: the `least` level that counts, `steps` of hours a day, each `shift` as a level, `words`."""

    least: int = Field(default=0, ge=0, le=4)
    steps: tuple[float, ...] = ()
    shift: Mapping[str, int] = Field(default_factory=dict)
    words: tuple[str, ...] = ()

    @field_validator("steps")
    @classmethod
    def _one_a_level(cls, steps: tuple[float, ...]) -> tuple[float, ...]:
        rising = all(low < high for low, high in pairwise((0.0, *steps)))
        if steps and (len(steps) != 4 or not rising or not all(map(isfinite, steps))):
            raise ValueError("the hours of the levels 1 to 4 do not rise; write four numbers, the least first")
        return steps


class RuleRow(Sourced):
    """One rule as a row that an expert can read and sign.

    `zh` and `en` say the rule; `facts` are the rows of policy.yaml it rests on, `values` its own thresholds. `unknown` is what it
    does where the person's side or the job's is not known, `unmet` what it does with who does not meet it. `scope`: of a pair, or
    of the posting alone. Names in braces inside the texts are filled in.
    """

    name: str
    order: int
    scope: Literal["pair", "posting"] = "pair"
    title: Text
    zh: str
    en: str
    unknown: Literal["review", "allow"]
    unmet: Literal["block", "review"] = "block"
    facts: tuple[str, ...] = ()
    values: Values = Values()
    reasons: Mapping[str, Text] = Field(default_factory=dict)
    questions: Mapping[str, Ask] = Field(default_factory=dict)
    until: Mapping[str, Action] = Field(default_factory=dict)

    @property
    def text(self) -> Text:
        return Text(zh=self.zh, en=self.en)


def load_rules(text: str, facts: Rows[PolicyFact] = FACTS) -> Rows[RuleRow]:
    """Parse rules.yaml. Raises KnowledgeError, with file and line, on a wrong row, a name or place twice, an unknown fact, or one
    that is not in force on every day from its first on."""
    rows = read_rows(text, "rules.yaml", RuleRow).unique(lambda row: row.name).unique(lambda row: row.order)
    known = {fact.name for fact in facts}
    for row in rows:
        if row.name in CATALOGUE.position:
            raise rows.fault(row, "a dimension has this name too; choose another", "name")
        for name in row.facts:
            if name not in known:
                raise rows.fault(row, f"unknown fact {name!r}; use a name of policy.yaml", "facts")
            check_without_gap(facts, name)
    return rows


Condition = Literal["recognition", "household", "registration", "rural", "reserved", "graduation", "internship_window"]
"""The rules that read whether a kind of posting asks for them."""


class Conditions(Sourced):
    """What a kind of posting asks of a person by its programme, and whether the wage floor holds for it.

    `asks` names rules that then apply; `licences` what the law wants to see. `wage_floor`: always, only with a labour contract,
    or never.
    """

    kind: PostingKind
    asks: tuple[Condition, ...] = ()
    licences: tuple[str, ...] = ()
    wage_floor: Literal["always", "labour_contract", "never"]


def load_conditions(text: str, rules: Iterable[RuleRow], licences: Iterable["LicenceRow"]) -> Rows[Conditions]:
    """Parse eligibility.yaml. Raises KnowledgeError on an unknown kind, rule or licence, a kind twice, or a kind without a row."""
    rows = read_rows(text, "eligibility.yaml", Conditions).unique(lambda row: row.kind)
    known = {"asks": {row.name for row in rules}, "licences": {row.name for row in licences}}
    for row in rows:
        for field, names in (("asks", row.asks), ("licences", row.licences)):
            for name in names:
                if name not in known[field]:
                    file = "rules.yaml" if field == "asks" else "licences.yaml"
                    raise rows.fault(row, f"{field}: {name!r} is not known; use a name of {file}", field)
    missing = [kind.value for kind in PostingKind if kind not in {row.kind for row in rows}]
    if missing:
        raise KnowledgeError(f"eligibility.yaml:1: no row for {', '.join(missing)}; add it")
    return rows


class LicenceRow(Sourced):
    """A licence: whether the law asks for it, what else it covers, how one gets it, and what work is open without it.

    `words` are other names under which records hold it, beside its Chinese title; `classes` those of vehicles (C1); `covers`
    licences that its holder need not show; `driving` the level of the demand `driving` from which the law asks for it.
    """

    name: str
    zh: str
    en: str
    by_law: bool
    words: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    driving: int | None = Field(default=None, ge=1, le=4)
    instead: PostingKind | None = None
    steps: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _how_to_get_it(self) -> Self:
        if self.by_law and not self.steps:
            raise ValueError("a licence that the law asks for blocks; give the steps to obtain it")
        return self

    @property
    def text(self) -> Text:
        return Text(zh=self.zh, en=self.en)


def load_licences(text: str) -> Rows[LicenceRow]:
    """Parse licences.yaml. Raises KnowledgeError on a wrong row, a name or word twice, or cover of an unknown licence."""
    rows = read_rows(text, "licences.yaml", LicenceRow).unique(lambda row: row.name)
    names = {row.name for row in rows}
    taken: dict[str, LicenceRow] = {}
    for row in rows:
        for word in (row.name, row.zh, *row.words, *row.classes):
            if taken.setdefault(word, row) is not row:
                raise rows.fault(row, f"the word {word!r} stands for {taken[word].name} already; keep it in one row", "words")
        for name in row.covers:
            if name not in names:
                raise rows.fault(row, f"unknown licence {name!r}; use a name of this file", "covers")
            if name == row.name:
                raise rows.fault(row, "a licence covers itself anyway; take it out", "covers")
    return rows


RULE_ROWS: Final = load_rules(packaged("rules.yaml"))
LICENCE_ROWS: Final = load_licences(packaged("licences.yaml"))
CONDITION_ROWS: Final = load_conditions(packaged("eligibility.yaml"), RULE_ROWS, LICENCE_ROWS)

CONDITIONS: Final[Mapping[PostingKind, Conditions]] = {row.kind: row for row in CONDITION_ROWS}
