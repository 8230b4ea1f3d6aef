"""Clauses of a stored posting: those in its words, and those in what it states in figures."""

from collections.abc import Iterator
from typing import Final

from matching.knowledge import CATALOGUE
from matching.lint.ages import may_stand
from matching.lint.clause import Clause, clauses
from matching.lint.exclusion import Exclusion
from matching.lint.flag import Flag, Quote
from matching.lint.plain import plain
from matching.lint.words import lint_fields, numbered
from matching.policy import Policy
from matching.records import Demand, Posting, Provenance
from matching.verdicts.requirements import AWAY_FROM_PREMISES

_SAID: Final = (Provenance.STATED, Provenance.CONFIRMED)
_RANGE: Final = "age_range"
FAR: Final = 3
"""The level of far sight from which work at a screen is asked why."""


def lint_posting(posting: Posting, policy: Policy) -> tuple[Flag, ...]:
    """The flags of a posting, the most serious first, then as they stand in it. Nothing is filtered and no verdict reads them."""
    found = lint_fields(word_fields(posting), policy, posting.kind)
    flags = [*found, *_stated(posting, policy, found)]
    return tuple(sorted(flags, key=lambda flag: flag.rank))


def word_fields(posting: Posting) -> dict[str, str]:
    """The fields that hold words, as the quotes name them."""
    fields = {"title": posting.title, "text": posting.text}
    return fields | numbered("tags", posting.tags) | numbered("skills", posting.skills) | numbered("welfare", posting.welfare)


def stated_fields(posting: Posting) -> dict[str, str]:
    """The age clause and the stated demands as words: the employer's own where there are any, else name and figure."""
    fields: dict[str, str] = {}
    if posting.age is not None:
        low, high = posting.age.minimum, posting.age.maximum
        fields["age"] = posting.age.text or f"{'' if low is None else low}-{'' if high is None else high}"
    for demand in posting.demands:
        fields[f"demands.{demand.dimension}"] = demand.evidence or f"{CATALOGUE.dimension(demand.dimension).zh} {demand.level}"
    return fields


def _stated(posting: Posting, policy: Policy, found: tuple[Flag, ...]) -> Iterator[Flag]:
    fields = stated_fields(posting)
    title = plain(posting.title)
    for row in clauses():
        if row.reads == "words" or not row.concerns(title, posting.kind):
            continue
        if row.reads == "age":
            excludes = _age(posting, policy)
            # An importer copies the range from the text: what was quoted there is not said twice.
            if excludes is not None and not any(
                flag.excludes == excludes or (flag.name == _RANGE and flag.quote.words == fields["age"]) for flag in found
            ):
                yield _whole(row, "age", fields, excludes)
        else:
            for demand in posting.demands:
                if _offends(row, demand, posting):
                    yield _whole(row, f"demands.{demand.dimension}", fields)


def _age(posting: Posting, policy: Policy) -> Exclusion | None:
    clause = posting.age
    if clause is None or (clause.minimum is None and clause.maximum is None):
        return None
    excludes = Exclusion("age", minimum=clause.minimum, maximum=clause.maximum)
    return None if may_stand(excludes, clause.text, policy) else excludes


def _offends(row: Clause, demand: Demand, posting: Posting) -> bool:
    if demand.provenance not in _SAID or not demand.level:
        return False
    if row.reads == "far_vision":
        return demand.dimension == "far_vision" and demand.level >= FAR
    return posting.workplace.remote is True and demand.dimension in AWAY_FROM_PREMISES


def _whole(row: Clause, field: str, fields: dict[str, str], excludes: Exclusion | None = None) -> Flag:
    words = fields[field]
    return Flag(row, Quote(field, 0, len(words), words), excludes)
