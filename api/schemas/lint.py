"""What the linter says of postings, as it goes over the wire and onto the pages."""

from api.schemas.base import View
from matching.knowledge.catalogue import Text
from matching.lint import Severity


class ExcludedView(View):
    """How many people of the pool a clause would keep out or put last; figures are rounded to 5, small groups are kept back.

    `people` and `of` are null where there is no figure; `text` says it in words, or why there is none.
    """

    people: int | None
    of: int | None
    text: Text


class FlagView(View):
    """One clause of a posting. `words` is exactly `start:end` of the field, counted in characters.

    `law` and `source` say what it offends against; `to_confirm` that nobody has verified it yet. `proposal` is a wording
    to use instead.
    """

    clause: str
    name: Text
    severity: Severity
    severity_text: Text
    field: str
    field_text: Text
    start: int
    end: int
    words: str
    wrong: Text
    law: Text
    source: str
    to_confirm: bool
    proposal: Text
    excluded: ExcludedView


class PostingLintView(View):
    """One posting with its flags, the most serious first. `row` is its row in the file it was read from, if it was."""

    posting: str
    title: str
    employer: str
    row: int | None = None
    flags: tuple[FlagView, ...]


class ClauseCount(View):
    """In how many postings a clause was found."""

    clause: str
    name: Text
    severity: Severity
    severity_text: Text
    postings: int


class LintView(View):
    """The flagged postings of an event, the most serious first; `next` is the `after` of the following page.

    `postings` counts those that were read, `flagged` those with a flag, `clauses` what was found in all of them.
    """

    postings: int
    flagged: int
    clauses: tuple[ClauseCount, ...]
    items: tuple[PostingLintView, ...]
    next: str | None = None
