"""The year report as it goes over the wire."""

from datetime import date
from typing import Literal

from api.schemas.base import View
from matching.knowledge.catalogue import Text


class PartView(View):
    """A part of a figure along one axis; `count` is null where it is kept back."""

    axis: Literal["kind", "district", "month", "standing"]
    key: str
    text: Text
    count: int | None


class FigureView(View):
    """One figure. `of` is the denominator of a share (null: no share), `unknown` counts those of whom it cannot be told.

    Null numbers are kept back. `target` is null where nothing is aimed at, `reached` where that cannot be said.
    """

    indicator: str
    name: Text
    unit: str
    count: int | None
    of: int | None
    share: float | None
    unknown: int | None
    parts: tuple[PartView, ...]
    target: float | None
    reached: bool | None
    text: Text


class ReportSectionView(View):
    """One item of the plan with its figures."""

    item: str
    title: Text
    figures: tuple[FigureView, ...]


class ReportView(View):
    """The report of the whole, or of one district (`district` null and not `whole`: of what belongs to none)."""

    whole: bool
    district: str | None
    name: Text
    sections: tuple[ReportSectionView, ...]


class YearReportView(View):
    """The figures of a period in the order of the plan, as counted on a day. `published`: small groups are kept back."""

    since: date
    until: date
    as_of: date
    published: bool
    reports: tuple[ReportView, ...]
