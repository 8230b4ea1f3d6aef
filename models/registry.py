"""Which ranker serves: a home keeps every trained one on a shelf and points to the current one."""

from pathlib import Path
from typing import Final

from matching.knowledge.catalogue import Text
from matching.protocols import Ranker
from models.baselines import WEIGHTS_FILE, HandWeightedRanker
from models.ranker import LightGBMRanker
from models.shelf import Shelf

FOLDER: Final = "ranker"


def load_ranker(models: Path | None) -> Ranker:
    """The ranker that the models folder of a home points to; without one the hand-weighted one, of the home or packaged.

    `ranker_note` says which and why. A current ranker that cannot be read is an error, never a silent change of ranker:
    raises ArtefactError.
    """
    version = current_version(models)
    if models is not None and version is not None:
        return LightGBMRanker.load(models / FOLDER / version)
    own = None if models is None else models / WEIGHTS_FILE
    return HandWeightedRanker.load(own) if own is not None and own.is_file() else HandWeightedRanker.load()


def ranker_note(models: Path | None) -> Text:
    """Which ranker serves and why, for reports and pages."""
    version = current_version(models)
    if version is not None:
        return Text(zh="使用训练好的排序模型 {version}", en="the trained ranker {version} serves").format(version=version)
    if models is not None and (models / WEIGHTS_FILE).is_file():
        return Text(
            zh="还没有训练好的排序模型，使用本单位的手工权重",
            en="no ranker has been trained here yet; the office's own hand-written weights serve",
        )
    return Text(
        zh="还没有训练好的排序模型，使用随程序提供的手工权重",
        en="no ranker has been trained here yet; the packaged hand-written weights serve",
    )


def current_version(models: Path | None) -> str | None:
    """The version the pointer names, or None without a pointer. Raises ArtefactError on a pointer that names no version."""
    return None if models is None else Shelf(models, FOLDER).current()


def versions(models: Path) -> tuple[str, ...]:
    """All rankers kept, by name."""
    return Shelf(models, FOLDER).versions()


def install_ranker(models: Path, ranker: LightGBMRanker) -> Path:
    """Save the ranker and make it the current one; the pointer moves last and in one step. Returns its folder."""
    folder = models / FOLDER / ranker.version
    ranker.save(folder)
    point_to(models, ranker.version)
    return folder


def point_to(models: Path, version: str) -> None:
    """Make a kept version current, to go back for example. Raises ArtefactError when it is not kept here or cannot be read."""
    shelf = Shelf(models, FOLDER)
    shelf.check_kept(version)
    LightGBMRanker.load(shelf.folder(version))
    shelf.point_to(version)
