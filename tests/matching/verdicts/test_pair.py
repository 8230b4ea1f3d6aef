"""Rules of the pair evaluator as properties and as named situations beyond the case files."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import ACCESS_SKILLS, FACTS
from matching.records import (
    AccommodationStatus,
    Demand,
    Posting,
    Provenance,
    SourceRef,
    Workplace,
)
from matching.verdicts import CandidateSide, PostingSide, Standing, evaluate, finding_text, hints, posting_side
from matching.verdicts.selection import smallest_set

DIMENSIONS = [row.name for row in CATALOGUE.dimensions]
ACCOMMODATIONS = [row.name for row in CATALOGUE.accommodations]
ORDER = {"blocked": 0, "review": 1, "eligible_with": 2, "eligible": 2}


def post(*demands: Demand, workplace: Workplace | None = None) -> PostingSide:
    posting = Posting(id="p", employer="e", title="t", source=SourceRef(name="test"), demands=demands)
    if workplace is not None:
        posting = posting.model_copy(update={"workplace": workplace})
    return posting_side(posting)


known_workplace = st.builds(
    Workplace,
    remote=st.sampled_from([None, False, True]),
    floor=st.sampled_from([None, 1, 2, 5]),
    entrance_steps=st.sampled_from([None, 0, 3]),
    toilet=st.sampled_from([None, "accessible", "rails", "seat", "squat", "none"]),
    commute=st.sampled_from([None, 0, 1, 2, 3, 4]),
    assumed=st.frozensets(st.sampled_from(["floor", "entrance_steps", "toilet", "commute"])),
    facts=st.dictionaries(st.sampled_from(FACTS), st.booleans()),
    statuses=st.dictionaries(st.sampled_from(ACCOMMODATIONS), st.sampled_from(AccommodationStatus), max_size=14),
)


@st.composite
def postings(draw: st.DrawFn) -> PostingSide:
    demands = []
    for name in draw(st.lists(st.sampled_from(DIMENSIONS), unique=True, max_size=45, min_size=20)):
        provenance = draw(st.sampled_from([p for p in Provenance if p is not Provenance.DERIVED]))
        level = None if provenance is Provenance.UNKNOWN else draw(st.integers(0, 4))
        demands.append(Demand(dimension=name, level=level, provenance=provenance, marginal=draw(st.booleans())))
    return post(*demands, workplace=draw(known_workplace))


candidates = st.builds(
    CandidateSide,
    levels=st.lists(st.sampled_from([None, 0, 1, 2, 3, 4, 4, 4]), min_size=45, max_size=45).map(tuple),
    skills=st.frozensets(st.sampled_from(ACCESS_SKILLS)),
    aids=st.frozensets(st.sampled_from(ACCOMMODATIONS), max_size=6),
    refuses=st.frozensets(st.sampled_from(ACCOMMODATIONS), max_size=3),
)


@settings(max_examples=150, deadline=None)
@given(candidates, postings())
def test_every_open_dimension_can_be_put_into_words(candidate: CandidateSide, posting: PostingSide) -> None:
    trace = evaluate(candidate, posting)
    for finding in trace.findings:
        assert finding_text(finding).zh
        if finding.standing in (Standing.REVIEW, Standing.BLOCKED):
            names = {name for hint in hints(finding, candidate, posting) for name in hint.names}
            assert not names & candidate.refuses
            assert not names & (posting.refused - candidate.aids)


@settings(max_examples=150, deadline=None)
@given(candidates, postings(), st.integers(0, 44))
def test_more_ability_never_makes_a_verdict_worse(candidate: CandidateSide, posting: PostingSide, position: int) -> None:
    before = evaluate(candidate, posting).verdict
    levels = list(candidate.levels)
    if levels[position] in (None, 4):
        return
    levels[position] += 1  # type: ignore[operator]
    after = evaluate(CandidateSide(tuple(levels), candidate.skills, candidate.aids, candidate.refuses), posting).verdict
    assert ORDER[after] >= ORDER[before]


@settings(max_examples=100, deadline=None)
@given(candidates, postings(), st.sampled_from(ACCOMMODATIONS))
def test_one_more_aid_never_makes_a_verdict_worse(candidate: CandidateSide, posting: PostingSide, aid: str) -> None:
    more = CandidateSide(candidate.levels, candidate.skills, candidate.aids | {aid}, candidate.refuses)
    assert ORDER[evaluate(more, posting).verdict] >= ORDER[evaluate(candidate, posting).verdict]


@settings(max_examples=100, deadline=None)
@given(candidates, postings(), st.sampled_from(ACCESS_SKILLS))
def test_one_more_skill_never_makes_a_verdict_worse(candidate: CandidateSide, posting: PostingSide, skill: str) -> None:
    more = replace(candidate, skills=candidate.skills | {skill})
    assert ORDER[evaluate(more, posting).verdict] >= ORDER[evaluate(candidate, posting).verdict]


@settings(max_examples=100, deadline=None)
@given(candidates, postings(), st.sampled_from(ACCOMMODATIONS))
def test_one_more_promise_never_makes_a_verdict_worse(candidate: CandidateSide, posting: PostingSide, name: str) -> None:
    if name in posting.building:
        return
    more = replace(posting, statuses={**posting.statuses, name: AccommodationStatus.COMMITTED})
    assert ORDER[evaluate(candidate, more).verdict] >= ORDER[evaluate(candidate, posting).verdict]


@settings(max_examples=100, deadline=None)
@given(candidates, postings())
def test_listed_set_closes_what_it_says_and_holds_nothing_needless(candidate: CandidateSide, posting: PostingSide) -> None:
    trace = evaluate(candidate, posting)
    used = {name for finding in trace.findings for name in finding.used}
    if trace.verdict == "blocked":
        assert trace.accommodations == ()
    else:
        assert set(trace.accommodations) == used
        assert used <= posting.available(candidate) | {"swap_task"}


@settings(max_examples=100, deadline=None)
@given(candidates, postings())
def test_a_known_profile_decides_between_the_bounds(candidate: CandidateSide, posting: PostingSide) -> None:
    """What is unknown can only turn out between 0 and 4: a block stands for every answer."""
    if evaluate(candidate, posting).verdict != "blocked":
        return
    best = CandidateSide(
        tuple(4 if v is None else v for v in candidate.levels), candidate.skills, candidate.aids, candidate.refuses
    )
    assert evaluate(best, posting).verdict == "blocked"


@given(
    st.lists(
        st.lists(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=2, unique=True), min_size=1, max_size=3),
        max_size=5,
    )
)
def test_smallest_set_equals_brute_force(options: list[list[list[str]]]) -> None:
    from itertools import combinations

    ways = [[tuple(way) for way in row] for row in options]

    def covers(chosen: frozenset[str]) -> bool:
        return all(any(chosen.issuperset(way) for way in row) for row in ways)

    def key(names: frozenset[str]) -> tuple[int, int, int, tuple[int, ...]]:
        return 0, 0, 0, tuple(sorted(map(ord, names)))

    brute = next(
        min(found, key=key)
        for size in range(7)
        if (found := [frozenset(c) for c in combinations("abcdef", size) if covers(frozenset(c))])
    )
    assert smallest_set(ways, key) == brute


def test_nothing_assessed_is_a_question_never_a_block() -> None:
    side = post(*(Demand(dimension=n, level=4, provenance=Provenance.STATED) for n in DIMENSIONS))
    trace = evaluate(CandidateSide((None,) * 45), side)
    assert trace.verdict == "review"
    assert all(
        hint.names in (("assess",), ("ask",))
        for f in trace.findings
        if f.standing is Standing.REVIEW
        for hint in hints(f, CandidateSide((None,) * 45), side)
    )


def test_a_posting_that_says_nothing_asks_about_every_core_dimension() -> None:
    trace = evaluate(CandidateSide((3,) * 45), post())
    assert trace.verdict == "review"
    assert set(trace.abilities) == CATALOGUE.core


def test_a_posting_that_says_nothing_fits_whoever_can_do_everything() -> None:
    assert evaluate(CandidateSide((4,) * 45), post()).verdict == "eligible"


def test_an_inferred_excess_does_not_hide_a_firm_block() -> None:
    """Stairs 3 from the building block; that the task may need 4 was only read."""
    side = post(
        Demand(dimension="stairs", level=4, provenance=Provenance.READ),
        *(Demand(dimension=n, level=0, provenance=Provenance.STATED) for n in DIMENSIONS if n != "stairs"),
        workplace=Workplace(floor=4, entrance_steps=0, toilet="seat", commute=1),
    )
    levels = tuple(0 if row.name == "stairs" else 4 for row in CATALOGUE.dimensions)
    assert evaluate(CandidateSide(levels), side).verdict == "blocked"
