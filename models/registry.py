"""Which ranker serves, which are kept beside it, and how one takes the place of another: through the gate, and back in one step."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Literal

from matching.knowledge.catalogue import Text
from matching.protocols import Matcher
from models.baselines import WEIGHTS_FILE, HandWeightedRanker
from models.folders import SEAL, ArtefactError
from models.gate_report import GateReport
from models.history import Act, Action, add_act, in_turn, last_in_use, read_history
from models.ranker import LearnedRanker
from models.shelf import Shelf

FOLDER: Final = "ranker"
TABLE: Final = "hand-weighted"
"""How the hand-weighted table is named where a version is asked for."""

State = Literal["challenger", "in_use", "former"]


class NotPromoted(ValueError):
    """A challenger may not serve; `reasons` say why, each for people."""

    def __init__(self, version: str, reasons: tuple[Text, ...]) -> None:
        super().__init__(f"{version} is not promoted: {'; '.join(reason.en for reason in reasons)}")
        self.version = version
        self.reasons = reasons


@dataclass(frozen=True)
class Kept:
    """One kept version. `fault` says why it cannot be used; then there is no manifest."""

    version: str
    state: State
    manifest: Mapping[str, Any] | None
    fault: str | None = None


def load_ranker(models: Path | None) -> Matcher:
    """The ranker that the models folder of a home points to; without one the hand-weighted one, of the home or packaged.

    `ranker_note` says which and why. A current ranker that cannot be read is an error, never a silent change of ranker:
    raises ArtefactError.
    """
    version = version_in_use(models)
    if models is not None and version is not None:
        ranker = load_kept(models, version)
        _check_let_in(models, ranker)
        return ranker
    return hand_table(models)


def _check_let_in(models: Path, ranker: LearnedRanker) -> None:
    """The pointer alone lets nobody serve: raises ArtefactError for a version that never was promoted here as it is now."""
    seals = {act.seal for act in history(models) if act.action != "kept" and act.version == ranker.version}
    if ranker.manifest[SEAL] not in seals:
        raise ArtefactError(
            f"{ranker.version} is pointed to, but it was never promoted here as it is now; use tongtu models promote or rollback"
        )


def hand_table(models: Path | None) -> HandWeightedRanker:
    """The hand-weighted table of the home, or the packaged one. Raises ArtefactError naming the row that cannot be meant."""
    own = None if models is None else models / WEIGHTS_FILE
    return HandWeightedRanker.load(own) if own is not None and own.is_file() else HandWeightedRanker.load()


def ranker_note(models: Path | None) -> Text:
    """Which ranker serves and why, for reports and pages."""
    version = version_in_use(models)
    if version is not None:
        return Text(zh="使用训练好的排序模型 {version}", en="the trained ranker {version} serves").format(version=version)
    trained = models is not None and bool(versions(models))
    why = (
        Text(zh="训练好的排序模型都没有投入使用", en="no trained ranker is in use here")
        if trained
        else Text(zh="还没有训练好的排序模型", en="no ranker has been trained here yet")
    )
    if models is not None and (models / WEIGHTS_FILE).is_file():
        return Text(zh="{why}，使用本单位的手工权重", en="{why}; the office's own hand-written weights serve").format(why=why)
    return Text(zh="{why}，使用随程序提供的手工权重", en="{why}; the packaged hand-written weights serve").format(why=why)


def current_version(models: Path | None) -> str | None:
    """The version the pointer names, or None without a pointer. Raises ArtefactError on a pointer that names no version."""
    return None if models is None else Shelf(models, FOLDER).current()


def version_in_use(models: Path | None) -> str | None:
    """The version that serves, None for the hand-weighted table. Raises ArtefactError where the pointer to one is lost."""
    lost = None if models is None else _lost_version(models)
    if lost is not None:
        raise ArtefactError(
            f"{lost} was promoted here, and the pointer to it is gone; restore models/ from a backup, "
            f"or say on purpose what is to serve: tongtu models promote {lost}, or rollback"
        )
    return current_version(models)


def _lost_version(models: Path) -> str | None:
    """What was to serve by the history, where nothing points to it any more."""
    return None if Shelf(models, FOLDER).has_pointer() else last_in_use(history(models))


def is_trained(version: str) -> bool:
    """Whether a version is named as `ranker_training` names what it made."""
    return version.startswith("learned-")


def versions(models: Path) -> tuple[str, ...]:
    """All rankers kept, by name."""
    return Shelf(models, FOLDER).versions()


def load_kept(models: Path, version: str) -> LearnedRanker:
    """A kept ranker, every hash checked. Raises ArtefactError when it is not kept here, not whole, or under another's name."""
    shelf = Shelf(models, FOLDER)
    shelf.check_kept(version)
    ranker = LearnedRanker.load(shelf.folder(version))
    if SEAL not in ranker.manifest:
        raise ArtefactError(f"{shelf.folder(version)}: its manifest has no hash of its own; train the ranker again")
    if ranker.version != version:
        raise ArtefactError(f"{shelf.folder(version)} holds the ranker {ranker.version}; give the folder that name again")
    return ranker


def kept_rankers(models: Path) -> tuple[Kept, ...]:
    """All kept versions with their state, in order of name; one that cannot be read is named with its fault."""
    return tuple(kept_ranker(models, version) for version in versions(models))


def kept_ranker(models: Path, version: str) -> Kept:
    """One version with its state. Raises ArtefactError when it is not kept here."""
    Shelf(models, FOLDER).check_kept(version)
    state = _state(version, current_version(models), history(models))
    try:
        return Kept(version, state, load_kept(models, version).manifest)
    except ArtefactError as fault:
        return Kept(version, state, None, str(fault))


def history(models: Path) -> tuple[Act, ...]:
    """What became of the kept versions, oldest first. Raises ArtefactError when the history cannot be read."""
    return read_history(models / FOLDER)


def keep_challenger(models: Path, ranker: LearnedRanker, at: datetime, by: str, why: str) -> Path:
    """Save a trained ranker as a challenger; what serves stays. Returns its folder.

    Raises ArtefactError when that very version is in use: its folder is never written over.
    """
    before = current_version(models)
    if ranker.version == before:
        raise ArtefactError(f"{before} is in use; the same model cannot stand against itself")
    folder = Shelf(models, FOLDER).folder(ranker.version)
    ranker.save(folder)
    _record(models, "kept", before, ranker.version, at, by, why)
    return folder


def promote(models: Path, version: str, at: datetime, by: str, why: str, key: str | None = None) -> str:
    """Let a kept version serve, if the gate let it through against what serves now. Returns the version.

    A `key` that is in the history for this very act does nothing again. One that served until its pointer was lost serves again.
    Raises NotPromoted with the reasons of the gate, or where it was judged against another model, or its folder is not the one that
    was kept; ArtefactError when it, or what serves, cannot be read. What serves stays in each of these cases.
    """
    ranker = load_kept(models, version)
    with Shelf(models, FOLDER).locked():
        before = current_version(models)
        if is_done(models, "promoted", key):
            return version
        if version == _lost_version(models):
            _check_let_in(models, ranker)
            _record(models, "promoted", in_turn(history(models), version)[-2], version, at, by, why, key)
            Shelf(models, FOLDER).point_to(version)
            return version
        reasons = tuple(_reasons_against(models, ranker, load_ranker(models).version))
        if reasons:
            raise NotPromoted(version, reasons)
        shelf = Shelf(models, FOLDER)
        if before is None:  # a machine that stops between the line and the pointer leaves one that says so, and not a lost one
            shelf.point_to_nothing()
        _record(models, "promoted", before, version, at, by, why, key)
        shelf.point_to(version)
    return version


def rollback(models: Path, at: datetime, by: str, why: str, to: str | None = None, key: str | None = None) -> str:
    """Go back to what was in use before, in one step, or further to `to` (a version, or "hand-weighted"). Returns what serves then.

    To the hand-weighted table one can always go: so a home whose models are lost says that it is meant to serve.
    A `key` that is in the history for a rollback does nothing again. What serves need not be readable.
    Raises ArtefactError when nothing was in use before, `to` never was, or it cannot be read;
    what serves stays then.
    """
    with Shelf(models, FOLDER).locked():
        return _rolled_back(models, at, by, why, to, key)


def _rolled_back(models: Path, at: datetime, by: str, why: str, to: str | None, key: str | None) -> str:
    lost = _lost_version(models)
    current = lost or current_version(models)
    if is_done(models, "rolled_back", key):
        return load_ranker(models).version
    turn = in_turn(history(models), current)[:-1] or ((None,) if to == TABLE else ())
    if not turn:
        raise ArtefactError("no ranker was in use here before; there is nothing to go back to")
    target = turn[-1] if to is None else None if to == TABLE else to
    if target not in turn and (lost is None or target != lost):
        was = ", ".join(one or TABLE for one in dict.fromkeys(turn))
        raise ArtefactError(f"{to!r} was not in use here before; what was: {was}")
    ranker = hand_table(models) if target is None else load_kept(models, target)
    _record(models, "rolled_back", current, target, at, by, why, key)
    shelf = Shelf(models, FOLDER)
    if target is None:
        shelf.point_to_nothing()
    else:
        shelf.point_to(target)
    return ranker.version


def _reasons_against(models: Path, ranker: LearnedRanker, serving: str) -> list[Text]:
    if ranker.version == serving:
        return [_IN_USE]
    kept = [act for act in history(models) if act.action == "kept" and act.version == ranker.version]
    if not kept or kept[-1].seal != ranker.manifest[SEAL]:
        return [_NOT_AS_KEPT]
    report = gate_report(ranker.manifest)
    if report is None:
        return [_NOT_JUDGED]
    if report.challenger != ranker.version or report.incumbent != serving:
        return [_OTHER_INCUMBENT.format(judged=report.incumbent, serving=serving)]
    return list(report.why_not)


def gate_report(manifest: Mapping[str, Any]) -> GateReport | None:
    """The gate's report in a manifest, or None where it was never judged. Raises ArtefactError on one that makes no sense."""
    if not manifest.get("gate"):
        return None
    try:
        return GateReport.of(manifest["gate"])
    except (ValueError, KeyError, TypeError) as fault:
        raise ArtefactError(f"{manifest.get('version', '?')}: its gate report cannot be read; train the ranker again") from fault


def _state(version: str, current: str | None, acts: tuple[Act, ...]) -> State:
    if version == current:
        return "in_use"
    was = any(act.action != "kept" and act.version == version for act in acts)
    return "former" if was else "challenger"


def is_done(models: Path, action: Action, key: str | None) -> bool:
    """Whether the history holds that act under the sender's own name for it."""
    return key is not None and any(act.key == key and act.action == action for act in history(models))


def _record(
    models: Path, action: Action, before: str | None, version: str | None, at: datetime, by: str, why: str, key: str | None = None
) -> None:
    """The line comes before the pointer moves: a change without its line cannot happen."""
    seal = None if version is None else load_kept(models, version).manifest[SEAL]
    add_act(models / FOLDER, Act(at, by, action, before, version, why, seal, key))


_IN_USE: Final = Text(zh="它已经在用", en="it is in use already")
_NOT_AS_KEPT: Final = Text(
    zh="它的清单不是在本机训练并保存时的那一份；请在这里重新训练",
    en="its manifest is not the one that was kept when it was trained here; train it here again",
)
_NOT_JUDGED: Final = Text(zh="它没有经过检验；请重新训练", en="it was never judged; train it again")
_OTHER_INCUMBENT: Final = Text(
    zh="它是与 {judged} 比较的，而现在用的是 {serving}；请重新训练",
    en="it was judged against {judged}, and {serving} serves now; train it again",
)
