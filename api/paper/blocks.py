"""What a document is made of. A block holds words in both languages, or words of the source; how it looks is not its concern."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from matching.knowledge.catalogue import Text
from matching.records import Stage

Words = Text | str
"""A text of ours in both languages, or words of the source as they are."""
Shape = Literal["fits", "fits_with", "review", "none"]
"""The mark before a card: a shape of its own for each verdict, so that it reads without colour."""


@dataclass(frozen=True, slots=True)
class Prose:
    """Sentences. `lead` opens a document, `note` is small print."""

    text: Words
    tone: Literal["text", "lead", "note"] = "text"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` 1 or 2. Levels never skip."""

    text: Words
    level: Literal[1, 2] = 1


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values, one a line."""

    rows: tuple[tuple[Words, Words], ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """A few numbers that matter, large, each with what it counts."""

    items: tuple[tuple[int, Words], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """Parts of a whole as one bar, with the numbers beside it; `alt` says the same in a sentence."""

    parts: tuple[tuple[Words, int], ...]
    alt: Words


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `share` is its part of the width on paper, `width` its characters in a workbook."""

    title: Text
    share: int = 1
    width: int = 16
    number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headers. Where letters are large it is set as one record a row, headed by its first `heads`
    cells; a `grid` is not.
    """

    title: Text
    columns: tuple[Column, ...]
    rows: tuple[tuple[Words | int, ...], ...]
    heads: int = 1
    grid: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """One person, call or appointment: a mark, a title, what stands at the right, and lines.

    `box` is ticked by hand for the whole, `ticks` for each line; `write_in` are labels of lines to write on.
    """

    title: Words
    lines: tuple[Words, ...] = ()
    mark: str = ""
    shape: Shape | None = None
    aside: Words = ""
    box: bool = False
    ticks: bool = False
    write_in: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """A step with its picture (the name of a file of `pictures`); the picture's words say what it shows."""

    picture: str
    alt: Text
    title: Words
    text: Words


@dataclass(frozen=True, slots=True)
class Steps:
    """What happens one after another; `numbered` where the order matters."""

    steps: tuple[Step, ...]
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class Code:
    """A square code (QR) that a telephone or the check-in desk reads; `alt` says what it holds."""

    holds: str
    alt: Words


@dataclass(frozen=True, slots=True)
class Blanks:
    """Lines to fill in by hand."""

    labels: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins a page."""


Block = Prose | Heading | Facts | Figures | Bar | Table | Card | Steps | Code | Blanks | NewPage


@dataclass(frozen=True, slots=True)
class Stamp:
    """What made a document: the software, the run it rests on (None: none), and when the data were read."""

    software: str
    run: str | None
    run_at: datetime | None
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Tells:
    """Which employer a document is for, and whom it tells of, by id, at which stage: for the record of files, never printed."""

    employer: str
    people: Mapping[str, Stage]


@dataclass(frozen=True, slots=True)
class Paper:
    """A document.

    `over` stands above the title (the event), `facts` below it. `tables` go into workbook, text and JSON: they may hold more than
    what is printed. `names` are what the file name says after the date and the event. `handling` says who may have it, on every
    page. `whole_text`: a text file holds all tables, one under another, and not the first alone.
    """

    kind: str
    title: Text
    over: Words
    on: date | None
    facts: tuple[tuple[Words, Words], ...]
    blocks: tuple[Block, ...]
    tables: tuple[Table, ...]
    stamp: Stamp
    names: tuple[Words, ...]
    handling: Text
    size: Literal["work", "reading"] = "work"
    landscape: bool = False
    tells: Tells | None = None
    whole_text: bool = False


@dataclass(frozen=True, slots=True)
class Style:
    """How a document is set: its language, in large print (18 pt and more, black on white), in plain words."""

    language: Literal["zh", "en"] = "zh"
    large: bool = False
    plain: bool = False


def table_of(title: Text, columns: Sequence[Column], rows: Sequence[Sequence[Words | int]], heads: int = 1) -> Table:
    """A table; raises ValueError where a row is not as long as the columns."""
    for row in rows:
        if len(row) != len(columns):
            raise ValueError(f"table {title.en!r} has {len(columns)} columns and a row of {len(row)} cells")
    return Table(title, tuple(columns), tuple(tuple(row) for row in rows), heads)
