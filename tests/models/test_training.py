"""Training, judging, promoting: the whole way; and a run killed at any moment goes on and leaves equal bytes."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from models.baselines import HandWeightedRanker
from models.folders import ArtefactError
from models.gate_groups import GroupRows
from models.lists import Lists
from models.ranker import LearnedRanker
from models.ranker_training import stage_names
from models.registry import current_version, history, keep_challenger, load_kept, load_ranker, versions
from models.training import TrainReport, train_and_judge
from tests.models.lists import some_lists
from tests.models.small import AT, SMALL, judged, small_ranker

ROOT = Path(__file__).resolve().parents[2]
GROWN = replace(SMALL, order=replace(SMALL.order, rounds=40), interest=replace(SMALL.interest, rounds=40), half=5.0)
STAGES = stage_names(SMALL)
STAGES_OF_GROWN = stage_names(GROWN)


def elsewhere(lists: Lists, by: int) -> Lists:
    """The same lists with events, employers and people of their own."""
    return replace(
        lists,
        event=lists.event + by,
        employer=lists.employer + by * 1_000,
        person=lists.person + by * 10_000,
        posting=lists.posting + by,
    )


def by_turns(lists: Lists) -> GroupRows:
    women = np.arange(len(lists)) % 2 == 0
    return {"sex": {"women": women, "men": ~women}}


def ran(models: Path, seed: int = 4, on_stage: Callable[[str], object] = lambda stage: None, **changed: object) -> TrainReport:
    held_out = elsewhere(some_lists(seed + 2, lists=120, per_event=10), 300)
    return train_and_judge(
        models,
        some_lists(seed, lists=60),
        elsewhere(some_lists(seed + 1, lists=30), 200),
        held_out,
        by_turns(held_out),
        seed=seed,
        at=AT,
        by="local",
        on_stage=on_stage,
        **{"settings": SMALL, **changed},
    )


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_a_challenger_that_wins_serves_and_one_that_does_not_is_kept_with_the_reasons(tmp_path: Path) -> None:
    table = load_ranker(tmp_path).version
    first = ran(tmp_path, settings=GROWN, parts={"encoder": "e-1"}, measure=lambda new, old: {"against": old.version})
    assert (first.promoted, first.why_not, first.parent) == (True, (), table)
    kept = load_kept(tmp_path, load_ranker(tmp_path).version)
    assert kept.version == first.version
    assert kept.manifest["parent"] == kept.manifest["gate"]["incumbent"] == table
    assert (kept.manifest["metrics"], kept.manifest["parts"]) == ({"against": table}, {"encoder": "e-1"})
    weaker = ran(tmp_path, settings=SMALL)
    assert not weaker.promoted
    assert "order" in [check.name for check in weaker.gate.checks if not check.passed]
    assert weaker.why_not == weaker.gate.why_not
    assert (weaker.parent, current_version(tmp_path)) == (first.version, first.version)
    assert [act.action for act in history(tmp_path)] == ["kept", "promoted", "kept"]


def test_what_may_not_be_published_is_not_kept(tmp_path: Path) -> None:
    """Whoever trains lost the right to write: no version, no history, the pointer as it was; trained again it serves."""
    asked: list[tuple[str, bool]] = []

    @contextmanager
    def refused(version: str, serves: bool) -> Iterator[None]:
        asked.append((version, serves))
        raise TimeoutError("too late")
        yield

    with pytest.raises(TimeoutError):
        ran(tmp_path, settings=GROWN, publishing=refused)
    assert (versions(tmp_path), current_version(tmp_path), history(tmp_path)) == ((), None, ())
    again = ran(tmp_path, settings=GROWN)
    assert asked == [(again.version, True)]
    assert (again.promoted, again.resumed, current_version(tmp_path)) == (True, len(STAGES_OF_GROWN), again.version)


def test_the_same_training_again_leaves_what_serves_alone(tmp_path: Path) -> None:
    first = ran(tmp_path, settings=GROWN)
    before = contents(first.folder)
    again = ran(tmp_path, settings=GROWN)
    assert (again.unchanged, again.version, again.promoted, again.gate) == (True, first.version, True, first.gate)
    assert contents(first.folder) == before
    assert [act.action for act in history(tmp_path)] == ["kept", "promoted"]


def test_a_challenger_kept_by_a_run_that_was_killed_then_is_judged_again(tmp_path: Path) -> None:
    whole = ran(tmp_path / "whole", settings=GROWN)
    other = tmp_path / "other"
    keep_challenger(other, LearnedRanker.load(whole.folder), AT, "local", "")
    assert ran(other, settings=GROWN).promoted
    assert current_version(other) == whole.version


def test_a_model_in_use_that_cannot_be_read_stops_training_before_it_begins(tmp_path: Path) -> None:
    (tmp_path / "ranker").mkdir()
    (tmp_path / "ranker" / "current").write_text("gone-1\n")
    begun: list[str] = []
    with pytest.raises(ArtefactError, match="there is no ranker 'gone-1' here"):
        ran(tmp_path, on_stage=begun.append)
    assert (begun, sorted(path.name for path in (tmp_path / "ranker").iterdir())) == ([], ["current"])


def test_nothing_to_learn_from_leaves_nothing_behind(tmp_path: Path) -> None:
    lists = some_lists(1, lists=20)
    nobody = np.zeros(len(lists), np.bool_)
    steps = dict.fromkeys(("interested", "interviewed", "offered", "hired", "retained"), nobody)
    held_out = elsewhere(some_lists(3, lists=40), 300)
    with pytest.raises(ValueError, match="only one outcome is recorded"):
        train_and_judge(
            tmp_path, replace(lists, **steps), None, held_out, by_turns(held_out), seed=1, at=AT, by="local", settings=SMALL
        )
    assert list(tmp_path.iterdir()) == []


def test_ten_rows_held_out_promote_nothing(tmp_path: Path) -> None:
    few = elsewhere(some_lists(3, lists=1, longest=10), 300)
    report = train_and_judge(tmp_path, some_lists(1, lists=60), None, few, by_turns(few), seed=1, at=AT, by="local", settings=SMALL)
    assert not report.promoted
    assert report.why_not[0].en.startswith("too little is held out")
    assert load_ranker(tmp_path).version == HandWeightedRanker.load().version


def test_the_groups_may_be_compared_in_a_wider_pool(tmp_path: Path) -> None:
    pool = elsewhere(some_lists(9, lists=200), 400)
    held_out = elsewhere(some_lists(3, lists=120, per_event=10), 300)
    lists = some_lists(1, lists=60)
    report = train_and_judge(tmp_path, lists, None, held_out, by_turns(pool), seed=1, at=AT, by="local", settings=SMALL, pool=pool)
    (groups,) = (check for check in report.gate.checks if check.name == "groups")
    assert sum(row["people"] for row in groups.figures["groups"]) == len(pool)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> TrainReport:
    """What a run leaves that nobody disturbed."""
    return ran(tmp_path_factory.mktemp("whole"))


@pytest.mark.parametrize("last", [STAGES[0], STAGES[2], STAGES[-1]])
def test_a_run_killed_after_a_stage_goes_on_and_leaves_equal_bytes(tmp_path: Path, whole: TrainReport, last: str) -> None:
    """A process of its own is killed (SIGKILL) the moment that stage is kept; the second run takes up the rest."""
    killed = subprocess.run(
        [sys.executable, "-c", f"from tests.models.test_training import die_after; die_after({str(tmp_path)!r}, {last!r})"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
        timeout=120,
    )
    assert killed.returncode == -signal.SIGKILL
    assert [path.name for path in (tmp_path / "ranker").iterdir()] == ["training"]
    remade: list[str] = []
    resumed = ran(tmp_path, on_stage=remade.append)
    at = STAGES.index(last) + 1
    assert (resumed.resumed, remade) == (at, list(STAGES[at:]))
    assert (whole.resumed, whole.version) == (0, resumed.version)
    assert contents(whole.folder) == contents(resumed.folder)
    assert not (tmp_path / "ranker" / "training").exists()


def die_after(models: str, last: str) -> None:
    """Run in a process of its own: train until that stage is kept, then be killed."""

    def kill(stage: str) -> None:
        if stage == last:
            os.kill(os.getpid(), signal.SIGKILL)

    ran(Path(models), on_stage=kill)


def test_other_settings_or_data_do_not_take_up_a_run(tmp_path: Path) -> None:
    class Stopped(Exception):
        pass

    def stop(stage: str) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        ran(tmp_path, on_stage=stop)
    assert ran(tmp_path, settings=replace(SMALL, half=7.0)).resumed == 0
    assert ran(tmp_path, seed=2).resumed == 0
    assert ran(tmp_path).resumed == 1


def test_the_small_rankers_of_these_tests_are_reproducible() -> None:
    assert small_ranker(1).version == small_ranker(1).version != small_ranker(2).version
    assert judged(small_ranker(1), "x").version == small_ranker(1).version
