"""From a document to plain data in one language, as the typesetter and the JSON form take it. No look is decided here."""

import hashlib
import io
import json
from collections.abc import Mapping
from datetime import datetime, time
from functools import lru_cache
from importlib import resources
from typing import Any, Final

from api.paper.blocks import (
    Bar,
    Blanks,
    Block,
    Card,
    Code,
    Facts,
    Figures,
    Heading,
    NewPage,
    Paper,
    Prose,
    Stamp,
    Steps,
    Style,
    Table,
    Words,
)
from matching.china_time import CHINA, in_china, minute_in_china
from matching.knowledge.catalogue import Text

_RUN: Final = Text(zh="匹配于 {at}（{run}）", en="matched {at} ({run})")
_MADE: Final = Text(zh="数据读取于 {at}", en="data read {at}")
_VERSION: Final = Text(zh="版本 {version}", en="version {version}")
_SOFTWARE: Final = Text(zh="通途 {software}", en="Tongtu {software}")
_PAGE: Final = Text(zh="第 {page} 页，共 {pages} 页", en="page {page} of {pages}")
_ABOUT: Final = Text(zh="关于这份文件", en="About this document")
_JOINED: Final = {"zh": " · ", "en": " · "}


def lay_out(paper: Paper, style: Style) -> dict[str, Any]:
    """The document as JSON-ready data in the language of `style`."""
    language = style.language
    body = [_block(block, language) for block in paper.blocks]
    head = {
        "title": in_language(paper.title, language),
        "over": in_language(paper.over, language),
        "facts": _pairs(paper.facts, language),
        "handling": in_language(paper.handling, language),
    }
    version = content_version({"head": head, "body": body})
    when = _dated(paper)
    page = in_language(_PAGE, language)
    return {
        **head,
        "body": body,
        "version": in_language(_VERSION.format(version=version), language),
        "made": _made(paper.stamp, version, language),
        "about": in_language(_ABOUT, language),
        "page": [page.partition("{page}")[0], page.partition("{page}")[2].partition("{pages}")[0], page.partition("{pages}")[2]],
        "date": [when.year, when.month, when.day, when.hour, when.minute, when.second],
        "language": language,
        "large": style.large,
        "records": style.large or style.plain,
        "size": 18.0 if style.large else 12.0 if paper.size == "reading" or style.plain else 10.5,
        "landscape": paper.landscape,
    }


def _dated(paper: Paper) -> datetime:
    """The moment that the file itself bears: that of the run, else the day of the event, so that printing again changes no byte."""
    if paper.stamp.run_at is None and paper.on is not None:
        return datetime.combine(paper.on, time(0), CHINA)
    return in_china(paper.stamp.run_at or paper.stamp.made_at)


def content_version(content: Mapping[str, Any]) -> str:
    """Eight characters that are equal for equal words: two printouts with the same version say the same."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:8]


def in_language(words: Words, language: str) -> str:
    """The words in one language; words of the source as they are."""
    if isinstance(words, Text):
        return words.zh if language == "zh" else words.en
    return words


def stamp_texts(stamp: Stamp) -> tuple[Text, ...]:
    """When the run and the data are from, and what software made them."""
    rows = [] if stamp.run_at is None else [_RUN.format(at=minute_in_china(stamp.run_at), run=_short(stamp.run or ""))]
    return (*rows, _MADE.format(at=minute_in_china(stamp.made_at)), _SOFTWARE.format(software=stamp.software))


def picture(name: str) -> str:
    """One of our own pictures, as SVG."""
    return _pictures()[name]


@lru_cache(maxsize=1)
def _pictures() -> Mapping[str, str]:
    folder = resources.files("api.paper").joinpath("pictures")
    return {one.name.removesuffix(".svg"): one.read_text("utf-8") for one in folder.iterdir() if one.name.endswith(".svg")}


def _square(text: str) -> str:
    """A QR code (ISO/IEC 18004, error correction M or better) as SVG with its quiet zone."""
    import segno

    target = io.BytesIO()
    segno.make_qr(text, error="m").save(target, kind="svg", xmldecl=False, border=4, scale=4)
    return target.getvalue().decode()


def _made(stamp: Stamp, version: str, language: str) -> str:
    texts = (_VERSION.format(version=version), *stamp_texts(stamp))
    return _JOINED[language].join(in_language(text, language) for text in texts)


def _short(run: str) -> str:
    """The last part of a run's name, which is the hash of all of it."""
    return run.rpartition("_")[2]


def _pairs(rows: tuple[tuple[Words, Words], ...], language: str) -> list[list[str]]:
    return [[in_language(name, language), in_language(value, language)] for name, value in rows]


def _block(block: Block, language: str) -> dict[str, Any]:
    def said(words: Words) -> str:
        return in_language(words, language)

    match block:
        case Prose():
            return {"kind": "prose", "text": said(block.text), "tone": block.tone}
        case Heading():
            return {"kind": "heading", "text": said(block.text), "level": block.level}
        case Facts():
            return {"kind": "facts", "rows": _pairs(block.rows, language)}
        case Figures():
            return {"kind": "figures", "items": [[f"{number:,}", said(text)] for number, text in block.items]}
        case Bar():
            return {"kind": "bar", "parts": _parts(block, language), "alt": said(block.alt)}
        case Table():
            return _table(block, language)
        case Card():
            return {
                "kind": "card",
                "title": said(block.title),
                "lines": [said(line) for line in block.lines if said(line)],
                "ticks": block.ticks,
                "mark": block.mark,
                "shape": block.shape or "",
                "aside": said(block.aside),
                "box": block.box,
                "write": [said(label) for label in block.write_in],
            }
        case Steps():
            steps = [
                {"picture": picture(step.picture), "alt": said(step.alt), "title": said(step.title), "text": said(step.text)}
                for step in block.steps
            ]
            return {"kind": "steps", "steps": steps, "numbered": block.numbered}
        case Code():
            return {"kind": "code", "picture": _square(block.holds), "alt": said(block.alt)}
        case Blanks():
            return {"kind": "blanks", "labels": [said(label) for label in block.labels]}
        case NewPage():
            return {"kind": "page"}


def _parts(bar: Bar, language: str) -> list[list[Any]]:
    """Each part with its size, and both as words: its number, and its share of the whole."""
    total = sum(number for _, number in bar.parts)
    return [[in_language(text, language), number, f"{number:,}", f"{share_text(number, total)}%"] for text, number in bar.parts]


def share_text(part: int, whole: int) -> str:
    """A percentage with one decimal; a part that is there never reads as none, nor one that lacks as all."""
    if whole == 0:
        return "0.0"
    share = 100 * part / whole
    if part:
        share = max(share, 0.1)
    if part < whole:
        share = min(share, 99.9)
    return f"{share:.1f}"


def _table(table: Table, language: str) -> dict[str, Any]:
    return {
        "kind": "table",
        "title": in_language(table.title, language),
        "headers": [in_language(column.title, language) for column in table.columns],
        "shares": [column.share for column in table.columns],
        "numbers": [column.number for column in table.columns],
        "rows": [[_cell(cell, language) for cell in row] for row in table.rows],
        "heads": table.heads,
        "grid": table.grid,
    }


def _cell(cell: Words | int, language: str) -> str:
    return f"{cell:,}" if isinstance(cell, int) else in_language(cell, language)
