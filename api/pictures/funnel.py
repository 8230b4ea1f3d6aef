"""The funnel of an event: a bar a step, as long as the share of all people who came to it."""

from functools import lru_cache
from typing import Final

from api.languages import Language, say
from api.pictures.canvas import HAIR, LINE, MUTED, Canvas, Size, bars, lines, texts
from api.pictures.rails import lay, names_of
from api.schemas.funnels import FunnelStepView, FunnelView
from matching.knowledge.catalogue import Text

TITLE: Final = Text(zh="{name}：走到哪一步", en="{name}: how far people came")
_ALL: Final = Text(zh="{count} 人", en="{count}")
_PART: Final = Text(zh="{count} 人 · {share}", en="{count} · {share}")
_NOTHING: Final = Text(zh="没有登记", en="not recorded")
_THICK: Final = 9
_KEPT_DRAWN: Final = 64


@lru_cache(maxsize=_KEPT_DRAWN)
def draw(view: FunnelView, language: Language, size: Size) -> bytes:
    """The steps from above to below. A step that nobody recorded has words and no bar."""
    rails = lay([say(one.text, language) for one in view.steps], size, 0)
    canvas = Canvas(size, rails.bottom + 4, language)
    whole = view.steps[0].count or 0
    told = [(rail, one, one.count) for rail, one in zip(rails.rows, view.steps, strict=True)]
    lengths = [
        {"x": rail.left, "x2": rail.at(count / whole if whole else 0), "y": rail.y - _THICK, "y2": rail.y + _THICK}
        for rail, _, count in told
        if count
    ]
    grounds = [{"x": rail.left, "x2": rail.right, "y": rail.y + _THICK, "y2": rail.y + _THICK} for rail, _, _ in told]
    starts = [{"x": rail.left, "x2": rail.left, "y": rail.y - _THICK - 3, "y2": rail.y + _THICK + 3} for rail, _, _ in told]
    values = [
        {"x": rail.value_x, "y": rail.value_y, "text": _value(one, whole, language)}
        for rail, one, count in told
        if count is not None
    ]
    missing = [{"x": rail.value_x, "y": rail.value_y, "text": say(_NOTHING, language)} for rail, _, count in told if count is None]
    layers = [
        lines(grounds, HAIR),
        bars(lengths),
        lines(starts, LINE),
        texts(names_of(rails.rows)),
        texts(values, "right", bold=True),
        texts(missing, "right", colour=MUTED),
    ]
    return canvas.render(layers, say(TITLE.format(name=view.name), language), say(view.summary, language))


def _value(one: FunnelStepView, whole: int, language: Language) -> str:
    if one.count == whole or not whole or one.count is None:
        return say(_ALL.format(count=f"{one.count or 0:,}"), language)
    return say(_PART.format(count=f"{one.count:,}", share=f"{100 * one.count / whole:.1f}%"), language)
