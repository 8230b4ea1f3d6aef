"""What the gate saw of the rankers: how its chances fit what came, and what learning brought, version by version."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from api.actions.rankers import check_may_see, readable, show_model
from api.schemas.learning import CalibrationView, ForecastView, LearningView, LearntView, StepForecastsView
from api.wiring import Application
from matching.audit.chance import share_interval
from matching.knowledge.catalogue import Text
from matching.records import Viewer

_STEPS: Final = {
    "interest": Text(zh="有意向的概率", en="chance of interest"),
    "offer": Text(zh="面试后获录用意向的概率", en="chance of an offer after an interview"),
}
_PAIR: Final = Text(zh="说 {told}%，实际 {came}%", en="told {told} %, came {came} %")
_STEP: Final = Text(zh="{step}：{pairs}", en="{step}: {pairs}")
_VERSION: Final = Text(
    zh="学习 {lists} 份名单后比当时在用的{sign}{difference}（95% 区间 {low} 至 {high}）",
    en="after {lists} lists {sign}{difference} against what ranked then (95 % interval {low} to {high})",
)


def calibration_view(app: Application, viewer: Viewer, version: str) -> CalibrationView:
    """The forecasts of a version beside what came. Raises NotFound, NotAllowed, and Conflict when it cannot be read."""
    figures = _figures(show_model(app, viewer, version).manifest)
    steps = tuple(_step(name, figures[name]) for name in _STEPS if figures.get(name, {}).get("forecasts"))
    told = [_STEP.format(step=one.text, pairs=_joined([_pair(pair) for pair in one.forecasts])) for one in steps]
    return CalibrationView(version=version, steps=steps, summary=_joined(told, "；", "; "))


def learning_view(app: Application, viewer: Viewer) -> LearningView:
    """Every version whose order was compared on enough lists, the first trained first. Raises NotAllowed, Conflict."""
    from models.registry import history, kept_rankers

    check_may_see(viewer)
    models = app.settings.models
    trained = {act.version: act.at for act in readable(lambda: history(models)) if act.action == "kept"}
    found = [
        _learnt_of(one.version, one.manifest, figures, trained.get(one.version))
        for one in readable(lambda: kept_rankers(models))
        if one.manifest is not None and "difference" in (figures := _figures(one.manifest).get("order", {}))
    ]
    found.sort(key=lambda one: (one.at is None, 0.0 if one.at is None else one.at.timestamp(), one.version))
    return LearningView(versions=tuple(found), summary=_joined([_learnt(one) for one in found], "；", "; "))


def _figures(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """The figures of each check of the gate; none for a version that was never judged."""
    return {check["name"]: check["figures"] for check in (manifest.get("gate") or {}).get("checks", ())}


def _learnt_of(version: str, manifest: Mapping[str, Any], figures: Mapping[str, float], at: datetime | None) -> LearntView:
    return LearntView(
        version=version,
        at=at,
        lists=manifest["data"]["lists"],
        pairs=manifest["data"]["pairs"],
        new=figures["challenger"],
        old=figures["incumbent"],
        difference=figures["difference"],
        low=figures["low"],
        high=figures["high"],
        better=figures["low"] > 0,
    )


def _step(name: str, figures: dict[str, Any]) -> StepForecastsView:
    forecasts = []
    for one in figures["forecasts"]:
        low, high = share_interval(round(one["came"] * one["rows"]), one["rows"])
        forecasts.append(ForecastView(told=one["told"], came=one["came"], low=low, high=high, rows=one["rows"]))
    return StepForecastsView.model_validate(
        {"step": name, "text": _STEPS[name], "forecasts": forecasts, "error": figures["challenger"], "limit": figures["limit"]}
    )


def _pair(one: ForecastView) -> Text:
    return _PAIR.format(told=f"{100 * one.told:.1f}", came=f"{100 * one.came:.1f}")


def _learnt(one: LearntView) -> Text:
    sign = "+" if one.difference > 0 else ""
    return _VERSION.format(
        lists=f"{one.lists:,}", sign=sign, difference=f"{one.difference:.3f}", low=f"{one.low:.3f}", high=f"{one.high:.3f}"
    )


def _joined(texts: list[Text], zh: str = "，", en: str = ", ") -> Text:
    return Text(zh=zh.join(text.zh for text in texts), en=en.join(text.en for text in texts))
