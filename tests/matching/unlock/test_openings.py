"""A posting after a change equals the changed record read anew."""

import pytest

from matching.judgement import opening
from matching.unlock.change import FACT_CHANGES, accommodation_change, fact_change
from matching.unlock.openings import committed, facts_to_change, offers_left, with_fact
from tests.matching.unlock.pools import draw_pool
from tests.matching.unlock.recount import change_posting


@pytest.mark.parametrize("seed", range(6))
def test_a_promised_accommodation_is_the_record_with_it(seed: int) -> None:
    for post in draw_pool(seed, people=1, postings=6).postings:
        one = opening(post)
        for name in offers_left(one):
            assert committed(one, name) == opening(change_posting(post, accommodation_change(name)))


@pytest.mark.parametrize("seed", range(6))
def test_a_changed_fact_is_the_record_with_it(seed: int) -> None:
    for post in draw_pool(seed, people=1, postings=6).postings:
        one = opening(post)
        for fact in facts_to_change(one):
            assert with_fact(one, fact) == opening(change_posting(post, fact_change(fact)))


def test_only_facts_that_an_employer_may_be_asked_to_change_are_changed() -> None:
    lacking = {fact for seed in range(30) for post in draw_pool(seed, people=1).postings for fact in facts_to_change(opening(post))}
    assert lacking == set(FACT_CHANGES)
