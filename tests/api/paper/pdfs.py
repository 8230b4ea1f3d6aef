"""Read a PDF again: its words, its fonts, its tags, the sizes of its letters."""

import io
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader


def reader(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def words_of(content: bytes) -> str:
    """All text, without the breaks and spaces of the layout."""
    return "".join("".join(page.extract_text().split()) for page in reader(content).pages)


def fonts_of(content: bytes) -> dict[str, bool]:
    """Each font by its name without the subset tag, and whether it is embedded."""
    found: dict[str, bool] = {}
    for page in reader(content).pages:
        for font in page["/Resources"]["/Font"].get_object().values():  # type: ignore[index]
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            found[str(inner["/BaseFont"]).partition("+")[2]] = "/FontFile3" in inner["/FontDescriptor"]
    return found


def sizes_of(content: bytes) -> set[float]:
    """The sizes of all letters, in points."""
    seen: set[float] = set()

    def note(text: str, _matrix: Any, text_matrix: Any, _font: Any, size: float) -> None:
        if text.strip():
            seen.add(round(abs(size * float(text_matrix[3] or 1.0)), 2))

    for page in reader(content).pages:
        page.extract_text(visitor_text=note)
    return seen


def tags_of(content: bytes) -> list[str]:
    """The kinds of all structure elements, in reading order."""
    root = reader(content).trailer["/Root"]["/StructTreeRoot"]
    return list(_walk(root))


def alternatives_of(content: bytes) -> list[str]:
    """The words that stand for the pictures."""
    root = reader(content).trailer["/Root"]["/StructTreeRoot"]
    return [str(one["/Alt"]) for one in _elements(root) if "/Alt" in one]


def _walk(node: Any) -> Iterator[str]:
    for one in _elements(node):
        yield str(one["/S"])


def _elements(node: Any) -> Iterator[Any]:
    whole = node.get_object()
    if not isinstance(whole, dict):
        return
    if "/S" in whole:
        yield whole
    kids = whole.get("/K", [])
    kids = kids.get_object() if hasattr(kids, "get_object") else kids
    for kid in kids if isinstance(kids, list) else [kids]:
        if hasattr(kid, "get_object"):
            yield from _elements(kid)
