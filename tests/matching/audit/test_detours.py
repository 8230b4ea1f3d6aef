"""No hidden count follows by adding and subtracting what is shown: the attack itself, on small cities."""

from itertools import combinations

import numpy as np
import pytest

from matching.audit import Attribute, Groups, Passage, Stage, Table
from matching.audit.cells import hide_counts, link
from matching.audit.coding import NAMES
from matching.audit.detours import find_determined, find_detour
from matching.audit.groups import Bool, Int64
from matching.audit.table import attribute_table, crossed_table

Key = tuple[tuple[Attribute, ...], tuple[int, ...]]
PAIRS: tuple[tuple[Attribute, ...], ...] = (("category", "district"), ("age", "district"), ("category", "age"))
STAGE = Stage.HIRED


def solved(known: dict[Key, int], truth: dict[Key, int], people: int) -> dict[Key, int]:
    """The counts that follow from the known ones, the sum of all, and that crossings add up to their sides."""
    rows: list[tuple[list[Key], list[Key], int]] = []
    for attributes in {key[0] for key in truth}:
        if len(attributes) == 1:
            rows.append(([key for key in truth if key[0] == attributes], [], people))
            continue
        for axis, one in enumerate(attributes):
            sides = [key for key in truth if key[0] == (one,)]
            rows += [([key for key in truth if key[0] == attributes and key[1][axis] == side[1][0]], [side], 0) for side in sides]
    unknown = [key for key in truth if key not in known]
    if not unknown:
        return {}
    place = {key: number for number, key in enumerate(unknown)}
    matrix, right = np.zeros((len(rows), len(unknown))), np.zeros(len(rows))
    for number, (plus, minus, total) in enumerate(rows):
        right[number] = total
        for keys, sign in ((plus, 1), (minus, -1)):
            for key in keys:
                if key in known:
                    right[number] -= sign * known[key]
                else:
                    matrix[number, place[key]] = sign
    inverse = np.linalg.pinv(matrix)
    fixed = np.abs(np.diag(inverse @ matrix) - 1) < 1e-8
    found = {key: round(float(value)) for key, value, one in zip(unknown, inverse @ right, fixed, strict=True) if one}
    assert found == {key: truth[key] for key in found}
    return found


def city(seed: int, attributes: tuple[Attribute, ...]) -> tuple[Groups, Passage]:
    """Some hundred to thousand people in at most 5 groups an attribute; of some nothing was recorded."""
    draw = np.random.default_rng(seed)
    n = int(draw.integers(300, 3_000))
    codes = {one: draw.integers(0, min(len(NAMES[one]), 5), n) for one in attributes}
    for one in attributes:
        codes[one][draw.random(n) < draw.choice([0.0, 0.002, 0.02, 0.1])] = -1
    everybody = np.ones(n, np.bool_)
    hired = draw.random(n) < draw.choice([0.03, 0.05, 0.1, 0.3])
    reached = {Stage.ELIGIBLE: everybody, Stage.SHORTLISTED: everybody, STAGE: hired}
    return Groups(tuple(map(str, range(n))), codes, NAMES), Passage(reached, ~everybody, ~everybody)


def small_found(groups: Groups, passage: Passage, attributes: tuple[Attribute, ...]) -> dict[Key, int]:
    """The hidden counts under 5, or all but under 5 of their group, that the attack finds."""
    tables: list[Table] = [attribute_table(passage, groups, one) for one in attributes]
    tables += [crossed_table(passage, groups, *pair) for pair in combinations(attributes, 2)]
    known = {
        (table.attributes, row.codes): one.start.count
        for table in tables
        for row in table.rows
        for one in row.stages
        if one.stage is STAGE and one.start is not None
    }
    truth: dict[Key, int] = {}
    sizes: dict[Key, int] = {}
    for table in tables:
        rows = np.stack([groups.codes[one] for one in table.attributes], axis=1)
        for codes in np.unique(rows, axis=0):
            there = (rows == codes).all(axis=1)
            key = (table.attributes, tuple(codes.tolist()))
            truth[key], sizes[key] = int((there & passage.through[STAGE]).sum()), int(there.sum())
    assert min(known.values(), default=5) >= 5
    found = solved(known, truth, int(passage.through[STAGE].sum()))
    return {key: count for key, count in found.items() if count < 5 or sizes[key] - count < 5}


@pytest.mark.parametrize("pair", PAIRS)
def test_nothing_small_follows_in_random_cities(pair: tuple[Attribute, ...]) -> None:
    found = {seed: small for seed in range(134) if (small := small_found(*city(seed, pair), pair))}
    assert found == {}


def test_nothing_small_follows_from_several_crossings_together() -> None:
    three: tuple[Attribute, ...] = ("category", "sex", "age")
    found = {seed: small for seed in range(30) if (small := small_found(*city(seed, three), three))}
    assert found == {}


def test_the_attack_finds_what_is_not_covered() -> None:
    truth: dict[Key, int] = {(("sex",), (0,)): 3, (("sex",), (1,)): 40}
    assert solved({(("sex",), (1,)): 40}, truth, 43) == {(("sex",), (0,)): 3}


def bridged() -> tuple[Int64, Bool]:
    """Two blocks of hidden cells joined by one alone: every line hides two or more, and the one follows all the same."""
    small = np.array([[1, 1, 0, 0], [1, 1, 1, 0], [0, 0, 1, 1], [0, 0, 1, 1]], np.bool_)
    return np.where(small, 3, 100).astype(np.int64), small


def test_a_bridge_between_two_blocks_is_seen_and_covered() -> None:
    counts, small = bridged()
    assert np.argwhere(find_determined(small)).tolist() == [[1, 2]]
    people = np.full((4, 4), 200)
    hidden = hide_counts(counts, people, people - counts, np.zeros((4, 4), np.bool_))
    assert (int(hidden.sum()), int((hidden & ~small).sum())) == (10, 1)
    assert not find_determined(hidden).any()


def test_a_detour_takes_the_lightest_cells_and_no_closed_one() -> None:
    counts, small = bridged()
    counts[0, 2], closed = 7, np.zeros((4, 4), np.bool_)
    assert find_detour(small, counts, closed, (1, 2)) == [(0, 2)]
    closed[:, 2] = closed[2:, :2] = closed[:2, 3] = True
    assert find_detour(small, counts, closed, (1, 2)) == []


def test_lines_with_hidden_sums_hang_together() -> None:
    hidden = np.eye(2, dtype=np.bool_)
    both, none = np.ones(2, np.bool_), np.zeros(2, np.bool_)
    counts = np.array([[9, 8], [7, 9]], np.int64)
    assert link((both, none), hidden, counts, np.zeros((2, 2), np.bool_)).tolist() == [[True, False], [True, True]]
    assert link((none, none), hidden, counts, np.zeros((2, 2), np.bool_)).tolist() == hidden.tolist()
