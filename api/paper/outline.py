"""A document that is a tree of sections, such as the plan of a person (一人一策): the tree is made elsewhere, this sets it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from api.paper.blocks import Block, Card, Column, Heading, Paper, Prose, Stamp, Words, table_of
from api.paper.words import OWN_COPY
from matching.knowledge.catalogue import Text

PLAN: Final = Text(zh="就业计划", en="Work plan")
_COLUMNS: Final = (
    Column(Text(zh="部分", en="section"), 2, 24),
    Column(Text(zh="条目", en="item"), 2, 24),
    Column(Text(zh="内容", en="content"), 6, 90),
)
_DEEPEST: Final = 2


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, sentences, things to do (each ticked by hand), and sections below. `plain` says the sentences in easy words."""

    title: Words
    lines: tuple[Words, ...] = ()
    to_do: tuple[Words, ...] = ()
    plain: tuple[Words, ...] | None = None
    sections: tuple["Section", ...] = ()


def outline_paper(
    title: Text,
    over: Words,
    about: Words,
    facts: tuple[tuple[Words, Words], ...],
    sections: tuple[Section, ...],
    stamp: Stamp,
    on: date | None,
    plain: bool = False,
    handling: Text = OWN_COPY,
    kind: str = "plan",
) -> Paper:
    """The tree as a document about `about` (a person, as staff call them)."""
    return Paper(
        kind=kind,
        title=title,
        over=over,
        on=on,
        facts=facts,
        blocks=tuple(block for one in sections for block in _blocks(one, 1, plain)),
        tables=(table_of(title, _COLUMNS, [row for one in sections for row in _rows(one, ())], heads=2),),
        stamp=stamp,
        names=(title, about),
        handling=handling,
        size="reading",
    )


def _blocks(section: Section, depth: int, plain: bool) -> Iterator[Block]:
    """Headings of two levels; what lies deeper is a card of its own."""
    lines = section.plain if plain and section.plain is not None else section.lines
    if depth > _DEEPEST:
        yield Card(section.title, lines)
    else:
        yield Heading(section.title, 1 if depth == 1 else 2)
        for line in lines:
            yield Prose(line)
    for thing in section.to_do:
        yield Card(thing, box=True)
    for one in section.sections:
        yield from _blocks(one, depth + 1, plain)


def _rows(section: Section, above: tuple[Words, ...]) -> Iterator[tuple[Words, ...]]:
    head = above[0] if above else section.title
    item = section.title if above else ""
    for line in (*section.lines, *section.to_do):
        yield head, item, line
    for one in section.sections:
        yield from _rows(one, (*above, section.title))
