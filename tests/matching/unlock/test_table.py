"""Every single change of a pool against judging each pair again on changed records."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.constraints import RULES, Addressee
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import FACTS
from matching.unlock import Change, ChangeKind, Table, tabulate
from matching.unlock.change import (
    FACT_CHANGES,
    STATUSES,
    ability_answer,
    accommodation_change,
    aid_change,
    course_change,
    demand_answer,
    fact_answer,
    fact_change,
    licence_change,
    rule_answer,
    status_change,
)
from matching.unlock.ground import AIDS
from matching.unlock.openings import OFFERABLE
from matching.unlock.people import READERS
from tests.matching.draws import draw_person
from tests.matching.unlock.pools import POLICY, Drawn, draw_pool
from tests.matching.unlock.recount import Counted, judge_all, recount


def counted(table: Table, key: str) -> Counted:
    fit, review = set(), set()
    for gain in table.gains.get(key, ()):
        posting = table.ground.sites[gain.site].posting
        fit |= {(posting, int(row)) for row in gain.fit}
        review |= {(posting, int(row)) for row in gain.review}
    return Counted(frozenset(fit), frozenset(review))


def again(pool: Drawn, changes: Iterable[Change]) -> Iterator[tuple[str, Counted]]:
    """Each change by judging every pair again."""
    offers = {offer.course.id: offer for offer in pool.offers}
    standing = judge_all(pool.people, pool.postings, POLICY)
    for change in changes:
        yield change.key, recount(change, pool.people, pool.postings, offers, POLICY, standing)


def every_change(pool: Drawn) -> list[Change]:
    """All changes there are, whether they open anything or not."""
    dimensions = [row.name for row in CATALOGUE.dimensions]
    return [
        *map(accommodation_change, OFFERABLE),
        *map(aid_change, AIDS),
        *map(fact_change, FACT_CHANGES),
        *map(status_change, STATUSES),
        *map(licence_change, ("medical_massage", "car", "health_certificate")),
        *(course_change(offer.course) for offer in pool.offers),
        *map(demand_answer, dimensions),
        *map(ability_answer, dimensions),
        *map(fact_answer, FACTS),
        *(rule_answer(rule.name, addressee) for rule in RULES for addressee in Addressee),
    ]


@pytest.mark.parametrize("seed", range(12))
def test_what_a_change_opens_is_what_judging_again_finds(seed: int) -> None:
    pool = draw_pool(seed)
    table = tabulate(pool.ground)
    for key, found in again(pool, table.changes.values()):
        assert (key, counted(table, key)) == (key, found)


def test_the_pools_try_every_kind_of_change() -> None:
    kinds: Counter[ChangeKind] = Counter()
    for seed in range(12):
        kinds.update(change.kind for change in tabulate(draw_pool(seed).ground).changes.values())
    assert set(kinds) == set(ChangeKind)


@settings(max_examples=12, deadline=None)
@given(st.integers(12, 2**32))
def test_no_change_that_opens_anything_is_missed(seed: int) -> None:
    pool = draw_pool(seed, people=6, postings=2, courses=1)
    table = tabulate(pool.ground)
    for key, found in again(pool, every_change(pool)):
        assert (key, counted(table, key)) == (key, found)


def test_no_gain_is_empty_or_twofold() -> None:
    for gains in tabulate(draw_pool(3).ground).gains.values():
        sites = [gain.site for gain in gains]
        assert sites == sorted(set(sites))
        for gain in gains:
            assert len(gain.fit) or len(gain.review)
            assert not set(gain.fit) & set(gain.review)


@pytest.mark.parametrize("seed", range(300))
def test_a_rule_reads_no_changed_field_unseen(seed: int) -> None:
    """What a change sets of a person is read by the rules that it names, and by no other; and they read nothing else."""
    draw = Random(seed)
    person, other = draw_person(draw), draw_person(draw)
    assert set(READERS) <= {field.name for field in fields(person)}
    for field, readers in READERS.items():
        changed = replace(person, **{field: getattr(other, field)})
        differing = {rule.name for rule in RULES if rule.reads_person(changed) != rule.reads_person(person)}
        assert differing <= readers
    twin = replace(other, **{field: getattr(person, field) for field in READERS})
    named = frozenset[str]().union(*READERS.values())
    assert [rule.name for rule in RULES if rule.name in named and rule.reads_person(twin) != rule.reads_person(person)] == []
