"""Whether the chances of a version can be believed: what it said against what came, a square a step."""

from functools import lru_cache
from math import ceil
from typing import Final

from api.languages import Language, say
from api.pictures.canvas import HAIR, INK, LETTERS, LINE, MUTED, SMALL, Canvas, Layer, Size, lines, points, texts
from api.pictures.lettering import fold
from api.schemas.learning import CalibrationView, StepForecastsView
from matching.knowledge.catalogue import Text

TITLE: Final = Text(zh="说的概率与实际的比例，{version}", en="Chances told and what came, {version}")
_TOLD: Final = Text(zh="说的概率 →", en="chance told →")
_CAME: Final = Text(zh="↑ 实际的比例", en="↑ share that came")
_EQUAL: Final = Text(zh="虚线：两者一样", en="dashed: both equal")
_SIDE: Final = 250
_LEFT, _TOP, _FOOT = 48, 74, 56
_KEPT_DRAWN: Final = 32


@lru_cache(maxsize=_KEPT_DRAWN)
def draw(view: CalibrationView, language: Language, size: Size) -> bytes:
    """On the dashed line both are equal; above it more came than was said. The upright lines are the 95 % intervals."""
    tall = _TOP + _SIDE + _FOOT
    beside = size == "wide"
    canvas = Canvas(size, tall if beside else tall * len(view.steps), language)
    layers: list[Layer] = []
    for place, step in enumerate(view.steps):
        left = _LEFT + (place * (canvas.width // 2 + 8) if beside else 0)
        top = _TOP + (0 if beside else place * tall)
        layers += _square(step, left, top, language)
    return canvas.render(layers, say(TITLE.format(version=view.version), language), say(view.summary, language))


def _square(step: StepForecastsView, left: int, top: int, language: Language) -> list[Layer]:
    highest = min(1.0, ceil(10 * max([one.high for one in step.forecasts] + [one.told for one in step.forecasts])) / 10)

    def across(value: float) -> float:
        return round(left + _SIDE * value / highest, 2)

    def up(value: float) -> float:
        return round(top + _SIDE - _SIDE * value / highest, 2)

    ticks = [0.0, highest / 2, highest]
    right, bottom = left + _SIDE, top + _SIDE
    grid = [{"x": left, "x2": right, "y": up(tick), "y2": up(tick)} for tick in ticks[1:]]
    grid += [{"x": across(tick), "x2": across(tick), "y": top, "y2": bottom} for tick in ticks[1:]]
    frame = [{"x": left, "x2": left, "y": top, "y2": bottom}, {"x": left, "x2": right, "y": bottom, "y2": bottom}]
    spans = [{"x": across(one.told), "x2": across(one.told), "y": up(one.low), "y2": up(one.high)} for one in step.forecasts]
    met = [{"x": across(one.told), "y": up(one.came)} for one in step.forecasts]
    named = say(step.text, language)
    title = fold(named[:1].upper() + named[1:], _SIDE + 40, LETTERS)
    return [
        lines(grid, HAIR),
        lines(frame, LINE, wide=1.5),
        lines([{"x": left, "x2": right, "y": bottom, "y2": top}], INK, wide=1.5, dashed=True),
        texts([{"x": right + 4, "y": top - 12, "text": say(_EQUAL, language)}], "right", letters=SMALL, colour=MUTED),
        lines(spans, LINE, wide=1.6),
        points(met),
        texts([{"x": left - _LEFT, "y": top - 40 - 19 * title.count("\n"), "text": title}], bold=True),
        texts([{"x": left - _LEFT, "y": top - 18, "text": say(_CAME, language)}], letters=SMALL, colour=MUTED),
        texts([{"x": left - 7, "y": up(tick), "text": f"{100 * tick:g}%"} for tick in ticks], "right", letters=SMALL),
        texts([{"x": across(tick), "y": bottom + 16, "text": f"{100 * tick:g}%"} for tick in ticks], "center", letters=SMALL),
        texts([{"x": right, "y": bottom + 36, "text": say(_TOLD, language)}], "right", letters=SMALL, colour=MUTED),
    ]
