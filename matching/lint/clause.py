"""The clauses that the linter knows, one row of clauses.yaml each, and the laws they rest on, one row of laws.yaml each."""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache, cached_property
from typing import Final, Literal, Self

from pydantic import model_validator

from matching.knowledge.catalogue import Signable, Text
from matching.knowledge.source import Rows, packaged, read_rows
from matching.lint.patterns import compile_pattern
from matching.policy import Mark
from matching.records import PostingKind

Severity = Literal["unlawful", "needless", "ask"]

SEVERITIES: Final[Mapping[Severity, Text]] = {
    "unlawful": Text(zh="不合法", en="unlawful"),
    "needless": Text(zh="不必要", en="needless"),
    "ask": Text(zh="请说明", en="ask why"),
}
"""Most serious first."""
COUNTABLE: Final = frozenset({"category", "grade", "age", "sex"})
"""What a clause can exclude by and what is recorded of people: only this can be counted in the pool."""


class Law(Signable):
    """What a clause offends against. `mark`: F found in a public source, K from knowledge and unverified, P a proposal."""

    name: str
    zh: str
    en: str
    source: str
    mark: Mark
    since: date | None = None

    @property
    def text(self) -> Text:
        return Text(zh=self.zh, en=self.en)

    @property
    def to_confirm(self) -> bool:
        """Whether people must be told that nobody has confirmed it yet: not found in a source, and signed by nobody."""
        return self.mark != "F" and self.status != "signed"


class Clause(Signable):
    """One kind of clause: how it is recognised, what is wrong with it, what to write instead.

    `reads` says what it is looked for in: the words of the posting, its age clause, or its stated demands. `seen_by`: every
    match holds one of these. `taken_back`: found in the same part of the sentence, there is no flag. `only_work` and
    `never_work` look at the title: for which work the clause is looked for at all, and for which it is part of the task.
    `excludes` names what it keeps people out by.
    """

    name: str
    zh: str
    en: str
    wrong: Text
    law: str
    severity: Severity
    excludes: str
    reads: Literal["words", "age", "far_vision", "premises"] = "words"
    seen_by: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    taken_back: tuple[str, ...] = ()
    only_work: tuple[str, ...] = ()
    never_work: tuple[str, ...] = ()
    exempt_kinds: frozenset[PostingKind] = frozenset()
    wording: Text
    note: str = ""

    @model_validator(mode="after")
    def _readable(self) -> Self:
        if (self.reads == "words") != bool(self.patterns and self.seen_by):
            raise ValueError("patterns and seen_by belong to a clause that reads words, and to no other; correct one of them")
        for written in (*self.patterns, *self.taken_back, *self.only_work, *self.never_work):
            compile_pattern(written)
        return self

    @property
    def text(self) -> Text:
        return Text(zh=self.zh, en=self.en)

    @cached_property
    def searches(self) -> tuple[re.Pattern[str], ...]:
        return tuple(compile_pattern(written) for written in self.patterns)

    @cached_property
    def back(self) -> re.Pattern[str] | None:
        return _any_of(self.taken_back)

    @cached_property
    def only(self) -> re.Pattern[str] | None:
        return _any_of(self.only_work)

    @cached_property
    def never(self) -> re.Pattern[str] | None:
        return _any_of(self.never_work)

    def concerns(self, title: str, kind: PostingKind | None) -> bool:
        """Whether the clause is looked for in work of this (plain) title and kind."""
        if kind is not None and kind in self.exempt_kinds:
            return False
        if self.only is not None and self.only.search(title) is None:
            return False
        return self.never is None or self.never.search(title) is None


def _any_of(written: tuple[str, ...]) -> re.Pattern[str] | None:
    return compile_pattern("|".join(written)) if written else None


def load_laws(text: str) -> Rows[Law]:
    """Parse laws.yaml. Raises KnowledgeError with file, line and row."""
    return read_rows(text, "laws.yaml", Law).unique(lambda row: row.name)


def load_clauses(text: str, laws: Mapping[str, Law]) -> Rows[Clause]:
    """Parse clauses.yaml. Raises KnowledgeError also for a law that laws.yaml does not hold."""
    clauses = read_rows(text, "clauses.yaml", Clause).unique(lambda row: row.name)
    for row in clauses:
        if row.law not in laws:
            raise clauses.fault(row, f"law: no row {row.law!r} in laws.yaml; add it, or name another", "law")
    return clauses


@cache
def laws() -> Mapping[str, Law]:
    """The packaged laws by name."""
    return {row.name: row for row in load_laws(packaged("laws.yaml"))}


@cache
def clauses() -> Rows[Clause]:
    """The packaged clauses in the order of the file; compiled when first asked for, as few commands need them."""
    return load_clauses(packaged("clauses.yaml"), laws())
