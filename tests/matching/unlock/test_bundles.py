"""Bundles: what several changes open together, and that no bundle within the budget beats the bound."""

from dataclasses import replace
from itertools import chain, combinations

import pytest

from matching.judgement import judge, opening
from matching.unlock.bundles import MOST_POINTS, best_bundles, candidate_bundles, site_bundles
from matching.unlock.change import ChangeKind
from matching.unlock.problem import Problem, candidate_problem, site_problem
from tests.matching.unlock.pools import POLICY, Drawn, draw_pool
from tests.matching.unlock.recount import FIT, change_person, change_posting, is_asked


def judged_together(pool: Drawn, problem: Problem, keys: tuple[str, ...], people: range) -> int:
    """How many pairs fit once all the records are changed, and did not before."""
    offers = {offer.course.id: offer for offer in pool.offers}
    changes = [problem.changes[key] for key in keys]
    here = {place.site.posting: place for place in problem.places}
    found = 0
    for post in pool.postings:
        after = post
        usable = here[post.id].moves if post.id in here else {}
        for change in changes:
            if change.kind in (ChangeKind.ACCOMMODATION, ChangeKind.FACT) and change.key in usable:
                after = change_posting(after, change)
        for row in people:
            one = pool.people[row]
            changed = one
            for change in changes:
                if is_asked(change, row, one, offers):
                    changed, _ = change_person(changed, change, offers)
            before = judge(one, opening(post), POLICY).verdict
            found += before not in FIT and judge(changed, opening(after), POLICY).verdict in FIT
    return found


@pytest.mark.parametrize("seed", range(8))
def test_two_changes_at_an_employer_open_what_judging_again_finds(seed: int) -> None:
    pool = draw_pool(seed, people=16, postings=3)
    problem = site_problem(pool.ground, pool.ground.sites)
    keys = sorted(problem.changes)
    for two in list(combinations(keys, 2))[::29]:
        assert (two, problem.value(two)) == (two, judged_together(pool, problem, two, range(16)))


@pytest.mark.parametrize("seed", range(8))
def test_changes_for_a_person_open_what_judging_again_finds(seed: int) -> None:
    pool = draw_pool(seed, people=6, postings=4)
    for row in range(6):
        problem = candidate_problem(pool.ground, row)
        keys = sorted(problem.changes)
        for some in chain(((key,) for key in keys), list(combinations(keys, 2))[::5], list(combinations(keys, 3))[::97]):
            assert (some, problem.value(some)) == (some, judged_together(pool, problem, some, range(row, row + 1)))


def narrowed(problem: Problem, keys: list[str]) -> Problem:
    """The same problem with few enough changes to try every set of them."""
    kept = set(keys)
    places = [
        replace(
            place,
            moves={key: move for key, move in place.moves.items() if key in kept},
            rows={key: rows for key, rows in place.rows.items() if key in kept},
        )
        for place in problem.places
    ]
    changes = {key: change for key, change in problem.changes.items() if key in kept}
    return Problem(problem.ground, problem.people, [place for place in places if place.moves], changes)


def best_by_trying_all(problem: Problem, budget: int, size: int) -> int:
    sets = (some for n in range(size + 1) for some in combinations(sorted(problem.changes), n))
    return max(problem.value(some) for some in sets if problem.points(some) <= budget)


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("budget", [1, 2, 3, 5])
def test_single_and_pair_are_best_and_the_bound_holds(seed: int, budget: int) -> None:
    pool = draw_pool(seed, people=40, postings=4)
    whole = site_problem(pool.ground, pool.ground.sites)
    single_worth = sorted(whole.changes, key=lambda key: (-whole.value([key]), key))
    problem = narrowed(whole, [*single_worth[:6], *single_worth[len(single_worth) // 2 :][:4]])
    found = best_bundles(problem, budget)
    made = [0 if bundle is None else bundle.pairs for bundle in (found.single, found.pair or found.single, found.best)]
    assert made[0] == best_by_trying_all(problem, budget, 1)
    assert made[1] == best_by_trying_all(problem, budget, 2)
    assert made[1] <= made[2] <= best_by_trying_all(problem, budget, 10) <= found.bound <= problem.value(sorted(problem.changes))
    assert all(bundle is None or bundle.points <= budget for bundle in (found.single, found.pair, found.best))
    assert found.proven == (made[2] == found.bound)


def test_a_larger_bundle_never_opens_less() -> None:
    for seed in range(6):
        pool = draw_pool(seed)
        problem = site_problem(pool.ground, pool.ground.sites)
        keys = sorted(problem.changes)
        values = [problem.value(keys[:size]) for size in range(0, len(keys) + 1, 6)]
        assert values == sorted(values)


@pytest.mark.parametrize("budget", [0, -1, MOST_POINTS + 1])
def test_a_budget_outside_the_range_is_refused(budget: int) -> None:
    pool = draw_pool(1, people=2, postings=1)
    with pytest.raises(ValueError, match=f"a budget of {budget} points: give 1 to 12"):
        site_bundles(pool.ground, pool.ground.sites, budget)
    with pytest.raises(ValueError, match="give 1 to 12"):
        candidate_bundles(pool.ground, 0, budget)
