"""The learned ranker as a folder and as a Matcher: its parts add up, its folder is checked, its score is a row's own."""

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import orjson
import pytest

from matching.features import FEATURES, POSITION
from models.baselines import HandWeightedRanker
from models.folders import ArtefactError
from models.ranker import Blend, LearnedRanker
from models.ranker_training import train_ranker
from models.settings import Growth, Settings
from tests.models.lists import some_lists

GROWTH = Growth(rounds=40, leaves=5, rate=0.1, least_rows=20)
SETTINGS = Settings(order=GROWTH, interest=GROWTH, offer=GROWTH, stay=GROWTH, chunk=20, checkpoints=2)
FILES = ["calibration.json", "card.md", "interest.txt", "manifest.json", "offer.txt", "order.txt", "stay.txt", "weights.yaml"]
UNSEEN = some_lists(7, lists=60).features


@pytest.fixture(scope="module")
def ranker() -> LearnedRanker:
    learnt = train_ranker(some_lists(1, lists=300), seed=5, hand=HandWeightedRanker.load(), settings=SETTINGS)
    assert all(step.forest is not None for step in learnt.steps)
    assert learnt.blend.share == 0.5
    return learnt


@pytest.fixture
def folder(ranker: LearnedRanker, tmp_path: Path) -> Path:
    ranker.save(tmp_path / "saved")
    return tmp_path / "saved"


def blended(ranker: LearnedRanker, share: float, weight: float) -> LearnedRanker:
    return replace(ranker, blend=replace(ranker.blend, share=share, weight=weight))


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("weight", [0.0, 0.4, 1.0])
def test_contributions_and_base_add_up_to_the_score(ranker: LearnedRanker, share: float, weight: float) -> None:
    mixed = blended(ranker, share, weight)
    moved = mixed.contributions(UNSEEN)
    np.testing.assert_allclose(mixed.base + moved.sum(axis=1), mixed.score(UNSEEN), rtol=0, atol=1e-6)
    assert np.abs(moved).sum() > 1


def test_a_share_of_a_chance_has_the_sign_that_the_forest_gives_it(ranker: LearnedRanker) -> None:
    product = blended(ranker, 0.0, 1.0)
    for step, other in (("interest", "offer"), ("offer", "interest")):
        flat = replace(getattr(ranker, other), forest=None, slope=0.0)
        alone = replace(product, **{other: flat})
        chance = getattr(ranker, step)
        shares = chance.forest.shares(UNSEEN)[:, :-1] + chance.slope * ranker.hand.contributions(UNSEEN)
        assert (np.sign(alone.contributions(UNSEEN)) * np.sign(shares) >= 0).all()


def test_the_blend_is_what_it_says(ranker: LearnedRanker) -> None:
    scores = {name: blended(ranker, *at).score(UNSEEN) for name, at in {"product": (0, 1), "order": (1, 1), "hand": (0, 0)}.items()}
    mixed = blended(ranker, 0.25, 0.8).score(UNSEEN)
    expected = 0.8 * (0.75 * scores["product"] + 0.25 * scores["order"]) + 0.2 * scores["hand"]
    np.testing.assert_allclose(mixed, expected, atol=1e-12)
    chances = ranker.chances(UNSEEN)
    logs = np.log(chances[:, 0]) + np.log(chances[:, 1])
    np.testing.assert_allclose(np.corrcoef(scores["product"], logs)[0, 1], 1)
    np.testing.assert_allclose(np.corrcoef(scores["hand"], ranker.hand.score(UNSEEN))[0, 1], 1)


def test_without_trust_in_learning_the_order_is_that_of_the_hand_weights(ranker: LearnedRanker) -> None:
    untrusted = blended(ranker, ranker.blend.share, 0.0)
    np.testing.assert_array_equal(np.argsort(untrusted.score(UNSEEN)), np.argsort(ranker.hand.score(UNSEEN)))


def test_chances_are_chances_and_worth_is_their_product(ranker: LearnedRanker) -> None:
    chances = ranker.chances(UNSEEN)
    assert chances.shape == (len(UNSEEN), 3)
    assert ((chances > 0) & (chances < 1)).all()
    np.testing.assert_allclose(ranker.worth(UNSEEN), chances[:, 0] * chances[:, 1] * chances[:, 2])
    assert ranker.calibrated


def test_more_of_a_directed_feature_never_turns_score_or_chances_the_other_way(ranker: LearnedRanker) -> None:
    scores, chances, worth = ranker.score(UNSEEN), ranker.chances(UNSEEN), ranker.worth(UNSEEN)
    for column, feature in enumerate(FEATURES):
        more = UNSEEN.copy()
        more[:, column] += 0.7
        assert ((ranker.score(more) - scores) * feature.direction >= -1e-9).all(), feature.name
        assert ((ranker.chances(more) - chances) * feature.direction >= -1e-9).all(), feature.name
        assert ((ranker.worth(more) - worth) * feature.direction >= -1e-9).all(), feature.name


def test_chances_and_worth_do_not_depend_on_the_rows_beside(ranker: LearnedRanker) -> None:
    order = np.random.Generator(np.random.PCG64(0)).permutation(len(UNSEEN))
    np.testing.assert_array_equal(ranker.chances(UNSEEN[order]), ranker.chances(UNSEEN)[order])
    np.testing.assert_array_equal(ranker.worth(UNSEEN[2:3]), ranker.worth(UNSEEN)[2:3])
    np.testing.assert_array_equal(ranker.score(np.asfortranarray(UNSEEN)), ranker.score(UNSEEN))


def test_loaded_it_scores_and_explains_as_before(ranker: LearnedRanker, folder: Path) -> None:
    assert sorted(path.name for path in folder.iterdir()) == FILES
    loaded = LearnedRanker.load(folder)
    assert (loaded.version, loaded.base) == (ranker.version, ranker.base)
    for told in ("score", "contributions", "chances", "worth"):
        np.testing.assert_array_equal(getattr(loaded, told)(UNSEEN), getattr(ranker, told)(UNSEEN))
    loaded.save(folder.parent / "again")
    assert [(folder / name).read_bytes() for name in FILES if name not in ("manifest.json", "card.md")] == [
        (folder.parent / "again" / name).read_bytes() for name in FILES if name not in ("manifest.json", "card.md")
    ]


def test_further_entries_change_the_manifest_and_not_the_model(ranker: LearnedRanker, tmp_path: Path) -> None:
    further = ranker.with_entries(parent="hand-weighted-1").with_entries(metrics={"ndcg@10": 0.5})
    assert (further.version, further.manifest["parent"], further.manifest["metrics"]) == (
        ranker.version,
        "hand-weighted-1",
        {"ndcg@10": 0.5},
    )
    further.save(tmp_path / "further")
    assert LearnedRanker.load(tmp_path / "further").manifest["metrics"] == {"ndcg@10": 0.5}
    assert "0.5" in (tmp_path / "further" / "card.md").read_text("utf-8")


@pytest.mark.parametrize("name", [name for name in FILES if name not in ("card.md", "manifest.json")])
def test_a_changed_or_lacking_file_is_refused_in_one_line(folder: Path, name: str) -> None:
    content = (folder / name).read_bytes()
    (folder / name).write_bytes(content + b" ")
    with pytest.raises(ArtefactError, match=f"{name} is not the file that manifest.json describes") as caught:
        LearnedRanker.load(folder)
    assert "\n" not in str(caught.value)
    (folder / name).unlink()
    with pytest.raises(ArtefactError, match=f"lacks its file {name}"):
        LearnedRanker.load(folder)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "is not readable as JSON"),
        ('{"kind": "lambdamart ranker", "files": {}}', "does not describe a learned ranker"),
        (None, "holds no manifest.json"),
    ],
)
def test_a_broken_manifest_is_one_clear_line(folder: Path, content: str | None, message: str) -> None:
    (folder / "manifest.json").unlink()
    if content is not None:
        (folder / "manifest.json").write_text(content, "utf-8")
    with pytest.raises(ArtefactError, match=message) as caught:
        LearnedRanker.load(folder)
    assert "\n" not in str(caught.value)


def test_another_feature_table_is_refused(ranker: LearnedRanker, tmp_path: Path) -> None:
    ranker.with_entries(features=["skills_covered"]).save(tmp_path / "other")
    with pytest.raises(ArtefactError, match="was trained on another feature table"):
        LearnedRanker.load(tmp_path / "other")


def test_a_manifest_that_was_edited_is_refused(folder: Path) -> None:
    manifest = orjson.loads((folder / "manifest.json").read_bytes())
    (folder / "manifest.json").write_bytes(orjson.dumps(manifest | {"seed": 6}))
    with pytest.raises(ArtefactError, match="its own hash differs"):
        LearnedRanker.load(folder)


def test_saving_over_a_folder_replaces_it_whole(folder: Path, ranker: LearnedRanker) -> None:
    (folder / "leftover").write_text("x")
    ranker.save(folder)
    assert sorted(path.name for path in folder.iterdir()) == FILES
    shutil.rmtree(folder)


def test_what_interest_offers_and_order_follow_weighs_most(ranker: LearnedRanker) -> None:
    importance = ranker.manifest["importance"]
    assert set(importance) == set(POSITION)
    assert sum(importance.values()) == pytest.approx(1, abs=0.01)
    assert max(importance, key=importance.__getitem__) == "skills_covered"


def test_a_blend_is_kept_without_a_change() -> None:
    blend = Blend(0.25, 0.3, (1.5, 2.0), (0.0, 0.1), (-3.0, 4.0))
    assert Blend.of(orjson.loads(orjson.dumps(blend.plain()))) == blend
