"""Small learned rankers, trained in a moment, and reports of the gate about them."""

from datetime import UTC, datetime
from pathlib import Path

from matching.knowledge.catalogue import Text
from models.baselines import HandWeightedRanker
from models.gate_report import Check, GateReport
from models.ranker import LearnedRanker
from models.ranker_training import train_ranker
from models.registry import keep_challenger, promote
from models.settings import Growth, Settings
from tests.models.lists import some_lists

AT = datetime(2027, 3, 18, 9, 30, tzinfo=UTC)
TINY = Growth(rounds=6, leaves=4, rate=0.1, least_rows=10)
SMALL = Settings(order=TINY, interest=TINY, offer=TINY, stay=TINY, attention=False, chunk=3, checkpoints=2, folds=2)
TOO_FAR = Text(zh="一组人落后太多", en="a group falls too far")


def small_ranker(seed: int) -> LearnedRanker:
    return train_ranker(some_lists(seed, lists=40), seed=seed, hand=HandWeightedRanker.load(), settings=SMALL)


def judged(ranker: LearnedRanker, against: str, passed: bool = True) -> LearnedRanker:
    """The ranker with a report of the gate."""
    check = Check("groups", passed, {"worst": 0.125}, TOO_FAR)
    return ranker.with_entries(gate=GateReport(ranker.version, against, 1, (check,)).plain(), parent=against)


def installed(models: Path, ranker: LearnedRanker, against: str) -> str:
    """Keep and promote a ranker that the gate let through; its version."""
    keep_challenger(models, judged(ranker, against), AT, "local", "trained")
    return promote(models, ranker.version, AT, "local", "better")
