"""How many of each group an event reached: a bar a group on one rail from none to all, with its interval."""

from functools import lru_cache
from typing import Final

from api.languages import Language, say
from api.pictures.canvas import HAIR, INK, LINE, MUTED, SMALL, WIDTHS, Canvas, Layer, Row, Size, bars, lines, points, texts
from api.pictures.lettering import extent
from api.pictures.rails import Rail, lay, names_of
from api.schemas.coverage import CoverageView, GroupReachView
from matching.knowledge.catalogue import Text

TITLE: Final = Text(zh="各组进入名单的比例", en="The share of each group on a list")
_LISTED: Final = Text(zh="进入名单", en="on a list")
_INTERVAL: Final = Text(zh="95% 区间", en="95 % interval")
_GIVEN: Final = Text(zh="排上面试", en="given an interview")
_VALUE: Final = Text(zh="{share}（{count}/{of}）", en="{share} ({count} of {of})")
_HIDDEN: Final = Text(zh="另有 {n} 组人太少，不显示", en="too few people to show: {n} more")
_THICK: Final = 7
_CAP: Final = 5
_SIGN: Final = 28
_HEADING: Final = 34
_LEGEND: Final = 24
_KEPT_DRAWN: Final = 32


@lru_cache(maxsize=_KEPT_DRAWN)
def draw(view: CoverageView, language: Language, size: Size) -> bytes:
    """The attributes one under another. Figures that the audit keeps back are counted and not drawn."""
    legend, top = _legend(size, view.allotted, language)
    headings: list[Row] = []
    rails: list[Rail] = []
    groups: list[GroupReachView] = []
    kept: list[Row] = []
    for attribute in view.attributes:
        title = say(attribute.title, language)
        headings.append({"x": 0, "y": top + 20, "text": title[:1].upper() + title[1:]})
        shown = [one for one in attribute.groups if one.listed is not None]
        laid = lay([say(one.name, language) for one in shown], size, top + _HEADING)
        rails += laid.rows
        groups += shown
        top = laid.bottom + 8
        if hidden := len(attribute.groups) - len(shown):
            kept.append({"x": 0, "y": top + 6, "text": say(_HIDDEN.format(n=hidden), language)})
            top += 24
    canvas = Canvas(size, top, language)
    rows = list(zip(rails, groups, strict=True))
    listed = [(rail, one.listed) for rail, one in rows if one.listed is not None]
    given = [(rail, one.given) for rail, one in rows if one.given is not None]
    lengths = [{"x": rail.left, "x2": rail.at(reach.share), "y": rail.y - _THICK, "y2": rail.y + _THICK} for rail, reach in listed]
    spans: list[Row] = []
    for rail, reach in listed:
        low, high = rail.at(reach.low), rail.at(reach.high)
        spans.append({"x": low, "x2": high, "y": rail.y, "y2": rail.y})
        spans += [{"x": end, "x2": end, "y": rail.y - _CAP, "y2": rail.y + _CAP} for end in (low, high)]
    grounds = [{"x": rail.left, "x2": rail.right, "y": rail.y + _THICK, "y2": rail.y + _THICK} for rail in rails]
    starts = [{"x": rail.left, "x2": rail.left, "y": rail.y - _THICK - 3, "y2": rail.y + _THICK + 3} for rail in rails]
    values = [{"x": rail.value_x, "y": rail.value_y, "text": _value(one, language)} for rail, one in rows]
    signs = [{"x": rail.at(reach.share), "y": rail.y} for rail, reach in given]
    layers = [
        lines(grounds, HAIR),
        bars(lengths, pale=True),
        lines(spans, INK, wide=1.6),
        lines(starts, LINE),
        points(signs, "diamond", hollow=True),
        texts(names_of(rails)),
        texts(values, "right"),
        texts(kept, letters=SMALL, colour=MUTED),
        texts(headings, bold=True),
        *legend,
    ]
    return canvas.render(layers, say(TITLE, language), say(view.summary, language))


def _value(one: GroupReachView, language: Language) -> str:
    assert one.listed is not None, "a row without a figure has other words"
    reach = one.listed
    return say(_VALUE.format(share=f"{100 * reach.share:.1f}%", count=f"{reach.count:,}", of=f"{reach.of:,}"), language)


def _legend(size: Size, allotted: bool, language: Language) -> tuple[list[Layer], int]:
    """What bar, line and diamond mean, above all rows; and where the rows may begin."""
    x, y = 3.0, 12
    boxes: list[Row] = []
    spans: list[Row] = []
    signs: list[Row] = []
    said: list[Row] = []
    for text in (_LISTED, _INTERVAL, _GIVEN) if allotted else (_LISTED, _INTERVAL):
        words = say(text, language)
        room = _SIGN + extent(words, SMALL)
        if x + room > WIDTHS[size]:
            x, y = 3.0, y + _LEGEND
        if text is _LISTED:
            boxes.append({"x": x, "x2": x + 22, "y": y - _THICK, "y2": y + _THICK})
        elif text is _INTERVAL:
            spans.append({"x": x, "x2": x + 22, "y": y, "y2": y})
            spans += [{"x": end, "x2": end, "y": y - _CAP, "y2": y + _CAP} for end in (x, x + 22)]
        else:
            signs.append({"x": x + 11, "y": y})
        said.append({"x": x + _SIGN, "y": y, "text": words})
        x += room + 14
    layers = [
        bars(boxes, pale=True),
        lines(spans, INK, wide=1.6),
        points(signs, "diamond", hollow=True),
        texts(said, letters=SMALL),
    ]
    return layers, y + 18
