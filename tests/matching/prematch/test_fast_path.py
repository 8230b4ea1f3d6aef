"""The fast path against a plainly written slow one, entry by entry, for any blocks of people and any number of threads."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.explanation import entry_questions
from matching.exploration import POOL, exploration_seed, explore
from matching.features import Offer, Seeker, SeekerTable, compute_features, pack_features, prepare_postings, prepare_seekers
from matching.judgement import Judgement, applicant, judge, opening
from matching.prematch import (
    PrematchSettings,
    RuleBrokenError,
    employer_effort,
    match_blocks,
    prematch,
    prepare_block,
    prepare_jobs,
)
from matching.prematch.drawing import draw_places
from matching.protocols import Float32, Float64
from matching.reasons import plain_reasons, reasons_of
from matching.records import Candidate, Posting, Refusal
from matching.shortlist import Band, Counts, Prematch
from models.baselines import HandWeightedRanker
from tests.matching.encoders import CharacterEncoder
from tests.matching.personas import PEOPLE, POSTS
from tests.matching.test_prematch import POLICY, TODAY, VERSIONS


class WordEncoder(CharacterEncoder):
    """For which numbers say nothing."""

    def encode(self, texts: Sequence[str]) -> Float32:
        return super().encode([text.translate(dict.fromkeys(range(ord("0"), ord("9") + 1))) for text in texts])


ENCODER = WordEncoder()
RANKER = HandWeightedRanker.load()
TEXTS = ("数据录入", "客服热线，耐心", "", "保洁", "软件测试与文档", "数据录入")


@lru_cache(maxsize=1)
def crowd() -> tuple[Candidate, ...]:
    """Forty-two people, six of each persona's profile or so, with other wishes; some tie in every word, some opted out."""
    made = []
    for number in range(42):
        one = PEOPLE[number % len(PEOPLE)]
        wishes = one.wishes.model_copy(update={"text": TEXTS[number // 7]})
        off_camera = one.refusals.model_copy(update={"conditions": one.refusals.conditions | {Refusal.LIVE_VIDEO}})
        changed = {"wishes": wishes, "profiling": number % 5 != 2, "refusals": off_camera if number % 4 == 1 else one.refusals}
        made.append(one.model_copy(update={"id": f"c_{(number * 29) % 97:02}", **changed}))
    return tuple(made)


@lru_cache(maxsize=1)
def posts() -> tuple[Posting, ...]:
    """The posts of the personas and, like the first, a twin, one on camera and one whose title says nothing."""
    titles = {"p_twin": POSTS[0].title, "p_camera": "主播", "p_code": "123"}
    return (*POSTS, *(POSTS[0].model_copy(update={"id": name, "title": title}) for name, title in titles.items()))


@lru_cache(maxsize=4_096)
def judged(person: int, post: int) -> Judgement:
    return judge(applicant(crowd()[person], POLICY), opening(posts()[post]), POLICY)


def slow_list(people: Sequence[int], post: int, band: Band, chosen: PrematchSettings) -> list[tuple[object, ...]]:
    """One band of one posting, pair by pair: what an entry says, and the packed features and chance handed on with it."""
    posting = posts()[post]
    offer, wanted = offers()[post], ENCODER.encode([offers()[post].text])[0]
    wants = {"fit": ("eligible", "eligible_with"), "review": ("review",)}[band]
    allowed = sorted((one for one in people if judged(one, post).verdict in wants), key=lambda one: crowd()[one].id)
    near = {one: np.float32((vectors()[one].astype(float) * wanted.astype(float)).sum()) for one in allowed}
    rows = {one: features(one, post, band, float(near[one]), offer) for one in allowed}
    leans = {one: float(RANKER.leaning.nearness(rows[one][None])[0]) for one in allowed}
    profiled = sorted((one for one in allowed if crowd()[one].profiling), key=lambda one: (-leans[one], crowd()[one].id))[
        : chosen.depth
    ]
    score = {one: float(RANKER.score(rows[one][None])[0]) for one in profiled}
    best = sorted(profiled, key=lambda one: (-score[one], crowd()[one].id))
    out = [one for one in allowed if not crowd()[one].profiling]
    drawn = draw_places(chosen.seed, posting.id, band, len(allowed), len(out), chosen.keep)
    order, chances = list(range(len(best))), [None] * len(best)
    if chosen.exploration and band == "fit":
        seed = exploration_seed(chosen.seed, posting.id)
        found, chance = explore(np.arange(len(best)), chosen.keep - len(drawn), chosen.exploration, POOL, seed)
        order, chances = found.tolist(), chance.tolist()
    lines: list[tuple[object, ...]] = []
    for place, at in enumerate(order[: chosen.keep]):
        one = best[at]
        told = reasons_of(rows[one], RANKER.contributions(rows[one][None])[0], chosen.reasons)
        lines.append((one, round(score[one], 9), told, at != place, pack_features(rows[one][None])[0], chances[place]))
    for place, number in drawn:
        like = lines[min(place, len(lines) - 1)][2] if lines else None
        lines.insert(
            place,
            (
                out[number],
                round(between(lines, place), 9),
                plain_reasons(rows[out[number]], like, chosen.reasons),
                False,
                None,
                None,
            ),
        )  # type: ignore[arg-type]
    return lines[: chosen.keep]


def between(lines: Sequence[tuple[object, ...]], place: int) -> float:
    scores = [float(str(line[1])) for line in lines]
    if not scores:
        return 0.0
    step = (scores[0] - scores[-1]) / max(len(scores), 2)
    if place == 0:
        return scores[0] + step
    return (scores[place - 1] + scores[place]) / 2 if place < len(scores) else scores[place - 1] - step


@lru_cache(maxsize=1)
def offers() -> list[Offer]:
    return prepare_postings(posts(), ENCODER, POLICY)


@lru_cache(maxsize=1)
def table() -> SeekerTable:
    return prepare_seekers([Seeker.of(one) for one in crowd()], TODAY, ENCODER)


@lru_cache(maxsize=1)
def vectors() -> np.ndarray:
    return ENCODER.encode(table().texts)


def features(person: int, post: int, band: Band, near: float, offer: Offer) -> Float64:
    effort = np.full((1, 2), np.nan)
    if band == "fit":
        one, other = applicant(crowd()[person], POLICY), opening(posts()[post])
        effort[:] = employer_effort(judged(person, post).accommodations, one.ability, other.ability)
    return compute_features(table(), np.array([person]), offer, np.array([near]), effort)[0]


def check(found: Prematch, people: Sequence[int], chosen: PrematchSettings) -> None:
    assert [one.posting for one in found.shortlists] == sorted(post.id for post in posts())
    numbers = {post.id: number for number, post in enumerate(posts())}
    for shortlist in found.shortlists:
        post = numbers[shortlist.posting]
        verdicts = [judged(one, post).verdict for one in people]
        assert shortlist.counts == Counts(**{name: verdicts.count(name) for name in Counts.model_fields})
        place = 0
        for band in ("fit", "review"):
            entries, wanted = shortlist.band(band), slow_list(people, post, band, chosen)  # type: ignore[arg-type]
            assert len(entries) == len(wanted)
            for rank, (entry, line) in enumerate(zip(entries, wanted, strict=True), start=1):
                one, place = int(str(line[0])), place + 1
                full = judged(one, post)
                assert (entry.candidate, entry.rank, entry.score) == (crowd()[one].id, rank, line[1])
                assert (entry.reasons, entry.explored) == (line[2], line[3])
                assert (entry.verdict, entry.accommodations) == (full.verdict, full.accommodations)
                assert (entry.abilities, entry.rules) == (full.abilities, full.rules)
                assert (entry.met, entry.arranged, entry.demanded) == (full.met, full.arranged, len(full.findings))
                assert entry.questions == entry_questions(full, applicant(crowd()[one], POLICY), opening(posts()[post]))
                (shown,) = (s for s in found.shown if (s.posting, s.position) == (shortlist.posting, place))
                assert (shown.candidate, shown.features, shown.propensity) == (entry.candidate, line[4], line[5])


@settings(max_examples=25, deadline=None)
@given(
    people=st.lists(st.integers(0, 41), min_size=1, max_size=42, unique=True),
    depth=st.integers(1, 12),
    keep=st.integers(1, 12),
    exploration=st.sampled_from([0.0, 0.2]),
    block=st.integers(1, 50),
    threads=st.integers(1, 3),
)
def test_every_entry_is_that_of_the_slow_way(
    people: list[int], depth: int, keep: int, exploration: float, block: int, threads: int
) -> None:
    chosen = PrematchSettings(today=TODAY, depth=max(depth, keep), keep=keep, exploration=exploration)
    some = [crowd()[one] for one in people]
    found = prematch("fair", some, posts(), ENCODER, RANKER, VERSIONS, chosen, threads=threads, block=block)
    check(found, people, chosen)
    whole = prematch("fair", some, posts(), ENCODER, RANKER, VERSIONS, chosen)
    assert (found, found.shown) == (whole, whole.shown)


@settings(max_examples=10, deadline=None)
@given(st.lists(st.integers(0, 4), min_size=42, max_size=42))
def test_any_split_of_the_people_gives_the_same_lists(parts: list[int]) -> None:
    chosen = PrematchSettings(today=TODAY, depth=9, keep=6, exploration=0.2)
    jobs = prepare_jobs("fair", posts(), ENCODER, chosen)
    groups = [[one for one, part in zip(crowd(), parts, strict=True) if part == number] for number in range(5)]
    blocks = [prepare_block(group, jobs, ENCODER) for group in groups if group]
    found = match_blocks(jobs, blocks, RANKER, VERSIONS)
    whole = prematch("fair", crowd(), posts(), ENCODER, RANKER, VERSIONS, chosen)
    assert (found, found.shown) == (whole, whole.shown)


def test_among_the_posts_are_those_that_tell_these_ways_apart() -> None:
    camera, code = [offers()[[one.id for one in posts()].index(name)] for name in ("p_camera", "p_code")]
    assert [one.meaning is not None and bool(np.isfinite(one.meaning).all()) for one in (camera, code)] == [True, False]
    assert [judged(5, number).verdict for number in (0, len(posts()) - 2)] == ["eligible", "review"]


def test_a_rule_that_the_bitmaps_lost_stops_the_run() -> None:
    people = [
        one.model_copy(update={"refusals": one.refusals.model_copy(update={"employers": frozenset({POSTS[0].employer})})})
        for one in crowd()
    ]
    jobs = prepare_jobs("fair", posts(), ENCODER, PrematchSettings(today=TODAY))
    block = prepare_block(people, jobs, ENCODER)
    literals = block.index.literals
    literals.bits[[row for name, row in literals.rows.items() if isinstance(name, tuple) and name[0] == "rule"]] = 0
    with pytest.raises(RuleBrokenError, match="that the rule excluded_employer finds blocked reached the"):
        match_blocks(jobs, [block], RANKER, VERSIONS)


def test_pairs_judged_by_kind_are_judged_as_one_by_one() -> None:
    """Blocked ones too, which no list ever asks about."""
    jobs = prepare_jobs("fair", posts(), ENCODER, PrematchSettings(today=TODAY))
    block = prepare_block(crowd(), jobs, ENCODER)
    for job in jobs.jobs:
        for row, found in enumerate(block.judging.judge(job, block.index, np.arange(len(block)))):
            full = judge(block.applicants[row], job.opening, POLICY)
            assert (found.verdict, found.accommodations, found.abilities, found.rules) == (
                full.verdict,
                full.accommodations,
                full.abilities,
                full.rules,
            )
            assert (found.met, found.arranged, found.demanded) == (full.met, full.arranged, len(full.findings))
