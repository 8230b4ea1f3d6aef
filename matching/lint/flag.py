"""What the linter says of one clause of one posting."""

from dataclasses import dataclass

from matching.knowledge.catalogue import Text
from matching.lint.clause import SEVERITIES, Clause, Law, Severity, laws
from matching.lint.exclusion import Exclusion


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a posting where they stand: `words` is exactly `start:end` of the field, counted in characters."""

    field: str
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Flag:
    """One clause, quoted. `excludes` is None where nothing is recorded by which the people kept out could be counted."""

    clause: Clause
    quote: Quote
    excludes: Exclusion | None = None

    @property
    def name(self) -> str:
        return self.clause.name

    @property
    def severity(self) -> Severity:
        return self.clause.severity

    @property
    def rule(self) -> Law:
        return laws()[self.clause.law]

    @property
    def proposal(self) -> Text:
        return self.clause.wording

    @property
    def rank(self) -> int:
        """0 for the most serious."""
        return list(SEVERITIES).index(self.clause.severity)
