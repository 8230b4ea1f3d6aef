"""The documentation as files: which pages there are, their headings, links, pictures, blocks and inline code."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
DOCS: Final = ROOT / "docs"
LARGE: Final = ("knowledge.", "occupations.")
"""Generated from the knowledge, with tests of their own; they name no command but one, and link to themselves."""
_BLOCK: Final = re.compile(r"^```(.*?)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_HEADING: Final = re.compile(r"^(#{1,6}) +(.+?)\s*$", re.MULTILINE)
_LINK: Final = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")
_INLINE: Final = re.compile(r"`([^`\n]+)`")
_PLACE: Final = re.compile(r'<a id="([\w-]+)"></a>')


@dataclass(frozen=True)
class Link:
    """`[words](target)`; with a picture `words` is its alternative text."""

    words: str
    target: str
    picture: bool


@dataclass(frozen=True)
class Block:
    """A fenced block: what stands behind the fence (`sh`, `sh run`, `yaml`, or nothing), and its lines."""

    kind: str
    text: str


@dataclass(frozen=True)
class Page:
    path: Path

    @property
    def name(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @property
    def text(self) -> str:
        return _read(self.path)

    @property
    def prose(self) -> str:
        """The text without its blocks."""
        return _BLOCK.sub("", self.text)

    @property
    def blocks(self) -> tuple[Block, ...]:
        return tuple(Block(kind.strip(), text) for kind, text in _BLOCK.findall(self.text))

    @property
    def headings(self) -> tuple[tuple[int, str], ...]:
        """Level and words of each."""
        return tuple((len(marks), words) for marks, words in _HEADING.findall(self.prose))

    @property
    def links(self) -> tuple[Link, ...]:
        return tuple(Link(words, target, mark == "!") for mark, words, target in _LINK.findall(_INLINE.sub("", self.prose)))

    @property
    def inline(self) -> tuple[str, ...]:
        return tuple(_INLINE.findall(self.prose))

    @property
    def places(self) -> frozenset[str]:
        """What a link can lead to behind a `#`: headings as GitHub names them, and places that are named."""
        return frozenset((*_PLACE.findall(self.text), *_slugs(words for _, words in self.headings)))


def pages() -> tuple[Page, ...]:
    """Every page of the documentation but the large generated ones, and the pages at the top of the project."""
    found = (*ROOT.glob("*.md"), *sorted(DOCS.rglob("*.md")))
    return tuple(Page(path) for path in found if not path.name.startswith(LARGE))


def _slugs(headings: Iterable[str]) -> Iterator[str]:
    seen: dict[str, int] = {}
    for words in headings:
        plain = re.sub(r"[^\w\- ]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", words).lower()).replace(" ", "-")
        times = seen.get(plain, 0)
        seen[plain] = times + 1
        yield plain if times == 0 else f"{plain}-{times}"


@cache
def _read(path: Path) -> str:
    return path.read_text("utf-8")
