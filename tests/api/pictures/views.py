"""Small views of every picture, worked by hand."""

from datetime import UTC, date, datetime

from api.schemas.coverage import AttributeReachView, CoverageView, GroupReachView, ReachView
from api.schemas.funnels import FunnelStepView, FunnelView
from api.schemas.learning import CalibrationView, ForecastView, LearningView, LearntView, StepForecastsView
from api.schemas.trends import TrendPointView, TrendView
from matching.fair.funnel import STEPS, FunnelStep
from matching.knowledge.catalogue import Text

SUMMARY = Text(zh="同样的数字", en="the same numbers")
COUNTS = (1_240, 900, 612, None, 398, 342, 120, 88, 3)
FUNNEL = FunnelView(
    event="spring",
    name="春季专场",
    steps=tuple(
        FunnelStepView(step=step, text=STEPS[step], count=count, before=None, kept=None)
        for step, count in zip(FunnelStep, COUNTS, strict=True)
    ),
    not_told_yet=4,
    summary=SUMMARY,
)


def reach(count: int, of: int, low: float, high: float) -> ReachView:
    return ReachView(count=count, of=of, share=count / of, low=low, high=high)


COVERAGE = CoverageView(
    attributes=(
        AttributeReachView(
            title=Text(zh="残疾类别", en="category of impairment"),
            groups=(
                GroupReachView(
                    name=Text(zh="视力障碍", en="visual impairment"),
                    people=120,
                    listed=reach(55, 120, 0.37, 0.55),
                    given=reach(33, 120, 0.2, 0.36),
                    why=None,
                ),
                GroupReachView(name=Text(zh="多重障碍", en="several impairments"), people=9, listed=None, given=None, why=SUMMARY),
            ),
        ),
        AttributeReachView(
            title=Text(zh="居住区", en="district of residence"),
            groups=(
                GroupReachView(
                    name=Text(zh="武汉东湖新技术开发区", en="Wuhan East Lake High-tech Development Zone"),
                    people=50,
                    listed=reach(44, 50, 0.76, 0.95),
                    given=None,
                    why=None,
                ),
            ),
        ),
    ),
    allotted=True,
    summary=SUMMARY,
)


def point(key: str, count: int | None, of: int | None = None, so_far: bool = False) -> TrendPointView:
    share = count / of if count is not None and of else None
    return TrendPointView(key=key, text=Text(zh=key, en=key), count=count, of=of, share=share, so_far=so_far)


TREND = TrendView(
    indicator="retention.three",
    name=Text(zh="就业满三个月仍在岗", en="Still employed after three months"),
    unit="share",
    by="year",
    by_month=False,
    place=Text(zh="全市", en="The city"),
    points=(point("2023", 40, 90), point("2024", None), point("2025", 120, 180), point("2026", 310, 400, True)),
    target=0.8,
    published=True,
    as_of=date(2026, 11, 26),
    summary=SUMMARY,
)
MONTHS = TREND.model_copy(
    update={
        "unit": "times",
        "by": "month",
        "points": tuple(point(f"{month}月", 37 * month % 120) for month in range(1, 13)),
        "target": None,
    }
)
NOTHING = TREND.model_copy(update={"points": (point("2023", 0), point("2024", 0)), "target": None})
CALIBRATION = CalibrationView(
    version="learned-1",
    steps=(
        StepForecastsView(
            step="interest",
            text=Text(zh="有意向的概率", en="chance of interest"),
            forecasts=(
                ForecastView(told=0.1, came=0.12, low=0.08, high=0.17, rows=200),
                ForecastView(told=0.4, came=0.37, low=0.3, high=0.45, rows=200),
            ),
            error=0.025,
            limit=0.03,
        ),
        StepForecastsView(
            step="offer",
            text=Text(zh="面试后获录用意向的概率", en="chance of an offer after an interview"),
            forecasts=(ForecastView(told=0.3, came=0.3, low=0.2, high=0.41, rows=80),),
            error=0.0,
            limit=0.05,
        ),
    ),
    summary=SUMMARY,
)


def learnt(lists: int, difference: float, low: float, high: float) -> LearntView:
    return LearntView(
        version=f"learned-{lists}",
        at=datetime(2027, 3, 20, tzinfo=UTC),
        lists=lists,
        pairs=20 * lists,
        new=0.5 + difference,
        old=0.5,
        difference=difference,
        low=low,
        high=high,
        better=low > 0,
    )


LEARNING = LearningView(versions=(learnt(120, -0.004, -0.02, 0.01), learnt(1_560, 0.034, 0.02, 0.05)), summary=SUMMARY)
