"""From what the drawing library writes to a small SVG that says what it shows, in the colours of day and night."""

import re
from collections.abc import Mapping
from typing import Final
from xml.etree import ElementTree

from api.languages import Language

_SVG: Final = "http://www.w3.org/2000/svg"
_DRAWN: Final = frozenset(
    {
        *("d", "dx", "dy", "height", "transform", "viewBox", "width", "x", "x1", "x2", "y", "y1", "y2"),
        *("fill", "fill-opacity", "opacity", "stroke", "stroke-dasharray", "stroke-linecap", "stroke-width"),
        *("font-family", "font-size", "font-weight", "text-anchor"),
    }
)
"""Attributes that draw something. Roles and labels of single marks are left out: the whole is one image with one description."""
_PLAIN: Final = frozenset({("opacity", "1"), ("stroke-dasharray", "1,0"), ("transform", "translate(0,0)")})
_LONG: Final = re.compile(r"-?\d+\.\d{3,}(?:e-?\d+)?")


def cleaned(drawn: str, title: str, description: str, language: Language, dark: Mapping[str, str]) -> bytes:
    """The picture as one image with its title and description; `dark` gives the colour by night of each colour by day."""
    root = ElementTree.fromstring(drawn)
    _strip(root)
    size = {name: root.attrib[name] for name in ("width", "height", "viewBox")}
    tongue = "zh-Hans" if language == "zh" else "en"
    root.attrib = {"xmlns": _SVG, **size, "role": "img", "aria-labelledby": "title description", "lang": tongue}
    night = "".join(f'[fill="{day}"]{{fill:{other}}}[stroke="{day}"]{{stroke:{other}}}' for day, other in dark.items())
    root.insert(0, _head("title", title, {"id": "title"}))
    root.insert(1, _head("desc", description, {"id": "description"}))
    root.insert(2, _head("style", f"@media screen and (prefers-color-scheme:dark){{{night}}}", {}))
    return ElementTree.tostring(root, "unicode").encode()


def _head(tag: str, content: str, attributes: dict[str, str]) -> ElementTree.Element:
    made = ElementTree.Element(tag, attributes)
    made.text = content
    return made


def _strip(node: ElementTree.Element) -> None:
    """Takes out what draws nothing: roles, labels and names, empty paths, groups without content."""
    node.tag = node.tag.rpartition("}")[2]
    for child in list(node):
        _strip(child)
        seen = child.attrib.get("fill", child.attrib.get("stroke"))
        if (child.tag == "path" and (not child.attrib.get("d") or seen is None)) or (child.tag == "g" and not len(child)):
            node.remove(child)
    kept = {name: _LONG.sub(_rounded, value) for name, value in node.attrib.items() if name in _DRAWN}
    node.attrib = {name: value for name, value in kept.items() if (name, value) not in _PLAIN}


def _rounded(found: re.Match[str]) -> str:
    return f"{float(found[0]):.2f}".rstrip("0").rstrip(".")
