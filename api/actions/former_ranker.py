"""Another ranker never takes the place of the one that ordered the last lists in silence, not even where all models are lost."""

from pathlib import Path
from typing import Final

from api.actions.errors import Conflict
from matching.knowledge.catalogue import Text

LOST: Final = Text(
    zh="上一次的名单是由 {ranker} 排序的，而这里没有它，也没有它的历史。请从备份恢复 models/；"
    "确实要用手工权重时，请先运行 tongtu models rollback --to hand-weighted。",
    en="{ranker} ordered the lists that were made last, and neither it nor its history is here. Restore models/ from a backup; "
    "if the hand-written weights are meant to serve: tongtu models rollback --to hand-weighted.",
)


def is_lost(models: Path, former: str | None) -> bool:
    """Whether the trained ranker that was used last is unknown in a home that never let one serve, nor went back from one."""
    from models.registry import history, is_trained

    return former is not None and is_trained(former) and all(act.action == "kept" for act in history(models))


def check_former(models: Path, former: str | None) -> None:
    """Raises Conflict where the ranker that was used last, by the database, is lost."""
    if is_lost(models, former):
        raise Conflict(LOST.format(ranker=former))
