"""The posting linter: it quotes clauses that are unlawful or needless and proposes a wording; no filter, no verdict reads it."""

from matching.lint.clause import COUNTABLE, SEVERITIES, Clause, Law, Severity, clauses, laws
from matching.lint.exclusion import Exclusion
from matching.lint.flag import Flag, Quote
from matching.lint.posting import lint_posting
from matching.lint.published import ExcludedCount
from matching.lint.words import lint_text

__all__ = [
    "COUNTABLE",
    "SEVERITIES",
    "Clause",
    "ExcludedCount",
    "Exclusion",
    "Flag",
    "Law",
    "Quote",
    "Severity",
    "clauses",
    "laws",
    "lint_posting",
    "lint_text",
]
