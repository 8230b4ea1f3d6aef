"""Matching again after a change: whatever changed, the result is that of a run that knew nothing before."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.prematch import PrematchSettings, prematch, prepare_block, prepare_jobs
from matching.records import Candidate, EmployerRecord, Posting
from matching.rematch import KnownScores, Rematched, rematch
from matching.shortlist import Versions
from tests.matching.encoders import CharacterEncoder
from tests.matching.personas import PEOPLE, POSTS
from tests.matching.test_prematch import MeaningRanker

VERSIONS = Versions(software="t", knowledge="t", encoder="t", ranker="t", candidates="t", postings="t", settings="t")
SETTINGS = PrematchSettings(today=date(2026, 11, 26), depth=4, keep=3, exploration=0.2)
ENCODER, RANKER = CharacterEncoder(), MeaningRanker()
Records = Mapping[str, EmployerRecord]


def version(one: Candidate | Posting, records: Records) -> bytes:
    told = one.model_dump_json() + (repr(records.get(one.employer)) if isinstance(one, Posting) else "")
    return hashlib.sha256(told.encode()).digest()[:16]


def again(
    people: Sequence[Candidate],
    posts: Sequence[Posting],
    records: Records,
    known: KnownScores | None = None,
    parts: int = 1,
) -> tuple[Rematched, KnownScores]:
    jobs = prepare_jobs("fair", posts, ENCODER, SETTINGS, records)
    blocks = [prepare_block(people[part::parts], jobs, ENCODER) for part in range(parts)]
    of_people = {one.id: version(one, records) for one in people}
    of_posts = {one.id: version(one, records) for one in posts}

    made = rematch(jobs, blocks, RANKER, VERSIONS, of_people, of_posts, known)
    kept = KnownScores.of("frame", jobs, blocks, made.merged, made.scores, of_people, of_posts)
    return made, KnownScores.from_bytes(kept.to_bytes())


def changed_person(one: Candidate, how: int) -> Candidate:
    if how == 0:
        return one.model_copy(update={"profiling": not one.profiling})
    if how == 1:
        return one.model_copy(update={"resume": one.resume.model_copy(update={"experience": "在仓库做过两年盘点"})})
    return one.model_copy(update={"profile": PEOPLE[0].profile, "aids": PEOPLE[-1].aids})


def changed_posting(one: Posting, how: int) -> Posting:
    if how == 0:
        return one.model_copy(update={"title": one.title + "（夜班）"})
    return one.model_copy(update={"demands": POSTS[0].demands, "workplace": POSTS[-1].workplace})


CHANGES = st.fixed_dictionaries(
    {
        "people": st.dictionaries(st.sampled_from(range(len(PEOPLE))), st.sampled_from(["out", 0, 1, 2])),
        "posts": st.dictionaries(st.sampled_from(range(len(POSTS))), st.sampled_from(["out", 0, 1])),
        "late_people": st.sets(st.sampled_from(range(len(PEOPLE))), max_size=3),
        "late_posts": st.sets(st.sampled_from(range(len(POSTS))), max_size=2),
        "kept": st.sampled_from([0, 3]),
        "parts": st.sampled_from([1, 2]),
    }
)


@settings(max_examples=25, deadline=None)
@given(CHANGES)
def test_any_change_gives_what_a_run_from_nothing_gives(change: dict) -> None:  # type: ignore[type-arg]
    first_people = [one for number, one in enumerate(PEOPLE) if number not in change["late_people"]]
    first_posts = [one for number, one in enumerate(POSTS) if number not in change["late_posts"]]
    people = [
        one if change["people"].get(number) is None else changed_person(one, change["people"][number])
        for number, one in enumerate(PEOPLE)
        if change["people"].get(number) != "out"
    ]
    posts = [
        one if change["posts"].get(number) is None else changed_posting(one, change["posts"][number])
        for number, one in enumerate(POSTS)
        if change["posts"].get(number) != "out"
    ]
    records = {POSTS[0].employer: EmployerRecord(4, change["kept"])}
    if not people or not posts or not first_people or not first_posts:
        return
    first, known = again(first_people, first_posts, {})
    assert first.found == prematch("fair", first_people, first_posts, ENCODER, RANKER, VERSIONS, SETTINGS, records={})
    made, _ = again(people, posts, records, known, change["parts"])
    assert made.found == prematch("fair", people, posts, ENCODER, RANKER, VERSIONS, SETTINGS, records=records)


def test_nothing_is_ranked_again_where_nothing_changed_and_little_where_one_person_did() -> None:
    first, known = again(PEOPLE, POSTS, {})
    assert first.ranked == sum(len(one) for one in first.scores)
    same, _ = again(PEOPLE, POSTS, {}, known)
    assert (same.ranked, same.found) == (0, first.found)
    one, _ = again([changed_person(PEOPLE[0], 1), *PEOPLE[1:]], POSTS, {}, known)
    assert 0 < one.ranked <= len(POSTS)


def test_scores_are_found_by_versions_alone() -> None:
    known = KnownScores(
        "f",
        (b"a" * 16, b"b" * 16),
        (b"p" * 16,),
        np.array([0, 0], np.int32),
        np.array([1, 0], np.int32),
        np.array([0.5, -1.0]),
    )
    rows = np.array([known.postings_known.get(b"p" * 16, -1)] * 3)
    assert known.find(rows, np.array([0, 1, -1])).tolist()[:2] == [-1.0, 0.5]
    assert np.isnan(known.find(np.array([-1, 0]), np.array([0, -1]))).all()


def test_what_is_no_kept_scores_is_refused() -> None:
    for content in (b"", b"PK\x03\x04 torn", b"\x93NUMPY"):
        with pytest.raises(ValueError, match="match the event again"):
            KnownScores.from_bytes(content)
