"""A figure as it may leave the house: groups of people under five are kept back, and the rest is rounded to five."""

from dataclasses import replace

from matching.ledger.figure import Figure, Part
from matching.suppression import rounded, shown


def publish(figure: Figure) -> Figure:
    """The figure for readers outside. What counts no people stays as it is.

    A count is rounded, a share is kept back where those in it, or those left over, are fewer than five; parts are rounded each, and
    left out altogether where their sum is kept back. Publishing twice changes nothing.
    """
    if figure.indicator.about == "service" or figure.published:
        return replace(figure, published=True)
    if figure.count is None:
        raise ValueError(f"{figure.indicator.name}: a figure without a number that nobody kept back; count it first")
    unknown = None if figure.unknown is None else rounded(figure.unknown) or 0
    if figure.of is None:
        count, of = rounded(figure.count), None
    else:
        count, of = shown(figure.count, figure.of), rounded(figure.of)
    parts = () if count is None else tuple(map(_part, figure.parts))
    return replace(figure, count=count, of=of, unknown=unknown, parts=parts, published=True)


def _part(part: Part) -> Part:
    return replace(part, count=None if part.count is None else rounded(part.count))
