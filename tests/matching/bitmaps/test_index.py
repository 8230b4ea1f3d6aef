"""The all-pairs engine against the traced judgement of each pair: the same verdicts, the same dimensions, the same causes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import constraints
from matching.bitmaps import VERDICT_CODES, Assumption, VerdictIndex, count_in_the_way, count_verdicts, unpack
from matching.bitmaps.expression import EVERYBODY, NOBODY, Pool
from matching.bitmaps.rules import place_of
from matching.constraints import PersonSide
from matching.judgement import Applicant, Judgement, Opening, judge
from matching.knowledge import CATALOGUE
from matching.policy import policy_on
from matching.verdicts import CandidateSide, Standing
from tests.matching.draws import draw_applicant, draw_opening

POLICY = policy_on(date(2026, 11, 26))
SEEDS = st.integers(0, 2**32)


def indexed(people: Sequence[Applicant], posts: Sequence[Opening]) -> VerdictIndex:
    index = VerdictIndex.build(people, POLICY)
    for number, post in enumerate(posts):
        index.put_posting(f"p{number}", post)
    return index


def standings_of(found: Judgement) -> dict[str, str]:
    """Each dimension and rule that is not plainly met, with its place in the engine's terms."""
    rows: dict[str, str] = {}
    for finding in found.findings:
        if finding.standing is Standing.BLOCKED:
            rows[finding.requirement.dimension] = "blocked"
        elif finding.standing is Standing.REVIEW:
            assert finding.cause is not None
            rows[finding.requirement.dimension] = finding.cause.value
        elif finding.standing is not Standing.MET:
            rows[finding.requirement.dimension] = "arranged"
    for rule in found.rule_findings:
        place = place_of(rule)
        if place is not None:
            rows[rule.rule] = place
    return rows


def standings_in(index: VerdictIndex, posting: str) -> list[dict[str, str]]:
    """The same for every row of an index."""
    rows: list[dict[str, str]] = [{} for _ in range(len(index))]
    for one in index.compiled(posting).opens:
        for place, node in (("blocked", one.blocked), *one.review, ("arranged", one.arranged)):
            for row in np.flatnonzero(unpack(index.members(node), len(index))):
                assert one.name not in rows[row], "a person stands in one place of a dimension"
                rows[row][one.name] = place
    return rows


def assert_equal(index: VerdictIndex, people: Sequence[Applicant], posts: Sequence[Opening]) -> int:
    planes = index.decide()
    for number, post in enumerate(posts):
        judged = [judge(person, post, POLICY) for person in people]
        assert [VERDICT_CODES[code] for code in planes.codes(number)] == [found.verdict for found in judged]
        assert standings_in(index, f"p{number}") == [standings_of(found) for found in judged]
        fit = [found.verdict in ("eligible", "eligible_with") for found in judged]
        assert unpack(planes.fit(number), len(people)).tolist() == fit
        assert unpack(index.fit(index.compiled(f"p{number}")), len(people)).tolist() == fit
    return len(people) * len(posts)


@pytest.fixture
def remembering(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each rule is asked once for what it reads of two sides, on which alone its finding may rest (test_reads.py)."""
    remembered = tuple(replace(rule, find=cache(rule.find)) for rule in constraints.RULES)
    monkeypatch.setattr(constraints, "RULES", remembered)


@pytest.mark.usefixtures("remembering")
@pytest.mark.parametrize("seed", range(8))
def test_the_engine_equals_the_traced_judgement(seed: int) -> None:
    """Eight parts of 26,000 pairs each: over 200,000 in all."""
    draw = Random(seed)
    people = [draw_applicant(draw) for _ in range(260)]
    posts = [draw_opening(draw) for _ in range(100)]
    assert assert_equal(indexed(people, posts), people, posts) == 26_000


@settings(max_examples=40, deadline=None)
@given(SEEDS, st.integers(0, 70), st.integers(0, 4))
def test_any_small_pool_is_equal_too(seed: int, size: int, posted: int) -> None:
    draw = Random(seed)
    people, posts = [draw_applicant(draw) for _ in range(size)], [draw_opening(draw) for _ in range(posted)]
    assert_equal(indexed(people, posts), people, posts)


@settings(max_examples=25, deadline=None)
@given(SEEDS)
def test_changes_in_place_equal_a_new_index(seed: int) -> None:
    draw = Random(seed)
    people, posts = [draw_applicant(draw) for _ in range(40)], [draw_opening(draw) for _ in range(3)]
    index = indexed(people[:1], posts[:1])
    index.decide()
    for person in people[1:]:
        index.add(person)
    for row in (0, 7, 39):
        people[row] = draw_applicant(draw)
        index.put(row, people[row])
    for number in (0, 1, 2):
        posts[number] = draw_opening(draw)
        index.put_posting(f"p{number}", posts[number])
    assert_equal(index, people, posts)


@settings(max_examples=10, deadline=None)
@given(SEEDS, st.integers(0, 70))
def test_other_people_over_postings_compiled_for_some_equal_a_new_index(seed: int, size: int) -> None:
    draw = Random(seed)
    posts = [draw_opening(draw) for _ in range(3)]
    index = indexed([draw_applicant(draw) for _ in range(draw.randrange(3))], posts)
    before = index.decide().bits.tobytes()
    people = [draw_applicant(draw) for _ in range(size)]
    others = index.of_others(people)
    if seed % 2:
        posts[1] = draw_opening(draw)
        others.put_posting("p1", posts[1])
    assert_equal(others, people, posts)
    assert index.decide().bits.tobytes() == before


def test_who_left_is_in_no_band() -> None:
    draw = Random(5)
    people, posts = [draw_applicant(draw) for _ in range(100)], [draw_opening(draw) for _ in range(5)]
    index = indexed(people, posts)
    index.remove(63)
    planes = index.decide()
    for number in range(5):
        assert planes.counts(number).total == 99
        for band in (planes.fit(number), planes.review(number), planes.blocked(number)):
            assert not unpack(band, 100)[63]
    index.remove_posting("p4")
    assert len(index.decide()) == 4


@settings(max_examples=15, deadline=None)
@given(SEEDS)
def test_one_person_on_all_posts_is_a_column_of_the_same(seed: int) -> None:
    draw = Random(seed)
    people, posts = [draw_applicant(draw) for _ in range(130)], [draw_opening(draw) for _ in range(6)]
    index = indexed(people, posts)
    planes = index.decide()
    for row in (0, 64, 129):
        assert index.decide_for(row).tolist() == [planes.codes(number)[row] for number in range(6)]


def test_threads_and_parts_change_nothing() -> None:
    draw = Random(11)
    people = [draw_applicant(draw) for _ in range(30)] * 700
    posts = [draw_opening(draw) for _ in range(9)]
    index = indexed(people, posts)
    alone, together = index.decide(), index.decide(threads=3)
    assert (alone.bits == together.bits).all()
    assert (index.decide(["p3", "p8"]).bits == alone.bits[[3, 8]]).all()


def test_counts_and_what_is_in_the_way_equal_a_recount() -> None:
    draw = Random(3)
    people, posts = [draw_applicant(draw) for _ in range(90)], [draw_opening(draw) for _ in range(12)]
    index = indexed(people, posts)
    planes = index.decide()
    tally = count_verdicts(planes)
    count_in_the_way(tally, index, [f"p{number}" for number in range(12)], planes, index.everybody)
    for row, person in enumerate(people):
        judged = [judge(person, post, POLICY) for post in posts]
        assert tally.verdicts[:, row].tolist() == [sum(found.verdict == name for found in judged) for name in VERDICT_CODES]
        for verdict, totals in (("blocked", tally.blocked), ("review", tally.review)):
            named: dict[str, int] = {}
            for found in judged:
                if found.verdict == verdict:
                    for name in (*found.abilities, *found.rules):
                        named[name] = named.get(name, 0) + 1
            assert {name: times for name, total in totals.items() if (times := int(total[row]))} == named


def test_more_postings_than_a_byte_can_count_are_counted() -> None:
    draw = Random(5)
    people, post = [draw_applicant(draw) for _ in range(90)], draw_opening(draw)
    index = indexed(people, [post])
    once, often = index.decide(), index.decide(["p0"] * 600)
    one, many = count_verdicts(once), count_verdicts(often)
    count_in_the_way(one, index, ["p0"], once, index.everybody)
    count_in_the_way(many, index, ["p0"] * 600, often, index.everybody)
    assert (many.verdicts == 600 * one.verdicts).all()
    for totals, single in ((many.blocked, one.blocked), (many.review, one.review)):
        assert list(totals) == list(single)
        assert all((totals[name] == 600 * single[name]).all() for name in single)


@settings(max_examples=25, deadline=None)
@given(
    SEEDS, st.sampled_from([row.name for row in CATALOGUE.dimensions]), st.integers(1, 4), st.sampled_from(["csl", "screen_reader"])
)
def test_an_assumption_equals_changed_people(seed: int, dimension: str, level: int, skill: str) -> None:
    draw = Random(seed)
    people, posts = [draw_applicant(draw) for _ in range(40)], [draw_opening(draw) for _ in range(4)]
    index = indexed(people, posts)

    def licensed(person: PersonSide) -> PersonSide:
        return replace(person, licences=(*person.licences, ("medical_massage", None)), recognised=True)

    assumption = Assumption("all", {dimension: level}, frozenset({skill}), frozenset({"magnifier"}), licensed)
    changed = [Applicant(raised(one.ability, dimension, level, skill), licensed(one.person)) for one in people]
    for number, post in enumerate(posts):
        fit = index.fit(index.assume(index.compiled(f"p{number}"), post, assumption))
        expected = [judge(one, post, POLICY).verdict in ("eligible", "eligible_with") for one in changed]
        assert unpack(fit, 40).tolist() == expected


def raised(side: CandidateSide, dimension: str, level: int, skill: str) -> CandidateSide:
    levels = list(side.levels)
    position = CATALOGUE.position[dimension]
    levels[position] = max(levels[position] or 0, level)
    return replace(side, levels=tuple(levels), skills=side.skills | {skill}, aids=side.aids | {"magnifier"})


def test_what_another_index_compiled_is_taken_over_as_it_is() -> None:
    first, second = Pool(), Pool()
    one, other = first.literal("one"), first.literal("other")
    made = first.either((first.every((one, other)), first.complement(one)))
    second.literal("other")
    numbers = second.take_over(first.expressions)
    again = [second.literal("one"), second.literal("other")]
    assert numbers[made] == second.either((second.every(again), second.complement(again[0])))
    assert numbers[:2] == [NOBODY, EVERYBODY]
