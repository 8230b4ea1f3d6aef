"""The kept versions of the ranker: look at them, let one serve through the gate, go back. Each change is in the log."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Final, TypeVar

from api.actions.errors import BadInput, Conflict, NotAllowed, NotFound
from api.schemas.models import ActView, CheckView, GateView, ModelCardView, ModelsView, ModelView
from api.wiring import Application
from matching.knowledge.catalogue import Text
from matching.records import Role, Viewer

if TYPE_CHECKING:
    from models.history import Act
    from models.registry import Kept

T = TypeVar("T")
_VERSION: Final = Text(zh="排序模型版本", en="version of the ranker")
_STATES: Final = {
    "challenger": Text(zh="挑战者", en="challenger"),
    "in_use": Text(zh="在用", en="in use"),
    "former": Text(zh="曾经在用", en="formerly in use"),
}
_ACTIONS: Final = {
    "kept": Text(zh="训练并保存", en="trained and kept"),
    "promoted": Text(zh="投入使用", en="promoted"),
    "rolled_back": Text(zh="退回", en="rolled back"),
}


def list_models(app: Application, viewer: Viewer) -> ModelsView:
    """All kept versions with their state, and what became of them, oldest first.

    Raises NotAllowed for anybody but an organizer or administrator, Conflict when what serves cannot be read.
    """
    from models.registry import FOLDER, history, kept_rankers, load_ranker, ranker_note
    from models.shelf import Shelf

    check_may_see(viewer)
    models = app.settings.models
    return ModelsView(
        serving=readable(lambda: load_ranker(models).version),
        note=readable(lambda: ranker_note(models)),
        models=tuple(_view(one) for one in readable(lambda: kept_rankers(models))),
        unfinished=len(Shelf(models, FOLDER).unfinished()),
        history=tuple(_act(act) for act in readable(lambda: history(models))),
    )


def show_model(app: Application, viewer: Viewer, version: str) -> ModelCardView:
    """One version with its manifest and card. Raises NotFound, or Conflict when its folder cannot be read."""
    from models.folders import CARD
    from models.registry import FOLDER

    kept = _kept(app, viewer, version)
    if kept.manifest is None:
        raise Conflict(Text(zh="这个版本无法读取：{fault}", en="This version cannot be read: {fault}").format(fault=kept.fault))
    card = (app.settings.models / FOLDER / version / CARD).read_text("utf-8")
    return ModelCardView(model=_view(kept), manifest=dict(kept.manifest), card=card)


def promote_model(app: Application, viewer: Viewer, version: str, why: str = "", key: str | None = None) -> ModelView:
    """Let a version serve, if the gate let it through against what serves now; logged. The same `key` again does nothing.

    Raises NotFound, Conflict with the reasons why not, and BadInput for a reason that may hold a personal number.
    """
    from models.registry import NotPromoted, is_done, promote

    _kept(app, viewer, version)
    if readable(lambda: is_done(app.settings.models, "promoted", key)):
        return _view(_kept(app, viewer, version))

    def act(at: datetime) -> None:
        try:
            promote(app.settings.models, version, at, viewer.account, why, key)
        except NotPromoted as refused:
            text = Text(zh="{version} 不能投入使用：{why}", en="{version} is not promoted: {why}")
            raise Conflict(text.format(version=version, why=_joined(refused.reasons))) from refused

    _logged(app, viewer, "promote", version, why, act)
    return _view(_kept(app, viewer, version))


def rollback_models(app: Application, viewer: Viewer, why: str = "", to: str | None = None, key: str | None = None) -> ModelsView:
    """Go back to what was in use before, or further to `to`; logged. The same `key` again does nothing.

    Raises Conflict where there is nothing to go back to, or it cannot be read; what serves stays then.
    """
    from models.registry import TABLE, current_version, is_done, rollback

    check_may_see(viewer)
    if readable(lambda: is_done(app.settings.models, "rolled_back", key)):
        return list_models(app, viewer)
    leaving = readable(lambda: current_version(app.settings.models)) or TABLE

    def act(at: datetime) -> None:
        rollback(app.settings.models, at, viewer.account, why, to, key)

    _logged(app, viewer, "rollback", leaving, why, act)
    return list_models(app, viewer)


def _logged(app: Application, viewer: Viewer, action: str, version: str, why: str, act: Callable[[datetime], None]) -> None:
    """The line of the log and the act together: no line without the act, no act without the line."""
    with app.database.begin(viewer) as stores:
        try:
            stores.log.append(viewer, action, "model", version, {"why": why})
        except ValueError as fault:
            raise BadInput(_NO_NUMBERS) from fault
        readable(lambda: act(app.clock()))


def readable(ask: Callable[[], T]) -> T:
    """What `ask` reads of the models folder. Raises Conflict where it cannot be read."""
    from models.folders import ArtefactError

    try:
        return ask()
    except ArtefactError as fault:
        raise Conflict(
            Text(zh="模型文件夹有问题，没有改变任何东西：{fault}", en="Nothing was changed: {fault}").format(fault=fault)
        ) from fault


def _kept(app: Application, viewer: Viewer, version: str) -> "Kept":
    from models.registry import kept_ranker, versions

    check_may_see(viewer)
    if version not in versions(app.settings.models):
        raise NotFound(_VERSION, version)
    return readable(lambda: kept_ranker(app.settings.models, version))


def _view(kept: "Kept") -> ModelView:
    from models.registry import gate_report

    state = {"version": kept.version, "state": kept.state, "state_text": _STATES[kept.state], "fault": kept.fault}
    if kept.manifest is None:
        return ModelView.model_validate(state)
    report = readable(lambda: gate_report(kept.manifest or {}))
    gate = None
    if report is not None:
        checks = tuple(CheckView(name=check.name, passed=check.passed, text=check.text) for check in report.checks)
        gate = GateView(passed=report.passed, incumbent=report.incumbent, checks=checks)
    data = kept.manifest["data"]
    facts = {name: data.get(name) for name in ("first_day", "last_day", "lists", "pairs")}
    parent, metrics = kept.manifest.get("parent"), kept.manifest["metrics"]
    return ModelView.model_validate({**state, **facts, "parent": parent, "metrics": metrics, "gate": gate})


def _act(act: "Act") -> ActView:
    return ActView(
        at=act.at,
        by=act.by,
        action=act.action,
        action_text=_ACTIONS[act.action],
        before=act.before,
        version=act.version,
        why=act.why,
    )


def _joined(texts: tuple[Text, ...]) -> Text:
    return Text(zh="；".join(text.zh for text in texts), en="; ".join(text.en for text in texts))


def check_may_see(viewer: Viewer) -> None:
    """Raises NotAllowed for anybody but an organizer or administrator."""
    if viewer.role not in (Role.ORGANIZER, Role.ADMINISTRATOR):
        raise NotAllowed(_NOT_ALLOWED)


_NOT_ALLOWED: Final = Text(
    zh="只有组织者或管理员可以查看和更换排序模型。", en="Only an organizer or an administrator may see and change the rankers."
)
_NO_NUMBERS: Final = Text(
    zh="理由里不能有电话、证件号码一类的长数字。", en="The reason holds a long number; leave out phone and certificate numbers."
)
