"""Clauses found in words: which fields of a posting are read, and what each of them says."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Final

from matching.lint.ages import may_stand
from matching.lint.clause import Clause, clauses
from matching.lint.exclusion import exclusion_of
from matching.lint.flag import Flag, Quote
from matching.lint.plain import part_around, plain
from matching.policy import Policy
from matching.records import PostingKind

REACH: Final = 40
"""How far the words that take a clause back may stand from it, in characters, within the same part of the sentence."""
_NOT_ASKED: Final = re.compile(
    r"\s{0,2}(?:等|方面|上|均|也|都|一律|可|并){0,3}(?:不作|不做|不|无|没有|没)(?:硬性|特别|特殊|具体|强制|任何|过多|严格)?(?:的)?"
    r"(?:要求|限制|限定|限|强求)(?=\s{0,2}(?:$|[,;。.!?、)\n]))"
)
"""Right behind the words of a clause: it is named in order to say that it is not asked."""


def lint_text(
    title: str, text: str, policy: Policy, *, tags: Sequence[str] = (), kind: PostingKind | None = None
) -> tuple[Flag, ...]:
    """The flags of an advertisement given as words, in the order of its fields; equal words give equal flags."""
    return lint_fields({"title": title, "text": text} | numbered("tags", tags), policy, kind)


def numbered(field: str, values: Sequence[str]) -> dict[str, str]:
    """The fields of a list: "tags[0]", "tags[1]", ..."""
    return {f"{field}[{place}]": value for place, value in enumerate(values)}


def lint_fields(fields: Mapping[str, str], policy: Policy, kind: PostingKind | None = None) -> tuple[Flag, ...]:
    """The flags of several fields; "title", where there is one, says what the work is.

    1. Only clauses of which a trigger occurs anywhere, and that concern this work, are looked for.
    2. A match that the words behind it or the part of the sentence around it take back is none; a range of age that may stand too.
    3. Of overlapping matches of one clause the earliest stays, and of those the longest.
    """
    seen = {name: plain(value) for name, value in fields.items()}
    whole = "\n".join(seen.values())
    work = seen.get("title", "")
    asked = [row for row in _signalled(whole) if row.concerns(work, kind)]
    return tuple(flag for name, text in seen.items() for row in asked for flag in _flags(row, name, fields[name], text, policy))


def _signalled(text: str) -> list[Clause]:
    """The clauses of which a trigger occurs, in their order. Most triggers are ruled out by their first character alone."""
    signs = _signs()
    places = {place for first in signs.keys() & set(text) for sign, place in signs[first] if sign in text}
    rows = clauses()
    return [rows[place] for place in sorted(places)]


@cache
def _signs() -> Mapping[str, Sequence[tuple[str, int]]]:
    """First character -> the triggers that begin with it, each with the place of its clause."""
    made: dict[str, list[tuple[str, int]]] = {}
    for place, row in enumerate(clauses()):
        for sign in row.seen_by:
            made.setdefault(sign[0], []).append((sign, place))
    return made


def _flags(row: Clause, field: str, original: str, text: str, policy: Policy) -> Iterator[Flag]:
    if not any(sign in text for sign in row.seen_by):
        return
    taken = 0
    for start, end, match in sorted(_matches(row, text), key=lambda found: (found[0], -found[1])):
        if start < taken:
            continue
        part = part_around(text, start, end, REACH)
        if _NOT_ASKED.match(text, end) is not None:
            continue
        if row.back is not None and row.back.search(part) is not None:
            continue
        excludes = exclusion_of(row.excludes, text[start:end], match.groupdict())
        if excludes is not None and excludes.attribute == "age" and may_stand(excludes, part, policy):
            continue
        taken = end
        yield Flag(row, Quote(field, start, end, original[start:end]), excludes)


def _matches(row: Clause, text: str) -> Iterator[tuple[int, int, re.Match[str]]]:
    """Every match with the place of its words, white space and marks at its ends aside."""
    for search in row.searches:
        for match in search.finditer(text):
            start, end = match.span("quote" if "quote" in match.re.groupindex else 0)
            while start < end and text[start] in _EDGES:
                start += 1
            while start < end and text[end - 1] in _EDGES:
                end -= 1
            if start < end:
                yield start, end, match


_EDGES: Final = " ,;:、\n\r"
