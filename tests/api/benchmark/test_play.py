"""One seed played small: the curve begins at the hand weights, an ablation takes away what it says, reports are plain."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from api.benchmark.contest import OURS, SHIPPED, Result, best_table
from api.benchmark.play import ABLATIONS, Played, ablations, headline, learning_curve, play
from api.benchmark.seeds import Order, play_seeds
from api.benchmark.tables import Tables
from api.cli.learning import benchmark_lines
from data.synthetic.truth import world_hash
from matching.features import FEATURES, POSITION
from models.baselines import HandWeightedRanker
from models.ranker_training import train_ranker
from tests.api.benchmark.conftest import LEAST, SEED, TODAY
from tests.models.small import SMALL

STEPS = ("ndcg@10", "hires", "candidate ndcg@10", "candidate hires")
FEW = (0, 1, 4, 400)
ALTERNATIVES = ("logistic regression", "pointwise LightGBM", "scikit-learn histogram boosting", "pairwise linear")


@pytest.fixture(scope="module")
def played(tables: Tables) -> Played:
    return play(tables, SEED, SMALL)


def test_everybody_is_in_the_table_once(played: Played) -> None:
    names = list(played.result.employer.rows)
    assert len(names) == len(set(names)) == 7 + len(ALTERNATIVES) + 1 + 2
    assert names[-3] == OURS
    assert set(ALTERNATIVES) < set(names)


def test_ours_is_the_ranker_trained_on_the_shown_lists_alone(tables: Tables, played: Played) -> None:
    again = train_ranker(tables.train, tables.validation, seed=SEED, hand=HandWeightedRanker.load(), settings=SMALL)
    assert played.ours.version == again.version
    assert played.ours.manifest["data"]["sha256"] == tables.train.sha256
    assert played.ours.manifest["validation"]["sha256"] == tables.validation.sha256


def test_the_headline_is_read_from_the_paired_differences(played: Played) -> None:
    found = headline(played)
    employer, candidate = played.result.employer, played.result.candidate
    assert found["ndcg@10"] == employer.against(best_table(employer, "ndcg@10")).rows[OURS]["ndcg@10"]
    assert found["candidate hires"] == candidate.against(best_table(candidate, "hires")).rows[OURS]["hires"]
    assert found["ece offer"] == played.result.employer.rows[OURS]["ece offer"]
    for name in STEPS:
        assert np.isfinite(found[name].mean)


def test_without_any_event_the_curve_stands_exactly_at_the_hand_weights(tables: Tables) -> None:
    found = learning_curve(tables, SEED, FEW, SMALL)
    assert list(found) == [0, 1, 4]
    for side in ("employer", "candidate"):
        rows = found[0][side].rows
        for measure, one in rows[SHIPPED].items():
            np.testing.assert_array_equal([rows[OURS][measure].mean, rows[OURS][measure].low], [one.mean, one.low])
        shipped = {size: told[side].rows[SHIPPED]["ndcg@10"] for size, told in found.items()}
        assert shipped[0] == shipped[1] == shipped[4]
    assert found[4]["employer"].rows[OURS]["ndcg@10"] != found[0]["employer"].rows[OURS]["ndcg@10"]


def test_a_point_of_the_curve_has_the_last_events_and_no_others(tables: Tables) -> None:
    """The one-event point is that of a past which holds that event alone."""
    last = int(np.unique(tables.train.event)[-1])
    alone = replace(tables, train=tables.train.of_events([last]))
    one, other = (learning_curve(given, SEED, (1,), SMALL)[1]["employer"].rows[OURS] for given in (tables, alone))
    np.testing.assert_array_equal([m.mean for m in one.values()], [m.mean for m in other.values()])


def test_an_event_that_teaches_nothing_leaves_the_hand_weights(tables: Tables) -> None:
    """One class of outcome in the whole event."""
    nobody = np.zeros(len(tables.train), np.bool_)
    silent = replace(tables.train, **dict.fromkeys(("interested", "interviewed", "offered", "hired", "retained"), nobody))
    rows = learning_curve(replace(tables, train=silent), SEED, (2,), SMALL)[2]["employer"].rows
    assert rows[OURS]["ndcg@10"] == rows[SHIPPED]["ndcg@10"]


def test_ablations_name_features_of_the_table_and_leave_the_others() -> None:
    for columns in ABLATIONS.values():
        assert len(columns) == len(set(columns)) > 5
        assert set(columns) <= set(POSITION)
    assert set(ABLATIONS["without text"]) & set(ABLATIONS["without pay and commute"]) == set()


def test_every_feature_about_meaning_or_about_pay_and_travel_is_in_its_ablation() -> None:
    """By the themes of the table itself, so that a feature that is added later does not stay behind."""
    for name, themes in (("without text", {"meaning"}), ("without pay and commute", {"pay", "place"})):
        assert {feature.name for feature in FEATURES if feature.theme in themes} - set(ABLATIONS[name]) == set()


@pytest.fixture(scope="module")
def ablated(tables: Tables) -> dict[str, Result]:
    return ablations(tables, SEED, SMALL)


@pytest.mark.parametrize("name", ABLATIONS)
def test_an_ablation_is_a_ranker_that_cannot_tell_what_was_taken_away(
    tables: Tables, ablated: dict[str, Result], name: str
) -> None:
    """Noise in the columns that it lacks changes nothing of it; of the full ranker it does."""
    columns = [POSITION[one] for one in ABLATIONS[name]]
    noisy = tables.test.features.copy()
    noisy[:, columns] = np.random.Generator(np.random.PCG64(1)).random((len(noisy), len(columns))) * 5
    other = ablations(replace(tables, test=replace(tables.test, features=noisy)), SEED, SMALL)[name].employer
    whole = ablated[name].employer
    assert list(whole.rows) == [OURS, name]
    np.testing.assert_array_equal(*([one.mean for one in found.rows[name].values()] for found in (whole, other)))
    assert whole.rows[OURS]["ndcg@10"] != other.rows[OURS]["ndcg@10"]


def test_without_bias_correction_every_place_is_taken_to_be_read(tables: Tables, ablated: dict[str, Result]) -> None:
    """That is what the small settings of these tests do anyway; with correction another ranker comes out."""
    name = "without bias correction"
    found = ablated[name].employer.rows
    np.testing.assert_array_equal(*([one.mean for one in found[ranker].values()] for ranker in (OURS, name)))
    other = ablations(tables, SEED, replace(SMALL, attention=True))[name].employer.rows
    np.testing.assert_array_equal(*([one.mean for one in rows[name].values()] for rows in (found, other)))
    assert other[OURS]["ndcg@10"] != other[name]["ndcg@10"]


@pytest.fixture(scope="module")
def report() -> dict[str, Any]:
    (made,) = play_seeds([Order(SEED, "second", TODAY, ("table", "curve", "ablations"), LEAST, 2, SMALL)])
    return made


def test_a_report_of_a_seed_is_plain_numbers_and_names(report: dict[str, Any]) -> None:
    assert json.loads(json.dumps(report, allow_nan=False)) == report
    assert (report["world"], report["world_hash"]) == ("second", world_hash("second"))
    assert report["hand_weights"] == HandWeightedRanker.load().version
    assert set(report["curve"]["employer"]["ndcg@10"]) == {"0", "1", "2"}
    assert report["curve"]["employer"]["ndcg@10 against the hand weights"]["0"][0] == 0.0
    assert list(report["ablations"]) == [*ABLATIONS, "without bias correction"]
    assert set(report["headline"]) >= set(STEPS)
    assert set(report["table"]["candidate"]) == set(report["table"]["employer"])


def test_the_command_prints_a_row_a_ranker_and_side_and_where_learning_wins(report: dict[str, Any]) -> None:
    lines = list(benchmark_lines(report))
    for name in report["table"]["employer"]:
        assert sum(line.startswith(name) for line in lines) >= 2
    assert sum("learning wins" in line for line in lines) == 2
    assert [line for line in lines if "nan" in line or "None" in line] == []


def test_a_world_is_of_one_day() -> None:
    """The command plays the same worlds on whatever day it is asked."""
    from api.actions.evaluating import BENCHMARK_DAY

    assert date.fromisoformat(BENCHMARK_DAY) == date(2026, 11, 1)
