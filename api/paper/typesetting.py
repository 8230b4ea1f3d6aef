"""A document as tagged PDF (PDF/UA-1): titled, in its language, with words for each picture, the same bytes each time."""

import re
import unicodedata
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

import orjson

from api.actions.errors import ActionError
from api.paper.blocks import Paper, Style
from api.paper.layout import lay_out
from matching.knowledge.catalogue import Text

if TYPE_CHECKING:
    from typst import Fonts

FONT: Final = "Noto Sans CJK SC"
STANDARD: Final = "ua-1"


_NO_FONT: Final = Text(
    zh="生成 PDF 需要字体 {font}：请安装（Debian：apt-get install fonts-noto-cjk）后重试；表格文件不需要它。",
    en="PDF needs the font {font}: install it (Debian: apt-get install fonts-noto-cjk) and try again; spreadsheets do not need it.",
)
_NOT_SET: Final = Text(
    zh="文件没有排成；请改用表格文件，并告诉维护人员。",
    en="The document could not be set: use a spreadsheet, and tell whoever maintains this.",
)
_WARNED: Final = Text(
    zh="排版时有警告，文件没有留下；请改用表格文件，并告诉维护人员。",
    en="The typesetter warned, so no document was kept: use a spreadsheet, and tell whoever maintains this.",
)
_GETA: Final = "〓"
"""What printers set for a character that they do not have."""
_LACKING: Final = re.compile(r'the text `"(.*?)"` could not be displayed')
_ESCAPED: Final = re.compile(r"\\u\{([0-9a-f]+)\}")
_MOST_LACKING: Final = 20


class TypesettingError(ActionError):
    """A document could not be set; it says what to do, and never repeats the document."""

    status = 503
    title = Text(zh="暂时不能排版", en="Documents cannot be set at the moment")


def pdf_bytes(paper: Paper, style: Style) -> bytes:
    """The document as PDF/UA-1 with the font embedded; equal documents give equal bytes.

    Its data go to the typesetter as JSON: no word of a document is ever read as source. A character that no font of the machine has
    is set as 〓. Raises TypesettingError where the font is
    not installed, or where the typesetter warns of anything.
    """
    from typst import Compiler, TypstError

    fonts = _fonts()
    data, lacking = lay_out(paper, style), frozenset[str]()
    for _ in range(_MOST_LACKING):
        inputs = {"paper": orjson.dumps(_settable(data, lacking)).decode()}
        try:
            compiler = Compiler(input=_template(), font_paths=fonts, sys_inputs=inputs)
            content, warnings = compiler.compile_with_warnings(format="pdf", pdf_standards=STANDARD)
        except TypstError as fault:
            unknown = _without_glyph(fault.message) - lacking
            if not unknown:
                raise TypesettingError(_NOT_SET) from None
            lacking |= unknown
            continue
        if warnings:
            raise TypesettingError(_WARNED)
        assert isinstance(content, bytes), "a PDF is one piece"
        return content
    raise TypesettingError(_NOT_SET)


def _without_glyph(message: str) -> frozenset[str]:
    """The characters that the typesetter says no font of the machine has."""
    found = _LACKING.search(message)
    if found is None:
        return frozenset()
    return frozenset(_ESCAPED.sub(lambda escaped: chr(int(escaped[1], 16)), found[1])) - {" "}


def require_fonts() -> None:
    """Raises TypesettingError where documents cannot be set."""
    _fonts()


@lru_cache(maxsize=1)
def _fonts() -> "Fonts":
    """The fonts of the machine, looked for once. Raises TypesettingError without the one that documents are set in."""
    from typst import Fonts

    fonts = Fonts(include_system_fonts=True, include_embedded_fonts=False)
    if FONT not in fonts.families():
        raise TypesettingError(_NO_FONT.format(font=FONT))
    return fonts


@lru_cache(maxsize=1)
def _template() -> bytes:
    return resources.files("api.paper").joinpath("paper.typ").read_bytes()


def _settable(value: Any, lacking: frozenset[str]) -> Any:
    """The data without controls, and with a mark for each character that cannot stand in a page or that no font has."""
    if isinstance(value, str):
        return "".join(_GETA if one in lacking or _unprintable(one) else one for one in value if one == "\n" or not _control(one))
    if isinstance(value, dict):
        return {key: _settable(one, lacking) for key, one in value.items()}
    if isinstance(value, list):
        return [_settable(one, lacking) for one in value]
    return value


def _control(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cf")


def _unprintable(character: str) -> bool:
    """Halves of characters, private use, and code points that are no characters."""
    return unicodedata.category(character) in ("Cs", "Co", "Cn")
