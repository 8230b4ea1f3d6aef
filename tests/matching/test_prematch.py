"""Pre-matching as a whole, on named people and posts."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.features import FEATURES
from matching.features.leaning import TEXT_ALONE
from matching.features.table import POSITION
from matching.judgement import applicant, judge, opening
from matching.policy import policy_on
from matching.prematch import PrematchSettings, prematch
from matching.protocols import Float64
from matching.records import (
    AbilityProfile,
    AccommodationStatus,
    Candidate,
    Demand,
    EmployerRecord,
    Pay,
    PayUnit,
    Posting,
    PostingStatus,
    Provenance,
    Workplace,
)
from matching.shortlist import Prematch, Versions
from tests.matching.encoders import CharacterEncoder
from tests.matching.personas import (
    CHEN,
    DATA_ENTRY,
    HOTLINE,
    LIN_DEAF,
    PEOPLE,
    POSTS,
    SILENT,
    SUN_UNASSESSED,
    UPSTAIRS,
    WANG_WHEELCHAIR,
    ZHAO_BLIND,
)

TODAY = date(2026, 11, 26)
POLICY = policy_on(TODAY)
VERSIONS = Versions(software="t", knowledge="t", encoder="t", ranker="t", candidates="t", postings="t", settings="t")


class MeaningRanker:
    """Orders by the similarity of the two texts alone."""

    version = "meaning-1"
    leaning = TEXT_ALONE

    def score(self, features: Float64) -> Float64:
        return np.nan_to_num(features[:, POSITION["meaning_similarity"]])

    def contributions(self, features: Float64) -> Float64:
        moved = np.zeros_like(features)
        moved[:, POSITION["meaning_similarity"]] = self.score(features)
        return moved


def run(people: Sequence[Candidate] = PEOPLE, posts: Sequence[Posting] = POSTS, **changes: int) -> Prematch:
    chosen = PrematchSettings.model_validate({"today": TODAY, **changes})
    return prematch("fair", people, posts, CharacterEncoder(), MeaningRanker(), VERSIONS, chosen)


def listed(found: Prematch, posting: Posting, band: str) -> set[str]:
    shortlist = next(one for one in found.shortlists if one.posting == posting.id)
    return {entry.candidate for entry in shortlist.entries if entry.band == band}


def test_bands_hold_whom_the_rules_allow() -> None:
    found = run()
    assert listed(found, DATA_ENTRY, "fit") == {CHEN.id, LIN_DEAF.id, WANG_WHEELCHAIR.id}
    # Nobody said whether the software works with a screen reader: that is a question, not a block.
    assert listed(found, DATA_ENTRY, "review") == {SUN_UNASSESSED.id, ZHAO_BLIND.id}
    assert listed(found, HOTLINE, "fit") == {CHEN.id, WANG_WHEELCHAIR.id}
    assert WANG_WHEELCHAIR.id not in listed(found, UPSTAIRS, "fit") | listed(found, UPSTAIRS, "review")
    assert listed(found, SILENT, "fit") == {CHEN.id}


def test_the_screen_reader_opens_the_job_once_the_tools_are_accessible() -> None:
    accessible = DATA_ENTRY.model_copy(
        update={"workplace": DATA_ENTRY.workplace.model_copy(update={"facts": {"tools_accessible": True}})}
    )
    (shortlist,) = run(posts=[accessible]).shortlists
    (entry,) = (entry for entry in shortlist.entries if entry.candidate == ZHAO_BLIND.id)
    assert (entry.verdict, entry.accommodations, entry.arranged) == ("eligible_with", ("screen_reader",), 1)


def test_no_entry_of_any_list_is_blocked_pair_by_pair() -> None:
    posts = {post.id: opening(post) for post in POSTS}
    people = {person.id: applicant(person, POLICY) for person in PEOPLE}
    for shortlist in run().shortlists:
        for entry in shortlist.entries:
            found = judge(people[entry.candidate], posts[entry.posting], POLICY)
            assert found.verdict == entry.verdict
            assert found.verdict != "blocked"
            assert (entry.band == "review") == (found.verdict == "review")


def test_a_high_score_never_lists_a_blocked_pair() -> None:
    """System case N29: the person's texts equal the posting's, and a rule blocks."""
    twin = LIN_DEAF.model_copy(update={"wishes": LIN_DEAF.wishes.model_copy(update={"text": HOTLINE.text * 20})})
    found = run(people=[twin, CHEN], posts=[HOTLINE])
    assert listed(found, HOTLINE, "fit") == {CHEN.id}
    assert listed(found, HOTLINE, "review") == set()


def test_ranks_count_from_one_within_each_band() -> None:
    for shortlist in run().shortlists:
        for band in ("fit", "review"):
            entries = shortlist.band(band)  # type: ignore[arg-type]
            assert [entry.rank for entry in entries] == list(range(1, len(entries) + 1))
            assert [entry.score for entry in entries] == sorted((entry.score for entry in entries), reverse=True)


def test_two_runs_give_the_same_bytes_in_any_order_of_input() -> None:
    first = run().model_dump_json()
    assert run().model_dump_json() == first
    assert run(people=PEOPLE[::-1], posts=POSTS[::-1]).model_dump_json() == first


def test_everybody_is_on_a_list_or_told_why_not() -> None:
    found = run()
    on_a_list = {e.candidate for one in found.shortlists for e in one.entries if e.band == "fit"}
    assert on_a_list | {row.candidate for row in found.left_out} == {person.id for person in PEOPLE}
    assert on_a_list & {row.candidate for row in found.left_out} == set()
    reasons = {row.candidate: row for row in found.left_out}
    assert reasons[SUN_UNASSESSED.id].cause == "review"
    assert reasons[SUN_UNASSESSED.id].counts.review == len(POSTS)
    assert all(row.text.zh and row.text.en for row in found.left_out)


def test_blocked_everywhere_names_what_stands_in_the_way_most() -> None:
    closed = {"facts": {"tools_accessible": False}}
    posts = [p.model_copy(update={"workplace": p.workplace.model_copy(update=closed)}) for p in (DATA_ENTRY, HOTLINE, UPSTAIRS)]
    (row,) = run(people=[ZHAO_BLIND], posts=posts).left_out
    assert row.cause == "blocked"
    assert row.dimensions[0] == ("text_access", 3)


def test_cut_by_a_full_list_says_so() -> None:
    found = run(people=[CHEN, WANG_WHEELCHAIR], posts=[DATA_ENTRY], keep=1)
    (row,) = found.left_out
    assert (row.cause, row.counts.eligible) == ("cut", 1)


def test_closed_and_filled_posts_are_absent() -> None:
    """System case N25."""
    for status in (PostingStatus.CLOSED, PostingStatus.FILLED, PostingStatus.REJECTED):
        found = run(posts=[DATA_ENTRY.model_copy(update={"status": status}), HOTLINE])
        assert [one.posting for one in found.shortlists] == [HOTLINE.id]


def test_a_posting_below_the_wage_floor_takes_no_part_and_says_why() -> None:
    low = DATA_ENTRY.model_copy(
        update={"id": "p_low", "contract": "labour", "pay": Pay(minimum=1_500, maximum=1_800, unit=PayUnit.MONTH)}
    )
    found = run(posts=[low, HOTLINE])
    assert [one.posting for one in found.shortlists] == [HOTLINE.id]
    (rejected,) = found.rejected
    assert rejected.posting == "p_low"
    assert "2,210" in rejected.reasons[0].zh


def test_a_rule_beyond_ability_keeps_people_off_a_list_and_is_named() -> None:
    """A child of fifteen can do the work; the law forbids it."""
    young = CHEN.model_copy(update={"id": "c_young", "person": CHEN.person.model_copy(update={"birth": date(2011, 10, 1)})})
    found = run(people=[young], posts=[DATA_ENTRY])
    assert [one.entries for one in found.shortlists] == [()]
    (row,) = found.left_out
    assert (row.cause, row.dimensions) == ("blocked", (("work_age", 1),))


def test_without_postings_everybody_is_told_that() -> None:
    found = run(posts=[])
    assert {row.cause for row in found.left_out} == {"none"}
    assert len(found.left_out) == len(PEOPLE)


def test_without_people_the_lists_are_empty() -> None:
    assert [one.entries for one in run(people=[]).shortlists] == [()] * len(POSTS)


def opted_out(person: Candidate) -> Candidate:
    return person.model_copy(update={"profiling": False})


@pytest.mark.parametrize("out", [1, 2, 6, 11])
def test_opting_out_of_profiling_is_a_seeded_draw_and_never_last(out: int) -> None:
    crowd = [CHEN.model_copy(update={"id": f"c_{i:02}"}) for i in range(12)]
    people = [opted_out(one) if i < out else one for i, one in enumerate(crowd)]
    gone = {one.id for one in people[:out]}
    places = []
    for i in range(12):
        post = DATA_ENTRY.model_copy(update={"id": f"p_{i}"})
        (shortlist,) = run(people=people, posts=[post]).shortlists
        assert len(shortlist.entries) == 12
        assert shortlist.entries[-1].candidate not in gone
        places += [entry.rank for entry in shortlist.entries if entry.candidate in gone]
    assert len(set(places)) > 3


@pytest.mark.parametrize("keep", [1, 3, 5])
def test_opting_out_is_not_last_on_a_list_that_is_cut_either(keep: int) -> None:
    crowd = [CHEN.model_copy(update={"id": f"c_{i:02}"}) for i in range(30)]
    people = [opted_out(one) if i < 8 else one for i, one in enumerate(crowd)]
    for i in range(20):
        (shortlist,) = run(people=people, posts=[DATA_ENTRY.model_copy(update={"id": f"p_{i}"})], keep=keep).shortlists
        gone = [entry.candidate < "c_08" for entry in shortlist.entries]
        assert len(gone) == keep
        assert not gone[-1] or all(gone)


def test_opting_out_leaves_no_mark() -> None:
    """As many reasons as the others have, and no score that stands twice."""
    crowd = [
        CHEN.model_copy(update={"id": f"c_{i:02}", "wishes": CHEN.wishes.model_copy(update={"text": "数据录入" * (i + 1)})})
        for i in range(12)
    ]
    people = [opted_out(one) if i % 4 == 0 else one for i, one in enumerate(crowd)]
    (shortlist,) = run(people=people, posts=[DATA_ENTRY]).shortlists
    assert {len(entry.reasons) for entry in shortlist.entries} == {1}
    scores = [entry.score for entry in shortlist.entries]
    assert scores == sorted(scores, reverse=True)
    drawn = [entry for entry in shortlist.entries if int(entry.candidate[2:]) % 4 == 0]
    assert len(drawn) == 3
    others = {entry.score for entry in shortlist.entries if entry not in drawn}
    assert not {entry.score for entry in drawn} & others


class SilentRanker:
    """Moves nobody, so that it has no reasons to give."""

    version = "silent-1"
    leaning = TEXT_ALONE

    def score(self, features: Float64) -> Float64:
        return np.zeros(len(features))

    def contributions(self, features: Float64) -> Float64:
        return np.zeros_like(features)


class PromiseRanker(SilentRanker):
    """Scores by the employer's record alone."""

    version = "promises-1"

    def score(self, features: Float64) -> Float64:
        return np.nan_to_num(features[:, POSITION["promises_kept"]], nan=-1.0)


@pytest.mark.parametrize(("records", "score"), [(None, -1.0), ({"e_demo": EmployerRecord(checked=3, kept=2)}, 0.6)])
def test_a_run_knows_how_an_employer_kept_its_word(records: dict[str, EmployerRecord] | None, score: float) -> None:
    settings = PrematchSettings(today=TODAY)
    found = prematch("fair", [CHEN], [DATA_ENTRY], CharacterEncoder(), PromiseRanker(), VERSIONS, settings, records=records)
    assert [entry.score for entry in found.shortlists[0].entries] == [score]


def test_opting_out_leaves_no_mark_where_nobody_has_a_reason() -> None:
    people = [CHEN.model_copy(update={"id": f"c_{i}", "profiling": i != 1}) for i in range(4)]
    found = prematch("fair", people, [DATA_ENTRY], CharacterEncoder(), SilentRanker(), VERSIONS, PrematchSettings(today=TODAY))
    assert {entry.reasons for entry in found.shortlists[0].entries} == {()}


def test_questions_say_what_settles_a_review() -> None:
    (shortlist,) = run(people=[SUN_UNASSESSED], posts=[DATA_ENTRY]).shortlists
    (entry,) = shortlist.entries
    assert [question.zh for question in entry.questions] == ["请评估：文字信息获取", "请评估：键盘/触屏录入", "请评估：阅读理解"]


def test_questions_about_what_is_hardest_come_first() -> None:
    """Nobody said what the job asks: for somebody who cannot hear, hearing is what to ask about."""
    (shortlist,) = run(people=[LIN_DEAF], posts=[SILENT]).shortlists
    (entry,) = shortlist.entries
    assert set(entry.abilities) >= {"hearing_speech", "hearing_phone", "hearing_signals"}
    assert all("当面听懂言语" in q.zh or "电话与音频" in q.zh or "声音信号" in q.zh for q in entry.questions)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=5, unique_by=lambda person: person.id),
    st.sampled_from(POSTS),
    st.dictionaries(st.sampled_from(["text_comm", "captioning", "lift", "job_coach"]), st.sampled_from(AccommodationStatus)),
)
def test_counts_of_a_run_are_the_verdicts_pair_by_pair(
    people: list[Candidate], posting: Posting, statuses: dict[str, AccommodationStatus]
) -> None:
    workplace: Workplace = posting.workplace.model_copy(update={"statuses": statuses})
    changed = posting.model_copy(update={"workplace": workplace})
    (shortlist,) = run(people=people, posts=[changed]).shortlists
    verdicts = [judge(applicant(person, POLICY), opening(changed), POLICY).verdict for person in people]
    names = ("eligible", "eligible_with", "review", "blocked")
    assert shortlist.counts.model_dump() == {name: verdicts.count(name) for name in names}


def test_reasons_name_features_of_the_table() -> None:
    names = {feature.name for feature in FEATURES}
    entries = [entry for one in run().shortlists for entry in one.entries]
    assert {reason.feature for entry in entries for reason in entry.reasons} <= names


@pytest.mark.parametrize("depth", [1, 2, 50])
def test_depth_limits_what_is_ranked(depth: int) -> None:
    (shortlist,) = run(posts=[DATA_ENTRY], depth=depth, keep=depth).shortlists
    assert len(shortlist.band("fit")) == min(depth, 3)


def test_equal_signatures_mean_equal_verdicts() -> None:
    """Two postings that differ only in whether an unanswered task is minor are no twins."""
    ask = Demand(dimension="keyboard_input", level=None, provenance=Provenance.UNKNOWN)
    posts = []
    for name, marginal in (("p_a", False), ("p_b", True)):
        demands = tuple(d for d in DATA_ENTRY.demands if d.dimension != "keyboard_input")
        mine = ask.model_copy(update={"marginal": marginal})
        posts.append(DATA_ENTRY.model_copy(update={"id": name, "demands": (*demands, mine)}))
    weak = CHEN.model_copy(update={"id": "c_weak", "profile": AbilityProfile.of({"keyboard_input": 1}, unlisted=4)})
    for order in (posts, posts[::-1]):
        found = run(people=[weak], posts=order)
        assert [one.counts.review for one in found.shortlists] == [1, 0]
        assert [one.counts.eligible_with for one in found.shortlists] == [0, 1]


def test_depth_below_keep_is_refused() -> None:
    with pytest.raises(ValueError, match="rank at least as many as are listed"):
        PrematchSettings(today=TODAY, depth=5, keep=6)
