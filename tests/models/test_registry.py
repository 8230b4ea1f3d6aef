"""Which ranker serves: nothing trained, a challenger, a promoted one, going back; and folders that are not what they were."""

from pathlib import Path

import orjson
import pytest

from models.baselines import PACKAGED_WEIGHTS, HandWeightedRanker
from models.folders import ArtefactError
from models.ranker import LearnedRanker
from models.registry import (
    NotPromoted,
    current_version,
    gate_report,
    history,
    keep_challenger,
    kept_ranker,
    kept_rankers,
    load_ranker,
    promote,
    ranker_note,
    rollback,
    version_in_use,
    versions,
)
from tests.models.small import AT, TOO_FAR, installed, judged, small_ranker

TABLE = HandWeightedRanker.load().version


@pytest.fixture(scope="module")
def rankers() -> list[LearnedRanker]:
    return [small_ranker(seed) for seed in (1, 2, 3)]


def go_back(models: Path, to: str | None = None, key: str | None = None) -> str:
    return rollback(models, AT, "local", "worse", to, key)


def change_manifest(folder: Path, **changed: object) -> None:
    path = folder / "manifest.json"
    path.write_bytes(orjson.dumps(orjson.loads(path.read_bytes()) | changed))


@pytest.mark.parametrize("home", [None, "empty"])
def test_without_a_trained_ranker_the_packaged_weights_serve_and_say_so(home: str | None, tmp_path: Path) -> None:
    models = None if home is None else tmp_path / home
    assert load_ranker(models).version == TABLE
    assert ranker_note(models).en == "no ranker has been trained here yet; the packaged hand-written weights serve"


def test_the_offices_own_weights_come_before_the_packaged_ones(tmp_path: Path) -> None:
    text = PACKAGED_WEIGHTS.read_text("utf-8") + "\n# ours\n"
    (tmp_path / "weights.yaml").write_text(text, "utf-8")
    assert load_ranker(tmp_path).version == HandWeightedRanker.load(tmp_path / "weights.yaml").version != TABLE
    assert ranker_note(tmp_path).en == "no ranker has been trained here yet; the office's own hand-written weights serve"


def test_a_kept_challenger_does_not_serve(tmp_path: Path, rankers: list[LearnedRanker]) -> None:
    one = judged(rankers[0], TABLE)
    assert keep_challenger(tmp_path, one, AT, "local", "trained") == tmp_path / "ranker" / one.version
    assert (load_ranker(tmp_path).version, current_version(tmp_path)) == (TABLE, None)
    assert [(kept.version, kept.state) for kept in kept_rankers(tmp_path)] == [(one.version, "challenger")]
    assert ranker_note(tmp_path).en == "no trained ranker is in use here; the packaged hand-written weights serve"


def test_versions_serve_in_turn_and_one_can_go_back_step_by_step(tmp_path: Path, rankers: list[LearnedRanker]) -> None:
    one, two, _ = rankers
    installed(tmp_path, one, TABLE)
    installed(tmp_path, two, one.version)
    assert load_ranker(tmp_path).version == two.version
    assert ranker_note(tmp_path).en == f"the trained ranker {two.version} serves"
    assert versions(tmp_path) == tuple(sorted([one.version, two.version]))
    assert kept_ranker(tmp_path, one.version).state == "former"
    assert kept_ranker(tmp_path, two.version).state == "in_use"
    assert go_back(tmp_path) == one.version == load_ranker(tmp_path).version
    assert go_back(tmp_path) == TABLE == load_ranker(tmp_path).version
    assert current_version(tmp_path) is None
    with pytest.raises(ArtefactError, match="nothing to go back to"):
        go_back(tmp_path)
    assert [(act.action, act.before, act.version) for act in history(tmp_path)] == [
        ("kept", None, one.version),
        ("promoted", None, one.version),
        ("kept", one.version, two.version),
        ("promoted", one.version, two.version),
        ("rolled_back", two.version, one.version),
        ("rolled_back", one.version, None),
    ]
    assert {(act.at, act.by) for act in history(tmp_path)} == {(AT, "local")}


def test_one_can_go_back_further_and_only_to_what_was_in_use(tmp_path: Path, rankers: list[LearnedRanker]) -> None:
    one, two, three = rankers
    installed(tmp_path, one, TABLE)
    installed(tmp_path, two, one.version)
    keep_challenger(tmp_path, judged(three, two.version), AT, "local", "trained")
    with pytest.raises(ArtefactError, match=f"was not in use here before; what was: hand-weighted, {one.version}"):
        go_back(tmp_path, three.version)
    assert go_back(tmp_path, "hand-weighted") == TABLE


def test_going_back_twice_under_one_key_goes_back_once(tmp_path: Path, rankers: list[LearnedRanker]) -> None:
    one, two, _ = rankers
    installed(tmp_path, one, TABLE)
    installed(tmp_path, two, one.version)
    assert [go_back(tmp_path, key="a"), go_back(tmp_path, key="a")] == [one.version, one.version]
    assert go_back(tmp_path, key="b") == TABLE


def test_a_former_version_may_serve_again_against_what_it_was_judged_against(tmp_path: Path, rankers: list[LearnedRanker]) -> None:
    one, two, _ = rankers
    installed(tmp_path, one, TABLE)
    installed(tmp_path, two, one.version)
    go_back(tmp_path)
    assert promote(tmp_path, two.version, AT, "local", "") == load_ranker(tmp_path).version == two.version
    assert go_back(tmp_path) == one.version


def test_the_gate_stands_before_promotion(tmp_path: Path, rankers: list[LearnedRanker]) -> None:
    one, two, three = rankers
    keep_challenger(tmp_path, judged(one, TABLE, passed=False), AT, "local", "")
    keep_challenger(tmp_path, judged(two, "hand-weighted-other"), AT, "local", "")
    keep_challenger(tmp_path, three, AT, "local", "")
    for ranker, words in (
        (one, TOO_FAR.en),
        (two, f"it was judged against hand-weighted-other, and {TABLE} serves now; train it again"),
        (three, "it was never judged; train it again"),
    ):
        with pytest.raises(NotPromoted) as refused:
            promote(tmp_path, ranker.version, AT, "local", "")
        assert [reason.en for reason in refused.value.reasons] == [words]
    assert load_ranker(tmp_path).version == TABLE
    assert [act.action for act in history(tmp_path)] == ["kept"] * 3


def test_what_is_in_use_is_not_promoted_again_nor_written_over(tmp_path: Path, rankers: list[LearnedRanker]) -> None:
    installed(tmp_path, rankers[0], TABLE)
    with pytest.raises(NotPromoted, match="it is in use already"):
        promote(tmp_path, rankers[0].version, AT, "local", "")
    with pytest.raises(ArtefactError, match="cannot stand against itself"):
        keep_challenger(tmp_path, rankers[0], AT, "local", "")


def test_a_report_written_into_the_manifest_by_hand_lets_nobody_through(tmp_path: Path, rankers: list[LearnedRanker]) -> None:
    """The manifest's own hash gives it away; so does the history, when the folder is written anew with all hashes right."""
    one = judged(rankers[0], TABLE, passed=False)
    folder = keep_challenger(tmp_path, one, AT, "local", "")
    forged = judged(rankers[0], TABLE)
    change_manifest(folder, gate=forged.manifest["gate"])
    with pytest.raises(ArtefactError, match="its own hash differs"):
        promote(tmp_path, one.version, AT, "local", "")
    forged.save(folder)
    with pytest.raises(NotPromoted, match="not the one that was kept"):
        promote(tmp_path, one.version, AT, "local", "")
    manifest = orjson.loads((folder / "manifest.json").read_bytes())
    del manifest["manifest_sha256"]
    (folder / "manifest.json").write_bytes(orjson.dumps(manifest))
    with pytest.raises(ArtefactError, match="no hash of its own"):
        promote(tmp_path, one.version, AT, "local", "")
    assert load_ranker(tmp_path).version == TABLE


@pytest.mark.parametrize("damage", ["file", "lacking", "manifest", "no manifest", "name"])
def test_a_broken_challenger_is_refused_and_what_serves_stays(tmp_path: Path, rankers: list[LearnedRanker], damage: str) -> None:
    one, two, _ = rankers
    installed(tmp_path, one, TABLE)
    folder = keep_challenger(tmp_path, judged(two, one.version), AT, "local", "")
    version = two.version
    if damage == "file":
        (folder / "order.txt").write_bytes((folder / "order.txt").read_bytes() + b" ")
        words = r"order\.txt is not the file that manifest\.json describes"
    elif damage == "lacking":
        (folder / "calibration.json").unlink()
        words = r"lacks its file calibration\.json"
    elif damage == "manifest":
        change_manifest(folder, seed=99)
        words = "its own hash differs"
    elif damage == "no manifest":
        (folder / "manifest.json").unlink()
        words = r"holds no manifest\.json"
    else:
        version = "learned-other"
        folder.rename(folder.with_name(version))
        words = f"holds the ranker {two.version}"
    with pytest.raises(ArtefactError, match=words):
        promote(tmp_path, version, AT, "local", "")
    kept = kept_ranker(tmp_path, version)
    assert (kept.state, kept.manifest) == ("challenger", None)
    assert kept.fault is not None
    assert load_ranker(tmp_path).version == one.version
    assert kept_ranker(tmp_path, one.version).fault is None


def test_a_broken_model_in_use_is_an_error_until_one_goes_back(tmp_path: Path, rankers: list[LearnedRanker]) -> None:
    one, two, three = rankers
    installed(tmp_path, one, TABLE)
    installed(tmp_path, two, one.version)
    keep_challenger(tmp_path, judged(three, two.version), AT, "local", "")
    (tmp_path / "ranker" / two.version / "weights.yaml").write_text("weights: {}\n")
    with pytest.raises(ArtefactError, match=r"weights\.yaml is not the file"):
        load_ranker(tmp_path)
    with pytest.raises(ArtefactError, match=r"weights\.yaml is not the file"):
        promote(tmp_path, three.version, AT, "local", "")
    assert [kept.state for kept in kept_rankers(tmp_path) if kept.fault] == ["in_use"]
    assert go_back(tmp_path) == one.version == load_ranker(tmp_path).version


def test_one_does_not_go_back_to_what_cannot_be_read(tmp_path: Path, rankers: list[LearnedRanker]) -> None:
    one, two, _ = rankers
    installed(tmp_path, one, TABLE)
    installed(tmp_path, two, one.version)
    (tmp_path / "ranker" / one.version / "manifest.json").unlink()
    with pytest.raises(ArtefactError, match=r"holds no manifest\.json"):
        go_back(tmp_path)
    assert load_ranker(tmp_path).version == two.version
    assert go_back(tmp_path, "hand-weighted") == TABLE


def test_a_pointer_to_nothing_is_an_error_and_not_another_ranker(tmp_path: Path, rankers: list[LearnedRanker]) -> None:
    installed(tmp_path, rankers[0], TABLE)
    (tmp_path / "ranker" / "current").write_text("gone-1\n")
    with pytest.raises(ArtefactError, match="there is no ranker 'gone-1' here"):
        load_ranker(tmp_path)
    (tmp_path / "ranker" / "current").write_text("../../etc\n")
    with pytest.raises(ArtefactError, match="does not name a version"):
        load_ranker(tmp_path)


def test_only_a_kept_version_can_serve(tmp_path: Path, rankers: list[LearnedRanker]) -> None:
    with pytest.raises(ArtefactError, match="there is no ranker 'x' here; kept: none"):
        promote(tmp_path, "x", AT, "local", "")
    installed(tmp_path, rankers[0], TABLE)
    with pytest.raises(ArtefactError, match=f"kept: {rankers[0].version}"):
        promote(tmp_path, "..", AT, "local", "")


def test_unfinished_trainings_are_no_versions(tmp_path: Path, rankers: list[LearnedRanker]) -> None:
    installed(tmp_path, rankers[0], TABLE)
    (tmp_path / "ranker" / "training" / "0a1b").mkdir(parents=True)
    assert versions(tmp_path) == (rankers[0].version,)


def test_a_report_that_makes_no_sense_is_a_clear_refusal() -> None:
    assert gate_report({"version": "x"}) is None
    with pytest.raises(ArtefactError, match="x: its gate report cannot be read"):
        gate_report({"version": "x", "gate": {"passed": True}})


def test_the_pointer_alone_lets_nobody_serve(tmp_path: Path, rankers: list[LearnedRanker]) -> None:
    keep_challenger(tmp_path, rankers[0], AT, "local", "")
    (tmp_path / "ranker" / "current").write_text(rankers[0].version + "\n", "utf-8")
    with pytest.raises(ArtefactError, match="it was never promoted here as it is now; use tongtu models promote or rollback"):
        load_ranker(tmp_path)


def lose(models: Path) -> None:
    (models / "ranker" / "current").unlink()


def test_another_ranker_never_takes_the_place_of_one_whose_pointer_is_lost(tmp_path: Path, rankers: list[LearnedRanker]) -> None:
    one, two, three = rankers
    installed(tmp_path, one, TABLE)
    installed(tmp_path, two, one.version)
    keep_challenger(tmp_path, judged(three, TABLE), AT, "local", "")
    lose(tmp_path)
    for ask in (load_ranker, ranker_note, version_in_use, lambda models: promote(models, three.version, AT, "local", "")):
        with pytest.raises(ArtefactError, match=f"{two.version} was promoted here, and the pointer to it is gone; restore models/"):
            ask(tmp_path)
    assert promote(tmp_path, two.version, AT, "local", "") == load_ranker(tmp_path).version == two.version
    lose(tmp_path)
    assert go_back(tmp_path, two.version) == load_ranker(tmp_path).version == two.version
    lose(tmp_path)
    assert go_back(tmp_path) == one.version == load_ranker(tmp_path).version
    assert go_back(tmp_path) == TABLE
    lose(tmp_path)
    assert load_ranker(tmp_path).version == TABLE


def test_a_machine_that_stops_before_the_pointer_moves_loses_nothing(tmp_path: Path, rankers: list[LearnedRanker]) -> None:
    installed(tmp_path, rankers[0], TABLE)
    (tmp_path / "ranker" / "current").write_text("-\n")
    assert load_ranker(tmp_path).version == TABLE
    assert promote(tmp_path, rankers[0].version, AT, "local", "") == load_ranker(tmp_path).version


def test_a_line_of_the_history_that_is_none_is_an_error(tmp_path: Path, rankers: list[LearnedRanker]) -> None:
    installed(tmp_path, rankers[0], TABLE)
    with (tmp_path / "ranker" / "history.jsonl").open("a") as file:
        file.write("garbage\n")
    for pointed in (True, False):
        with pytest.raises(ArtefactError, match="line 3 is no act of this history"):
            load_ranker(tmp_path)
        if pointed:
            lose(tmp_path)


def test_a_home_without_models_may_say_that_the_table_is_meant_to_serve(tmp_path: Path) -> None:
    assert go_back(tmp_path, "hand-weighted") == TABLE
    assert [act.action for act in history(tmp_path)] == ["rolled_back"]
