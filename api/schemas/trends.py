"""One figure of the plan over time, over the wire."""

from datetime import date
from typing import Literal

from api.schemas.base import View
from matching.indicators import Unit
from matching.knowledge.catalogue import Text


class TrendPointView(View):
    """One year or month. A null `count` is kept back; `of` and `share` are null for what is no share. `so_far`: not ended yet."""

    key: str
    text: Text
    count: int | None
    of: int | None
    share: float | None
    so_far: bool

    @property
    def value(self) -> Text:
        """The count, or the share with both numbers, or why there is neither."""
        if self.count is None:
            return Text(zh="不显示", en="kept back")
        if self.of is None:
            return Text(zh=f"{self.count:,}", en=f"{self.count:,}")
        if self.share is None:
            return Text(zh="没有可数的", en="none to count")
        both = {"percent": f"{100 * self.share:.1f}%", "count": f"{self.count:,}", "of": f"{self.of:,}"}
        return Text(zh="{percent}（{count}/{of}）", en="{percent} ({count} of {of})").format(**both)


class TrendView(View):
    """A figure by year, or by month of the last year, of the whole or one district. `target`: the share to be reached at any time,
    null where none is. `by_month`: it can be had by month. `published`: small groups are kept back. `summary` says all points."""

    indicator: str
    name: Text
    unit: Unit
    by: Literal["year", "month"]
    by_month: bool
    place: Text
    points: tuple[TrendPointView, ...]
    target: float | None
    published: bool
    as_of: date
    summary: Text
