"""Which ranker serves: nothing trained, a trained one, going back, and broken pointers."""

from pathlib import Path

import pytest

from models.baselines import PACKAGED_WEIGHTS, HandWeightedRanker
from models.folders import ArtefactError
from models.ranker import LightGBMRanker, train_ranker
from models.registry import current_version, install_ranker, load_ranker, point_to, ranker_note, versions
from tests.models.lists import some_lists


@pytest.fixture(scope="module")
def rankers() -> list[LightGBMRanker]:
    return [train_ranker(some_lists(seed, lists=40), seed=1, rounds=5) for seed in (1, 2)]


@pytest.mark.parametrize("home", [None, "empty"])
def test_without_a_trained_ranker_the_packaged_weights_serve_and_say_so(home: str | None, tmp_path: Path) -> None:
    models = None if home is None else tmp_path / home
    assert load_ranker(models).version == HandWeightedRanker.load().version
    assert ranker_note(models).en == "no ranker has been trained here yet; the packaged hand-written weights serve"


def test_the_offices_own_weights_come_before_the_packaged_ones(tmp_path: Path) -> None:
    text = PACKAGED_WEIGHTS.read_text("utf-8").replace("weight: 3.0", "weight: 9.0", 1)
    (tmp_path / "weights.yaml").write_text(text, "utf-8")
    assert load_ranker(tmp_path).version == HandWeightedRanker.load(tmp_path / "weights.yaml").version
    assert load_ranker(tmp_path).version != HandWeightedRanker.load().version
    assert ranker_note(tmp_path).en == "no ranker has been trained here yet; the office's own hand-written weights serve"


def test_the_last_installed_ranker_serves_and_one_can_go_back(tmp_path: Path, rankers: list[LightGBMRanker]) -> None:
    one, two = rankers
    assert install_ranker(tmp_path, one) == tmp_path / "ranker" / one.version
    install_ranker(tmp_path, two)
    assert load_ranker(tmp_path).version == two.version
    assert ranker_note(tmp_path).en == f"the trained ranker {two.version} serves"
    assert versions(tmp_path) == tuple(sorted([one.version, two.version]))
    point_to(tmp_path, one.version)
    assert (current_version(tmp_path), load_ranker(tmp_path).version) == (one.version, one.version)
    assert sorted(path.name for path in (tmp_path / "ranker").iterdir()) == sorted(["current", one.version, two.version])


def test_a_pointer_to_nothing_is_an_error_and_not_another_ranker(tmp_path: Path, rankers: list[LightGBMRanker]) -> None:
    install_ranker(tmp_path, rankers[0])
    (tmp_path / "ranker" / "current").write_text("gone-1\n")
    with pytest.raises(ArtefactError, match=r"holds no manifest\.json"):
        load_ranker(tmp_path)
    (tmp_path / "ranker" / "current").write_text("../../etc\n")
    with pytest.raises(ArtefactError, match="does not name a version"):
        load_ranker(tmp_path)


def test_only_a_kept_version_can_become_current(tmp_path: Path, rankers: list[LightGBMRanker]) -> None:
    with pytest.raises(ArtefactError, match="there is no ranker 'x' here; kept: none"):
        point_to(tmp_path, "x")
    install_ranker(tmp_path, rankers[0])
    with pytest.raises(ArtefactError, match=f"kept: {rankers[0].version}"):
        point_to(tmp_path, "..")
