"""Read postings that are given as words: what they demand, what they state, which clauses keep people out. Nothing is stored."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from pydantic import ValidationError

from api.schemas.reading import (
    LONGEST_TEXT,
    PostingText,
    ReadDemandView,
    ReadFactView,
    ReadFlagView,
    ReadingView,
    ReadOccupationView,
)
from matching.knowledge.catalogue import Text
from matching.lint import Flag, lint_text
from matching.policy import Policy, policy_on

if TYPE_CHECKING:
    from models.demands import Reading

_BATCH: Final = 1_024
_LONGEST_LINE: Final = 8 * LONGEST_TEXT
"""Bytes: room for a title and a text in which every character is escaped."""

_LONG: Final = Text(
    zh="文字共 {length} 字，只读了前 {read} 字；请只给出招聘内容",
    en="of {length} characters only the first {read} were read; give the advertisement only",
)
_NO_JSON: Final = Text(
    zh='不是一个 JSON 对象；每行写一个，如 {{"id": "1", "title": "保安", "text": "…"}}',
    en='is no JSON object; write one a line, such as {{"id": "1", "title": "保安", "text": "..."}}',
)
_LONG_LINE: Final = Text(zh="太长，不能读；每行一个岗位", en="is too long to be read; give one posting a line")
_WRONG: Final[Mapping[str, Text]] = {
    "missing": Text(zh="缺少 {field}；请补上", en="lacks {field}; add it"),
    "string_too_short": Text(zh="{field} 是空的；请补上", en="has an empty {field}; fill it in"),
    "string_too_long": Text(
        zh="{field} 超过 {most} 字；请只给出招聘内容", en="has over {most} characters in {field}; give the advertisement only"
    ),
    "string_pattern_mismatch": Text(zh="{field} 里有 NUL 字符；请删去", en="holds a NUL character in {field}; remove it"),
    "string_unicode": Text(zh="{field} 里有半个字符；请改正", en="holds half of a character in {field}; correct it"),
}
_NO_TEXT: Final = Text(zh="{field} 应为文字；请改正", en="has a {field} that is no text; correct it")


@dataclass(frozen=True)
class LineFault:
    """A line of a file that could not be read, or (`read`) was read with a caution; lines count from 1."""

    line: int
    problem: Text
    read: bool = False


def read_text(asked: PostingText, day: date) -> ReadingView:
    """The reading of one posting by the rules of a day."""
    return read_texts([asked], day)[0]


def read_texts(asked: Sequence[PostingText], day: date) -> list[ReadingView]:
    """One reading a posting, in their order."""
    from models.demands import Unread, read_postings

    policy = policy_on(day)
    readings = read_postings([Unread(one.title, one.text) for one in asked])
    return [_view(one, reading, policy) for one, reading in zip(asked, readings, strict=True)]


def read_file(path: Path, day: date) -> Iterator[ReadingView | LineFault]:
    """The readings of a file of JSON lines (`id`, `title`, `text`), in order; a wrong line is a fault and stops no other."""
    with path.open("rb") as file:
        for part in _parts(_lines(file)):
            readings = iter(read_texts([found for _, found in part if isinstance(found, PostingText)], day))
            for number, found in part:
                if isinstance(found, Text):
                    yield LineFault(number, found)
                    continue
                view = next(readings)
                yield view
                caution = _too_long(found)
                if caution is not None:
                    yield LineFault(number, caution, read=True)


def _lines(file: BinaryIO) -> Iterator[tuple[int, PostingText | Text]]:
    number, within = 0, False
    while line := file.readline(_LONGEST_LINE):
        whole = line.endswith(b"\n") or len(line) < _LONGEST_LINE
        if not within:
            number += 1
            if not whole:
                yield number, _LONG_LINE
            elif line.strip(b" \t\r\n\xef\xbb\xbf"):
                yield number, _posting(line)
        within = not whole


def _posting(line: bytes) -> PostingText | Text:
    try:
        return PostingText.model_validate_json(line.removeprefix(b"\xef\xbb\xbf"))
    except ValidationError as fault:
        first = fault.errors(include_url=False, include_input=False)[0]
        if not first["loc"]:
            return _NO_JSON.format()
        return _WRONG.get(first["type"], _NO_TEXT).format(field=first["loc"][0], most=f"{LONGEST_TEXT:,}")


def _parts(lines: Iterable[tuple[int, PostingText | Text]]) -> Iterator[list[tuple[int, PostingText | Text]]]:
    source = iter(lines)
    while part := list(islice(source, _BATCH)):
        yield part


def _too_long(asked: PostingText) -> Text | None:
    from models.demands.reader import LONGEST

    length = max(len(asked.title), len(asked.text))
    return _LONG.format(length=f"{length:,}", read=f"{LONGEST:,}") if length > LONGEST else None


def _view(asked: PostingText, reading: "Reading", policy: Policy) -> ReadingView:
    from models.demands.reader import LONGEST

    flags = lint_text(asked.title[:LONGEST], asked.text[:LONGEST], policy)
    return ReadingView(
        id=asked.id,
        occupations=tuple(
            ReadOccupationView(code=one.code, name=one.name, probability=one.probability, called=one.called)
            for one in reading.occupations
        ),
        demands={
            name: ReadDemandView(
                level=one.level, provenance=one.provenance, confidence=one.confidence, evidence=one.evidence, marginal=one.marginal
            )
            for name, one in reading.demands.items()
        },
        facts={
            name: ReadFactView(value=one.value, confidence=one.confidence, evidence=one.evidence)
            for name, one in reading.facts.items()
        },
        flags=tuple(_flag(flag) for flag in flags),
        confidence=reading.confidence,
        note=_notes([reading.note, _too_long(asked)]),
        reader=reading.version,
    )


def _notes(found: Sequence[Text | None]) -> Text | None:
    said = [one for one in found if one is not None]
    return Text(zh="；".join(one.zh for one in said), en="; ".join(one.en for one in said)) if said else None


def _flag(flag: Flag) -> ReadFlagView:
    return ReadFlagView(
        clause=flag.name,
        name=flag.clause.text,
        severity=flag.severity,
        field=flag.quote.field,
        start=flag.quote.start,
        end=flag.quote.end,
        words=flag.quote.words,
        rule=flag.rule.text,
        source=flag.rule.source,
        to_confirm=flag.rule.to_confirm,
        proposal=flag.proposal,
    )
