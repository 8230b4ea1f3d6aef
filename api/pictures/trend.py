"""One figure over time: a point a year or month, each with its number beside it."""

from functools import lru_cache
from typing import Final

from api.languages import Language, say
from api.pictures.canvas import HAIR, INK, LETTERS, LINE, MUTED, SMALL, Canvas, Row, Size, lines, path, points, texts
from api.pictures.lettering import extent
from api.schemas.trends import TrendPointView, TrendView
from matching.knowledge.catalogue import Text

TITLE: Final = Text(zh="{name}，{place}", en="{name}, {place}")
_TARGET: Final = Text(zh="目标 {value}", en="target {value}")
_SO_FAR: Final = Text(zh="截至今天", en="so far")
_TOP, _PLOT, _FOOT = 62, 190, 50
_CLOSE: Final = 48
_KEPT_DRAWN: Final = 64


@lru_cache(maxsize=_KEPT_DRAWN)
def draw(view: TrendView, language: Language, size: Size) -> bytes:
    """The points from left to right over a ground line at nought. A hollow point is of a period that has not ended; the line breaks
    where a number is kept back."""
    numbers = [_number(one) for one in view.points]
    highest = max([view.target or 0.0, *(value for value in numbers if value is not None)])
    plot = _PLOT if highest else 0
    canvas = Canvas(size, _TOP + plot + _FOOT, language)
    ground = _TOP + plot
    step = canvas.width / len(view.points)
    places = [
        (one, value, round((place + 0.5) * step, 2), ground if not value else round(ground - plot * value / highest, 2))
        for place, (one, value) in enumerate(zip(view.points, numbers, strict=True))
    ]
    target_at = None if view.target is None else ground - plot * view.target / highest
    layers = [lines([{"x": 0, "x2": canvas.width, "y": ground, "y2": ground}], LINE, wide=1.5)]
    layers.append(lines([{"x": x, "x2": x, "y": ground, "y2": ground + 5} for _, _, x, _ in places], LINE))
    layers.append(lines([{"x": x, "x2": x, "y": y, "y2": ground} for _, value, x, y in places if value], HAIR))
    if view.target is not None and target_at is not None:
        said = say(_TARGET.format(value=f"{100 * view.target:g}%"), language)
        layers.append(lines([{"x": 0, "x2": canvas.width, "y": target_at, "y2": target_at}], INK, wide=1.5, dashed=True))
        layers.append(lines([{"x": 0, "x2": 30, "y": 12, "y2": 12}], INK, wide=1.5, dashed=True))
        layers.append(texts([{"x": 38, "y": 12, "text": said}], letters=SMALL))
    layers.append(path(_pieces(places)))
    layers.append(points([{"x": x, "y": y} for one, value, x, y in places if value is not None and not one.so_far]))
    layers.append(points([{"x": x, "y": y} for one, value, x, y in places if value is not None and one.so_far], hollow=True))
    values = [
        {"x": x, "y": y + (20 if _is_dip(numbers, place) and y + 30 < ground else -18), "text": _said(one)}
        for place, (one, value, x, y) in enumerate(places)
        if value is not None
    ]
    letters = SMALL if step < _CLOSE else LETTERS
    layers += [texts(values, "center", letters=letters, bold=True, halo=halo) for halo in (True, False)]
    kept = [{"x": x, "y": ground - 12, "text": say(one.value, language)} for one, value, x, _ in places if value is None]
    layers.append(texts(kept, "center", letters=SMALL, colour=MUTED))
    labels = [say(one.text, language) for one in view.points]
    every = 1 if max(extent(label, SMALL) for label in labels) + 8 < step else 2
    when = [
        {"x": x, "y": ground + 18, "text": labels[place]}
        for place, (_, _, x, _) in enumerate(places)
        if (len(places) - 1 - place) % every == 0
    ]
    layers.append(texts(when, "center", letters=SMALL))
    so_far = [
        {"x": min(x, canvas.width - 28), "y": ground + 37, "text": say(_SO_FAR, language)} for one, _, x, _ in places if one.so_far
    ]
    layers.append(texts(so_far, "center", letters=SMALL, colour=MUTED))
    return canvas.render(layers, say(TITLE.format(name=view.name, place=view.place), language), say(view.summary, language))


def _number(one: TrendPointView) -> float | None:
    """What the point is drawn at: the share where it is one, else the count; None where it is kept back or of nobody."""
    return one.share if one.of is not None else None if one.count is None else float(one.count)


def _said(one: TrendPointView) -> str:
    return f"{one.count:,}" if one.share is None else f"{100 * one.share:.1f}%"


def _is_dip(numbers: list[float | None], place: int) -> bool:
    """Whether the line comes down to the point and goes up again."""
    value, beside = numbers[place], [numbers[at] for at in (place - 1, place + 1) if 0 <= at < len(numbers)]
    return value is not None and bool(beside) and all(other is not None and other > value for other in beside)


def _pieces(places: list[tuple[TrendPointView, float | None, float, float]]) -> list[Row]:
    rows: list[Row] = []
    piece = 0
    for _, value, x, y in places:
        if value is None:
            piece += 1
        else:
            rows.append({"x": x, "y": y, "piece": piece})
    return rows
