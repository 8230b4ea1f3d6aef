"""What learning brought, version by version: by how much each ordered better than what ranked then, with its interval."""

from functools import lru_cache
from typing import Final

from api.languages import Language, say
from api.pictures.canvas import HAIR, INK, LINE, MUTED, SMALL, Canvas, Size, lines, points, texts
from api.pictures.rails import lay, names_of
from api.schemas.learning import LearningView, LearntView
from matching.knowledge.catalogue import Text

TITLE: Final = Text(zh="每个版本比当时在用的好多少", en="How much better each version orders than what ranked then")
_NAME: Final = Text(zh="学了 {lists} 份名单", en="learnt from {lists} lists")
_WORSE: Final = Text(zh="← 更差", en="← worse")
_SAME: Final = Text(zh="一样", en="equal")
_BETTER: Final = Text(zh="更好 →", en="better →")
_HEAD: Final = 30
_CAP: Final = 6
_KEPT_DRAWN: Final = 16


@lru_cache(maxsize=_KEPT_DRAWN)
def draw(view: LearningView, language: Language, size: Size) -> bytes:
    """A version a row, the first trained first. A full point: the whole interval lies above nought."""
    rails = lay([say(_NAME.format(lists=f"{one.lists:,}"), language) for one in view.versions], size, _HEAD)
    canvas = Canvas(size, rails.bottom + 6, language)
    reach = max(max(abs(one.low), abs(one.high), abs(one.difference)) for one in view.versions) or 1.0
    rows = list(zip(rails.rows, view.versions, strict=True))

    def at(place: int, value: float) -> float:
        return rails.rows[place].at(0.5 + value / (2 * reach))

    spans = []
    for place, (rail, one) in enumerate(rows):
        low, high = at(place, one.low), at(place, one.high)
        spans.append({"x": low, "x2": high, "y": rail.y, "y2": rail.y})
        spans += [{"x": end, "x2": end, "y": rail.y - _CAP, "y2": rail.y + _CAP} for end in (low, high)]
    first = rails.rows[0]
    middle = first.at(0.5)
    head = [
        {"x": first.left, "y": 10, "text": say(_WORSE, language)},
        {"x": first.right, "y": 10, "text": say(_BETTER, language)},
    ]
    found = [(rail, one, at(place, one.difference)) for place, (rail, one) in enumerate(rows)]
    layers = [
        lines([{"x": rail.left, "x2": rail.right, "y": rail.y, "y2": rail.y} for rail, _ in rows], HAIR),
        lines([{"x": middle, "x2": middle, "y": 20, "y2": rails.bottom}], INK, wide=1.5, dashed=True),
        lines(spans, LINE, wide=2),
        points([{"x": x, "y": rail.y} for rail, one, x in found if one.better]),
        points([{"x": x, "y": rail.y} for rail, one, x in found if not one.better], hollow=True),
        texts(names_of(rails.rows)),
        texts([{"x": rail.value_x, "y": rail.value_y, "text": _value(one)} for rail, one in rows], "right", bold=True),
        texts(head[:1], letters=SMALL, colour=MUTED),
        texts(head[1:], "right", letters=SMALL, colour=MUTED),
        texts([{"x": middle, "y": 10, "text": say(_SAME, language)}], "center", letters=SMALL, colour=MUTED),
    ]
    return canvas.render(layers, say(TITLE, language), say(view.summary, language))


def _value(one: LearntView) -> str:
    return f"{one.difference:+.3f}".replace("-", "−")
