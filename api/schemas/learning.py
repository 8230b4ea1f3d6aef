"""What the gate saw of a version, as the pictures of the models show it."""

from datetime import datetime
from typing import Literal

from api.schemas.base import View
from matching.knowledge.catalogue import Text


class ForecastView(View):
    """Of `rows` held-out pairs the version said the chance `told` on average, and it came in the share `came` of them, with the
    exact 95 % interval of the share. All in 0..1."""

    told: float
    came: float
    low: float
    high: float
    rows: int


class StepForecastsView(View):
    """The forecasts of one step, lowest first, in groups of about equally many; `error` is their mean distance from what came, and
    `limit` what the gate lets pass."""

    step: Literal["interest", "offer"]
    text: Text
    forecasts: tuple[ForecastView, ...]
    error: float
    limit: float


class CalibrationView(View):
    """The steps whose forecasts were kept; none for a version that was never judged, or before they were kept."""

    version: str
    steps: tuple[StepForecastsView, ...]
    summary: Text


class LearntView(View):
    """One judged version: it learnt from so many `lists` and `pairs`, and its order was worth `new` against `old` of what ranked
    then (nDCG@10 on lists that neither saw). `difference` with its 95 % interval; `better`: the whole interval lies above 0."""

    version: str
    at: datetime | None
    lists: int
    pairs: int
    new: float
    old: float
    difference: float
    low: float
    high: float
    better: bool


class LearningView(View):
    """The judged versions in the order in which they were trained."""

    versions: tuple[LearntView, ...]
    summary: Text
