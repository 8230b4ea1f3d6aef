"""Training in stages: equal bytes each time, from any stage on; refusals; and what little data gives."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from matching.features import FEATURE_NAMES
from models.attention import FULL_ATTENTION, Attention
from models.baselines import HandWeightedRanker, RandomRanker
from models.choosing import Judge
from models.lists import Lists
from models.ranker import LearnedRanker
from models.ranker_training import blend_weight, stage_names, teaching_lists, train_ranker
from models.settings import DEFAULTS, Growth, Settings
from tests.models.lists import some_lists

GROWTH = Growth(rounds=30, leaves=5, rate=0.1, least_rows=20)
SETTINGS = Settings(order=GROWTH, interest=GROWTH, offer=GROWTH, stay=GROWTH, chunk=10, checkpoints=3)
HAND = HandWeightedRanker.load()
LISTS = some_lists(1, lists=160)
VALIDATION = some_lists(2, lists=80)


def trained(
    lists: Lists = LISTS,
    validation: Lists | None = VALIDATION,
    settings: Settings = SETTINGS,
    threads: int = 1,
    done: dict[str, bytes] | None = None,
) -> tuple[LearnedRanker, dict[str, bytes]]:
    stages: dict[str, bytes] = {}
    ranker = train_ranker(
        lists,
        validation,
        seed=5,
        hand=HAND,
        settings=settings,
        threads=threads,
        parts=[("encoder", "test-1")],
        parent="hand-weighted-x",
        done=done,
        on_stage=stages.__setitem__,
    )
    return ranker, stages


def folder_bytes(ranker: LearnedRanker, folder: Path) -> dict[str, bytes]:
    ranker.save(folder)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture(scope="module")
def once() -> tuple[LearnedRanker, dict[str, bytes]]:
    return trained()


def test_equal_lists_and_seed_give_equal_bytes_on_any_number_of_threads(
    once: tuple[LearnedRanker, dict[str, bytes]], tmp_path: Path
) -> None:
    again, stages = trained(threads=2)
    assert stages == once[1]
    assert folder_bytes(again, tmp_path / "again") == folder_bytes(once[0], tmp_path / "once")


def test_taken_up_after_any_stage_it_leaves_equal_bytes(once: tuple[LearnedRanker, dict[str, bytes]], tmp_path: Path) -> None:
    ranker, stages = once
    assert (
        tuple(stages) == stage_names(SETTINGS) == ("attention", "order-1", "order-2", "order-3", "interest", "offer", "stay", "mix")
    )
    expected = folder_bytes(ranker, tmp_path / "once")
    for finished in (1, 3, 5, 7, 8):
        done = {name: stages[name] for name in list(stages)[:finished]}
        again, rest = trained(done=done)
        assert list(rest) == list(stages)[finished:]
        assert folder_bytes(again, tmp_path / str(finished)) == expected


def test_it_orders_unseen_lists_better_than_the_hand_weights_and_a_draw(once: tuple[LearnedRanker, dict[str, bytes]]) -> None:
    judge = Judge.of(some_lists(99, lists=300, eta=0.0))
    found = [judge.ndcg(one.score(judge.features)) for one in (once[0], HAND, RandomRanker(1))]
    assert found[0] > found[1] + 0.03 > found[2]


def test_the_manifest_tells_what_it_learnt_from(once: tuple[LearnedRanker, dict[str, bytes]]) -> None:
    manifest = once[0].manifest
    assert manifest["features"] == list(FEATURE_NAMES)
    assert (manifest["parts"], manifest["parent"], manifest["seed"]) == ({"encoder": "test-1"}, "hand-weighted-x", 5)
    assert manifest["data"] == {
        "source": "seeded lists of a test",
        "first_day": None,
        "last_day": None,
        "events": 8,
        "pairs": len(LISTS),
        "lists": 160,
        "grades": np.bincount(LISTS.relevance, minlength=5).tolist(),
        "steps": {
            "interested": int(LISTS.interested.sum()),
            "interviewed": int(LISTS.interviewed.sum()),
            "offered": int(LISTS.offered.sum()),
            "hired": int(LISTS.hired.sum()),
            "retained": int(LISTS.retained.sum()),
        },
        "followed": len(LISTS),
        "sha256": LISTS.sha256,
    }
    assert manifest["validation"]["sha256"] == VALIDATION.sha256
    assert manifest["settings"] == SETTINGS.plain()
    assert manifest["hand"] == HAND.version
    assert manifest["attention"]["rows"] == len(LISTS)
    assert once[0].attention == Attention.from_bytes(once[1]["attention"])
    assert manifest["attention"]["eta"] > 0
    assert set(manifest["mix"]["validation_ndcg"]) == {"0.25", "0.5"}
    best = max(manifest["mix"]["validation_ndcg"].values())
    assert manifest["mix"]["validation_ndcg"][f"{manifest['mix']['share']:g}"] == best
    assert manifest["blend"] == {
        "weight": round(blend_weight(teaching_lists(LISTS), DEFAULTS.half), 6),
        "half": DEFAULTS.half,
        "lists": teaching_lists(LISTS),
    }


def test_the_data_window_and_other_data_reach_manifest_and_version(once: tuple[LearnedRanker, dict[str, bytes]]) -> None:
    dated = trained(replace(LISTS, first_day=date(2026, 1, 2), last_day=date(2026, 3, 4)))[0]
    assert (dated.manifest["data"]["first_day"], dated.manifest["data"]["last_day"]) == ("2026-01-02", "2026-03-04")
    assert dated.version == once[0].version
    assert trained(some_lists(3, lists=160))[0].version != once[0].version


def test_without_correction_everything_counts_as_read(once: tuple[LearnedRanker, dict[str, bytes]]) -> None:
    ranker, _ = trained(settings=replace(SETTINGS, attention=False))
    assert ranker.attention == FULL_ATTENTION
    judge = Judge.of(some_lists(99, lists=50))
    corrected = once[0].chances(judge.features)[:, 0].mean()
    assert ranker.chances(judge.features)[:, 0].mean() < corrected - 0.05


@pytest.mark.parametrize(("half", "weight"), [(0.0, 1.0), (50.0, 0.5), (150.0, 0.25)])
def test_trust_in_learning_grows_with_the_lists(half: float, weight: float) -> None:
    assert blend_weight(50, half) == weight
    assert blend_weight(0, half) == 0
    assert blend_weight(51, 50) > blend_weight(50, 50)


def test_only_lists_with_two_outcomes_count_as_evidence() -> None:
    different = [len(set(LISTS.relevance[s : s + n].tolist())) > 1 for s, n in zip(LISTS.starts, LISTS.sizes, strict=True)]
    assert teaching_lists(LISTS) == sum(different) < len(LISTS.sizes)


def test_ten_rows_in_all_give_nearly_the_hand_weights() -> None:
    lists = some_lists(1, lists=2, longest=6)
    assert len(lists) == 10
    ranker, stages = trained(lists, None)
    assert list(stages) == ["attention", "interest", "offer", "stay", "mix"]
    assert ranker.order is None
    assert [step.told["by"] for step in ranker.steps] == ["base rate"] * 3
    assert ranker.blend.weight == blend_weight(teaching_lists(lists), DEFAULTS.half) < 0.05
    features = some_lists(7, lists=20).features
    np.testing.assert_array_equal(np.argsort(ranker.score(features)), np.argsort(HAND.score(features)))
    assert np.isfinite(ranker.worth(features)).all()


def test_one_outcome_is_refused_and_named() -> None:
    none = np.zeros(len(LISTS), np.bool_)
    silent = replace(LISTS, interested=none, interviewed=none, offered=none, hired=none, retained=none)
    with pytest.raises(ValueError, match=f"none of the {len(LISTS)} shown pairs is interested"):
        trained(silent)
    with pytest.raises(ValueError, match=f"all {len(LISTS)} shown pairs are interested"):
        trained(replace(LISTS, interested=~none))
    with pytest.raises(ValueError, match="no pair that was shown"):
        trained(LISTS.of_events([]))


def test_settings_that_cannot_be_meant_are_refused() -> None:
    for wrong in ({"half": -1.0}, {"half": float("nan")}, {"chunk": 0}, {"folds": 1}, {"mixes": ()}, {"mixes": (1.5,)}):
        with pytest.raises(ValueError, match=r"half is|must be at least|mixes are"):
            replace(SETTINGS, **wrong)
