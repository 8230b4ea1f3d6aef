"""Orders measured side by side."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.features import FEATURES
from matching.protocols import Float64
from models.comparison import learning_starts
from models.evaluation import Side, TrueChances, evaluate
from models.lists import Lists
from models.measure import Measure
from models.metrics import cluster_interval, ndcg_at

SIZES = np.array([5, 1, 8, 6], np.int64)
DRAWS = 200


def judged(seed: int = 4, sizes: np.ndarray = SIZES) -> Lists:
    """Every pair was read; one event of four postings, two an employer; the same people on every list."""
    generator = np.random.Generator(np.random.PCG64(seed))
    rows = int(sizes.sum())
    steps = np.sort(generator.random((5, rows)), axis=0)[::-1] * generator.random(rows) > 0.15
    list_of = np.repeat(np.arange(len(sizes)), sizes)
    interested, interviewed, offered, hired, retained = np.logical_and.accumulate(steps)
    return Lists(
        features=np.zeros((rows, len(FEATURES))),
        sizes=sizes,
        position=np.zeros(rows, np.int64),
        event=np.zeros(rows, np.int64),
        posting=list_of,
        employer=list_of // 2,
        person=np.arange(rows) - np.repeat(np.cumsum(sizes) - sizes, sizes),
        interested=interested,
        interviewed=interviewed,
        offered=offered,
        hired=hired,
        retained=retained,
        followed=np.ones(rows, np.bool_),
        propensity=np.ones(rows),
        source="lists of a test",
    )


def many(seed: int, lists: int = 300) -> Lists:
    return judged(seed, np.full(lists, 20, np.int64))


def some_scores(lists: Lists, seed: int = 1) -> Float64:
    return np.random.Generator(np.random.PCG64(seed)).random(len(lists))


def some_chances(lists: Lists, seed: int = 2) -> TrueChances:
    interest, attend, offer, accept, stay = np.random.Generator(np.random.PCG64(seed)).random((5, len(lists)))
    interviewed = interest * attend
    hired = interviewed * offer * accept
    return TrueChances(interest, offer, stay, interviewed, hired, hired * stay)


@pytest.mark.parametrize("side", ["employer", "candidate"])
def test_evaluation_equals_measuring_list_by_list(side: Side) -> None:
    lists, chances = judged(), some_chances(judged())
    scores = some_scores(lists)
    found = evaluate({"it": scores}, lists, side=side, seed=1, chances=chances, k=3, recall_k=2, interviews=2, draws=DRAWS)
    keys = lists.posting if side == "employer" else lists.person
    values: dict[str, list[float]] = {"ndcg@3": [], "mrr": [], "recall@2": [], "hires": [], "kept": []}
    for key in sorted(set(keys.tolist())):
        rows = np.flatnonzero(keys == key)
        rows = rows[np.argsort(-scores[rows])]
        hired = np.flatnonzero(lists.hired[rows])
        values["ndcg@3"].append(float(ndcg_at(lists.relevance[rows], np.array([len(rows)]), 3)[0]))
        values["mrr"].append(1 / (hired[0] + 1) if len(hired) else np.nan)
        values["recall@2"].append((hired < 2).mean() if len(hired) else np.nan)
        values["hires"].append(chances.hired[rows[:2]].sum())
        values["kept"].append(chances.kept[rows[:2]].sum())
    measures = found.rows["it"]
    assert {name: one.mean for name, one in measures.items()} == pytest.approx({n: np.nanmean(v) for n, v in values.items()})
    assert {n: one.lists for n, one in measures.items()} == {n: int(np.isfinite(v).sum()) for n, v in values.items()}
    assert (found.lists, found.pairs, found.units) == ((4, 20, 2) if side == "employer" else (8, 20, 8))


def test_the_interval_redraws_whole_employers() -> None:
    lists = many(3)
    scores = some_scores(lists)
    measure = evaluate({"it": scores}, lists, side="employer", seed=5, draws=4_000).rows["it"]["ndcg@10"]
    order = np.lexsort((-scores, lists.list_of))
    values = ndcg_at(lists.relevance[order], lists.sizes, 10)
    low, high = cluster_interval(values, lists.employer[lists.starts], seed=6, draws=4_000)
    assert (measure.low, measure.high) == pytest.approx((low, high), abs=0.1 * (high - low))


def test_the_best_order_has_ndcg_1_and_the_worst_has_less() -> None:
    lists = many(1, 30)
    grade = lists.relevance.astype(np.float64)
    rows = evaluate({"best": grade, "worst": -grade}, lists, side="employer", seed=1, draws=DRAWS).rows
    best = rows["best"]["ndcg@10"]
    assert (best.mean, best.low, best.high) == pytest.approx((1.0, 1.0, 1.0))
    assert rows["worst"]["ndcg@10"].high < 0.6


@given(st.integers(0, 2**32))
def test_neither_the_order_of_the_rows_nor_the_scale_of_the_scores_matters(seed: int) -> None:
    lists = judged()
    scores = some_scores(lists)
    shuffled = np.lexsort((np.random.Generator(np.random.PCG64(seed)).permutation(len(lists)), lists.list_of))
    columns = {name: value[shuffled] for name, value in vars(lists).items() if np.shape(value)[:1] == (len(lists),)}
    other = replace(lists, **columns)
    one = evaluate({"it": scores}, lists, side="employer", seed=1, draws=20)
    two = evaluate({"it": np.exp(scores[shuffled]) * 7}, other, side="employer", seed=1, draws=20)
    assert one.plain() == two.plain()


def test_an_order_that_cannot_tell_gains_nothing_from_the_order_of_the_rows() -> None:
    lists = many(2)
    best_first = np.lexsort((-lists.relevance, lists.list_of))
    columns = {name: value[best_first] for name, value in vars(lists).items() if np.shape(value)[:1] == (len(lists),)}
    lists = replace(lists, **columns)
    rows = evaluate({"same": np.zeros(len(lists)), "drawn": some_scores(lists)}, lists, side="employer", seed=1, draws=DRAWS).rows
    assert rows["same"]["ndcg@10"].low < rows["drawn"]["ndcg@10"].high
    assert rows["drawn"]["ndcg@10"].low < rows["same"]["ndcg@10"].high


def test_a_paired_difference_is_surer_than_two_intervals() -> None:
    lists = many(7)
    rival = some_scores(lists) + 0.05 * lists.relevance
    ours = rival + 0.01 * lists.relevance
    found = evaluate({"hand-weighted": rival, "ours": ours}, lists, side="employer", seed=1)
    versus = found.against("hand-weighted")
    better = versus.rows["ours"]["ndcg@10"]
    one, two = found.rows["ours"]["ndcg@10"], found.rows["hand-weighted"]["ndcg@10"]
    assert better.mean == pytest.approx(one.mean / two.mean - 1)
    assert better.low > 0
    assert one.low < two.high
    assert list(versus.rows) == ["ours"]
    plain = found.against("hand-weighted", relative=False)
    assert plain.rows["ours"]["ndcg@10"].mean == pytest.approx(one.mean - two.mean)
    assert versus.table()[1][1] == f"{better.mean:+.1%} [{better.low:+.1%}, {better.high:+.1%}]"
    assert plain.plain()["ours"]["ndcg@10"] == [round(v, 4) for v in vars(plain.rows["ours"]["ndcg@10"]).values()][:3]
    with pytest.raises(ValueError, match="no 'peer' was evaluated; there are hand-weighted, ours"):
        found.against("peer")


def test_an_order_does_not_differ_from_itself() -> None:
    lists = many(8, 40)
    scores = some_scores(lists)
    versus = evaluate({"a": scores, "b": scores * 2}, lists, side="candidate", seed=1, draws=DRAWS).against("a")
    assert {(one.mean, one.low, one.high) for one in versus.rows["b"].values()} == {(0.0, 0.0, 0.0)}


def test_chances_told_truly_are_calibrated_and_others_are_not() -> None:
    lists = many(9, 200)
    chances = some_chances(lists)
    true = np.stack([chances.interest, chances.offer, chances.stay], axis=1)
    probabilities = {"true": true, "flat": np.full_like(true, 0.5)[:, :2], "high": np.clip(true + 0.1, 0, 1)}
    scores = dict.fromkeys((*probabilities, "silent"), some_scores(lists))
    found = evaluate(scores, lists, side="employer", seed=1, chances=chances, probabilities=probabilities, draws=DRAWS).plain()
    assert [found["true"][f"ece {step}"] for step in ("interest", "offer", "stay")] == [0.0, 0.0, 0.0]
    assert found["high"]["ece offer"] == pytest.approx(0.095, abs=0.005)
    assert found["flat"]["ece interest"] == pytest.approx(abs(0.5 - chances.interest.mean()), abs=1e-4)
    weighted = abs((chances.interviewed * (0.5 - chances.offer)).sum() / chances.interviewed.sum())
    assert found["flat"]["ece offer"] == pytest.approx(weighted, abs=1e-4)
    assert (found["flat"]["ece stay"], found["silent"]["ece interest"]) == (None, None)


def test_without_the_truth_chances_are_held_against_what_happened_to_those_who_came_so_far() -> None:
    lists = replace(many(10, 100), followed=np.arange(2_000) % 2 == 0)
    flat = np.full((len(lists), 3), 0.5)
    found = evaluate({"it": some_scores(lists)}, lists, side="employer", seed=1, probabilities={"it": flat}, draws=DRAWS).rows["it"]
    known = lists.hired & lists.followed
    assert found["ece interest"].mean == pytest.approx(abs(0.5 - lists.interested.mean()))
    assert found["ece offer"].mean == pytest.approx(abs(0.5 - lists.offered[lists.interviewed].mean()))
    assert found["ece stay"].mean == pytest.approx(abs(0.5 - lists.retained[known].mean()))
    counts = [found[f"ece {step}"].lists for step in ("interest", "offer", "stay")]
    assert counts == [2_000, int(lists.interviewed.sum()), int(known.sum())]


def test_the_table_prints_everyone_beside_the_others() -> None:
    lists = judged()
    found = evaluate({"a": some_scores(lists), "b": some_scores(lists, 2)}, lists, side="employer", seed=1, draws=50)
    table = found.table()
    assert table[0] == ["ranker", "ndcg@10", "mrr", "recall@50"]
    assert [line[0] for line in table[1:]] == ["a", "b"]
    ndcg = found.rows["a"]["ndcg@10"]
    assert table[1][1] == f"{ndcg.mean:.3f} [{ndcg.low:.3f}, {ndcg.high:.3f}]"
    assert found.plain()["a"]["ndcg@10"] == round(ndcg.mean, 4)


def test_an_undefined_measure_is_a_dash_and_none() -> None:
    lists = judged()
    nothing = np.zeros(len(lists), np.bool_)
    lists = replace(lists, interested=nothing, interviewed=nothing, offered=nothing, hired=nothing, retained=nothing)
    found = evaluate({"a": some_scores(lists), "b": some_scores(lists)}, lists, side="employer", seed=1, draws=50)
    assert found.table()[1] == ["a", "–", "–", "–"]
    assert found.plain()["a"] == {"ndcg@10": None, "mrr": None, "recall@50": None}
    assert found.against("b").table()[1] == ["a", "–", "–", "–"]
    assert found.against("b").plain()["a"] == {"ndcg@10": None, "mrr": None, "recall@50": None}


def test_what_does_not_fit_is_refused() -> None:
    lists = judged()
    scores = some_scores(lists)
    with pytest.raises(ValueError, match="the scores of it must be 20 finite numbers"):
        evaluate({"it": scores[:-1]}, lists, side="employer", seed=1)
    with pytest.raises(ValueError, match="the scores of it must be 20 finite numbers"):
        evaluate({"it": np.full(20, np.nan)}, lists, side="employer", seed=1)
    with pytest.raises(ValueError, match="the true chance hired must be"):
        evaluate({"it": scores}, lists, side="employer", seed=1, chances=replace(some_chances(lists), hired=scores[:3]))
    with pytest.raises(ValueError, match="the probabilities of it must be"):
        evaluate({"it": scores}, lists, side="employer", seed=1, probabilities={"it": np.full((20, 2), 1.5)})
    with pytest.raises(ValueError, match="there is no list"):
        evaluate({}, lists.of_events([9]), side="employer", seed=1)


def test_learning_starts_where_it_wins_for_good() -> None:
    def versus(*lows: float) -> dict[int, Measure]:
        return {size: Measure(low + 0.1, low, low + 0.2, 50) for size, low in zip((0, 5, 10, 20), lows, strict=True)}

    assert learning_starts(versus(-0.2, 0.01, 0.02, 0.03)) == 5
    assert learning_starts(versus(-0.2, 0.01, -0.02, 0.03)) == 20
    assert learning_starts(versus(-0.2, 0.01, 0.02, 0.0)) is None
    assert learning_starts(versus(-0.2, float("nan"), 0.02, 0.03)) == 10
    assert learning_starts({}) is None
