"""Judging an order that was not shown, on lists with a known truth."""

from dataclasses import dataclass, replace

import numpy as np
import pytest

from matching.exploration import explore
from matching.features import FEATURES
from models.lists import Lists
from models.off_policy import OffPolicy, off_policy

ROWS, KEEP, POOL, SHARE, K = 24, 8, 16, 0.2, 5


@dataclass(frozen=True)
class Shown:
    """Explored lists; `new` are the scores of another order and `value` what its first K are worth a list."""

    lists: Lists
    new: np.ndarray
    value: float


def shown(seed: int, count: int, attention: np.ndarray | None = None, share: float = SHARE) -> Shown:
    """Lists were ordered by one half of what makes a hire; the other order knows the other half."""
    generator = np.random.Generator(np.random.PCG64(seed))
    old, new = generator.normal(0, 1, (2, count, ROWS))
    chance = 1 / (1 + np.exp(1.0 - old - new))
    position, propensity = np.zeros((count, ROWS), np.int64), np.zeros((count, ROWS))
    for number in range(count):
        order, chances = explore(np.argsort(-old[number]), KEEP, share, POOL, int(generator.integers(2**40)))
        position[number, order[:KEEP]] = np.arange(1, KEEP + 1)
        propensity[number, order] = chances
    read = np.ones(KEEP) if attention is None else attention
    at = np.where(position > 0, read[np.maximum(position, 1) - 1], 0.0)
    came = (generator.random((count, ROWS)) < chance * at).ravel()
    best = np.take_along_axis(chance, np.argsort(-new, axis=1), axis=1)[:, :K]
    rows = count * ROWS
    of_list = np.repeat(np.arange(count), ROWS)
    lists = Lists(
        features=np.zeros((rows, len(FEATURES))),
        sizes=np.full(count, ROWS),
        position=position.ravel(),
        event=of_list,
        posting=of_list,
        employer=of_list,
        person=np.arange(rows),
        interested=came,
        interviewed=came,
        offered=came,
        hired=came,
        retained=np.zeros(rows, np.bool_),
        followed=np.ones(rows, np.bool_),
        propensity=propensity.ravel(),
        source="explored lists of a test",
    )
    return Shown(lists, new.ravel(), float((best * read[:K]).sum(axis=1).mean()))


def judged(case: Shown, **options: object) -> OffPolicy:
    return off_policy(case.new, case.lists, seed=1, k=K, draws=300, **options)  # type: ignore[arg-type]


def test_the_weighted_values_hold_the_truth_where_the_naive_one_does_not() -> None:
    case = shown(seed=1, count=3_000)
    found = judged(case)
    assert found.ips.low < case.value < found.ips.high
    assert found.snips.low < case.value < found.snips.high
    assert found.naive.low > case.value * 1.1
    assert (found.covered, found.clipped) == (1.0, 0)
    assert 0 < found.effective < found.rows


def test_ips_is_right_on_average() -> None:
    gaps = [(judged(case).ips.mean - case.value) for case in (shown(seed, 150) for seed in range(60))]
    assert abs(np.mean(gaps)) < 3 * np.std(gaps) / np.sqrt(len(gaps))


def test_attention_takes_out_that_lower_places_are_read_less() -> None:
    attention = np.arange(1, KEEP + 1) ** -0.8
    case = shown(seed=3, count=4_000, attention=attention)
    corrected, ignored = judged(case, attention=attention), judged(case)
    assert corrected.ips.low < case.value < corrected.ips.high
    assert not ignored.ips.low < case.value < ignored.ips.high


def test_cut_weights_are_counted_and_never_raise_the_value() -> None:
    case = shown(seed=4, count=500)
    whole, cut = judged(case), judged(case, heaviest=4.0)
    assert cut.clipped > 0
    assert cut.ips.mean < whole.ips.mean
    assert cut.effective > whole.effective


def test_two_rows_worked_by_hand() -> None:
    case = shown(seed=5, count=2)
    came = np.zeros(2 * ROWS, np.bool_)
    position, propensity = np.zeros(2 * ROWS, np.int64), np.full(2 * ROWS, 0.1)
    scores = np.zeros(2 * ROWS)
    for row, place, chance, hired in ((0, 1, 0.8, True), (1, 2, 0.8, False), (ROWS, 2, 0.1, True)):
        position[row], propensity[row], came[row], scores[row] = place, chance, hired, 1.0
    lists = replace(
        case.lists, position=position, propensity=propensity, interested=came, interviewed=came, offered=came, hired=came
    )
    found = off_policy(scores, lists, seed=1, k=2, draws=50)
    assert found.ips.mean == pytest.approx((1 / 0.8 + 1 / 0.1) / 2)
    assert found.snips.mean == pytest.approx((1 / 0.8 + 10) / (2 / 0.8 + 10) * 2)
    assert found.naive.mean == pytest.approx(2 / 3 * 2)
    assert found.effective == pytest.approx(12.5**2 / (2 * 1.25**2 + 100))
    assert found.plain()["ips"] == [round(value, 4) for value in (found.ips.mean, found.ips.low, found.ips.high)]


def test_rows_out_of_reach_are_told() -> None:
    case = shown(seed=6, count=50)
    propensity = case.lists.propensity.copy()
    best = np.argsort(-case.new.reshape(50, ROWS), axis=1)[:, 0] + ROWS * np.arange(50)
    hidden = best[case.lists.position[best] == 0]
    propensity[hidden] = 0
    found = judged(replace(case, lists=replace(case.lists, propensity=propensity)))
    assert found.covered == pytest.approx(1 - len(hidden) / (50 * K))


def test_lists_that_explored_nothing_are_refused() -> None:
    case = shown(seed=7, count=20, share=0.0)
    with pytest.raises(ValueError, match="nothing was explored"):
        judged(case)
    certain = replace(case.lists, propensity=np.ones(20 * ROWS))
    with pytest.raises(ValueError, match="nothing was explored"):
        judged(replace(case, lists=certain))


def test_lists_that_do_not_fit_are_refused() -> None:
    case = shown(seed=8, count=20)
    lists = case.lists
    only = np.flatnonzero(lists.position > 0)
    columns = {name: getattr(lists, name)[only] for name in vars(lists) if np.shape(getattr(lists, name))[:1] == (len(lists),)}
    with pytest.raises(ValueError, match="not shown are missing"):
        off_policy(case.new[only], replace(lists, sizes=np.full(20, KEEP), **columns), seed=1)
    with pytest.raises(ValueError, match="one a pair"):
        off_policy(case.new[:-1], lists, seed=1)
    with pytest.raises(ValueError, match="both start at 1"):
        judged(case, heaviest=0.5)
    with pytest.raises(ValueError, match="0 for a pair that was shown"):
        judged(replace(case, lists=replace(lists, propensity=np.where(lists.position == 1, 0.0, lists.propensity))))
    with pytest.raises(ValueError, match="not followed up"):
        judged(replace(case, lists=replace(lists, followed=np.zeros(len(lists), np.bool_))), step="retained")
