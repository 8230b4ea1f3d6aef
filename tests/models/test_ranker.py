"""The trained ranker: learns what is there, leaves equal bytes, keeps its directions, and refuses what it was not made for."""

from datetime import date
from pathlib import Path

import numpy as np
import orjson
import pytest

from matching.features import FEATURE_NAMES, FEATURES
from models.baselines import RandomRanker
from models.evaluation import evaluate
from models.folders import ArtefactError
from models.ranker import LightGBMRanker, TrainingData, train_ranker
from tests.models.lists import some_lists


@pytest.fixture(scope="module")
def ranker() -> LightGBMRanker:
    return train_ranker(some_lists(1), seed=5, rounds=40, parts=[("encoder", "test-1")])


@pytest.fixture
def folder(ranker: LightGBMRanker, tmp_path: Path) -> Path:
    ranker.save(tmp_path / "saved")
    return tmp_path / "saved"


def test_it_learns_the_preference_behind_the_lists(ranker: LightGBMRanker) -> None:
    unseen = some_lists(99)
    found = evaluate({"it": ranker, "draw": RandomRanker(1)}, unseen.features, unseen.relevance, unseen.groups, seed=1, draws=200)
    assert found.rows["it"]["ndcg@10"].low > found.rows["draw"]["ndcg@10"].high
    importance = sorted(ranker.importance, key=lambda name: -ranker.importance[name])
    assert set(importance[:2]) == {"skills_covered", "distance_km"}
    assert sum(ranker.importance.values()) == pytest.approx(1)


def test_equal_data_and_seed_give_equal_bytes(ranker: LightGBMRanker, folder: Path, tmp_path: Path) -> None:
    train_ranker(some_lists(1), seed=5, rounds=40, parts=[("encoder", "test-1")]).save(tmp_path / "again")
    files = sorted(path.name for path in folder.iterdir())
    assert files == ["card.md", "manifest.json", "model.txt"]
    assert [(folder / name).read_bytes() for name in files] == [(tmp_path / "again" / name).read_bytes() for name in files]


def test_loaded_it_scores_and_explains_as_before(ranker: LightGBMRanker, folder: Path) -> None:
    loaded = LightGBMRanker.load(folder)
    features = some_lists(7).features
    assert loaded.version == ranker.version
    np.testing.assert_array_equal(loaded.score(features), ranker.score(features))
    np.testing.assert_array_equal(loaded.contributions(features), ranker.contributions(features))


def test_more_of_a_directed_feature_never_turns_the_score_the_other_way(ranker: LightGBMRanker) -> None:
    features = some_lists(8, lists=10).features
    scores = ranker.score(features)
    for column, feature in enumerate(FEATURES):
        more = features.copy()
        more[:, column] = np.where(np.isnan(more[:, column]), np.nan, more[:, column] + 0.7)
        change = ranker.score(more) - scores
        assert (change * feature.direction >= -1e-12).all(), feature.name


def test_manifest_and_card_tell_what_it_learnt_from(folder: Path, tmp_path: Path, ranker: LightGBMRanker) -> None:
    manifest = orjson.loads((folder / "manifest.json").read_bytes())
    data = some_lists(1)
    assert manifest["features"] == list(FEATURE_NAMES)
    assert manifest["parts"] == {"encoder": "test-1"}
    assert manifest["data"] == {
        "source": "seeded lists of a test",
        "first_day": None,
        "last_day": None,
        "pairs": len(data.features),
        "lists": 120,
        "grades": np.bincount(data.relevance, minlength=5).tolist(),
        "sha256": data.sha256,
    }
    measured = ranker.with_metrics({"model": {"ndcg@10": 0.9}, "random": {"ndcg@10": 0.5}})
    measured.save(tmp_path / "measured")
    card = (tmp_path / "measured" / "card.md").read_text("utf-8")
    assert "| model | 0.9 |" in card
    assert "`skills_covered`" in card
    assert "Not evaluated" in (folder / "card.md").read_text("utf-8")
    assert measured.version == ranker.version


def test_the_data_window_is_kept() -> None:
    data = some_lists(1, lists=30)
    dated = TrainingData(data.features, data.relevance, data.groups, "x", date(2026, 1, 2), date(2026, 3, 4))
    manifest = train_ranker(dated, seed=1, rounds=5).manifest
    assert (manifest["data"]["first_day"], manifest["data"]["last_day"]) == ("2026-01-02", "2026-03-04")


def test_a_changed_model_file_is_refused(folder: Path) -> None:
    text = (folder / "model.txt").read_text("utf-8")
    (folder / "model.txt").write_text(text.replace("leaf_value=", "leaf_value=9 ", 1), "utf-8")
    with pytest.raises(ArtefactError, match=r"model\.txt is not the file that manifest\.json describes"):
        LightGBMRanker.load(folder)


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("manifest.json", "{", "is not readable as JSON"),
        ("manifest.json", '{"kind": "cake", "files": {}}', "does not describe a lambdamart ranker"),
        ("manifest.json", None, "holds no manifest.json"),
        ("model.txt", None, r"lacks its file model\.txt"),
    ],
)
def test_a_broken_folder_is_one_clear_line(folder: Path, file: str, content: str | None, message: str) -> None:
    (folder / file).unlink()
    if content is not None:
        (folder / file).write_text(content, "utf-8")
    with pytest.raises(ArtefactError, match=message) as caught:
        LightGBMRanker.load(folder)
    assert "\n" not in str(caught.value)


def test_another_feature_table_is_refused(ranker: LightGBMRanker) -> None:
    renamed = ranker.model.replace(" skills_covered ", " ability_level ", 1)
    assert renamed != ranker.model
    with pytest.raises(ArtefactError, match="was trained on another feature table"):
        LightGBMRanker.of(renamed, ranker.manifest)
    with pytest.raises(ArtefactError, match="was trained on another feature table"):
        LightGBMRanker.of(ranker.model, {**ranker.manifest, "features": list(FEATURE_NAMES)[::-1]})


def test_saving_over_a_folder_replaces_it_whole(folder: Path, ranker: LightGBMRanker) -> None:
    (folder / "leftover").write_text("x")
    ranker.save(folder)
    assert sorted(path.name for path in folder.iterdir()) == ["card.md", "manifest.json", "model.txt"]
    assert sorted(path.name for path in folder.parent.iterdir()) == ["saved"]


def test_data_that_does_not_fit_together_is_refused() -> None:
    data = some_lists(1, lists=5)
    with pytest.raises(ValueError, match="the groups add up to"):
        TrainingData(data.features, data.relevance, data.groups[:-1], "x")
    with pytest.raises(ValueError, match="whole numbers from 0 to 4"):
        TrainingData(data.features, data.relevance + 4, data.groups, "x")
    with pytest.raises(ValueError, match="a ranker takes"):
        TrainingData(data.features[:, :3], data.relevance, data.groups, "x")


def test_lists_without_two_grades_teach_nothing() -> None:
    data = some_lists(1, lists=5)
    flat = TrainingData(data.features, np.zeros_like(data.relevance), data.groups, "x")
    with pytest.raises(ValueError, match="no list holds two different grades"):
        train_ranker(flat, seed=1)


def test_the_direction_of_every_feature_reaches_the_forest(ranker: LightGBMRanker) -> None:
    line = next(line for line in ranker.model.splitlines() if line.startswith("[monotone_constraints:"))
    assert line == f"[monotone_constraints: {','.join(str(feature.direction) for feature in FEATURES)}]"
