"""Matching again after a change: whatever changed, the result is that of a run that knew nothing before."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.prematch import PrematchSettings, prematch
from matching.records import Candidate, EmployerRecord, Posting
from matching.rematch import Ground, KnownScores, Rematched, TakingPart, rematch
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


@dataclass
class Office:
    """Who matches again and again, and goes on from what it knows: in memory, from a file, or both."""

    in_memory: bool = True
    on_disk: bool = True
    block: int = 262_144
    depth: int = 4
    ground: Ground | None = None
    known: KnownScores | None = None

    @property
    def settings(self) -> PrematchSettings:
        return SETTINGS.model_copy(update={"depth": self.depth, "keep": min(self.depth, SETTINGS.keep)})

    def match(self, people: Sequence[Candidate], posts: Sequence[Posting], records: Records | None = None) -> Rematched:
        records = records or {}
        versions = {one.id: version(one, records) for one in people}
        stood = {} if self.ground is None else self.ground.people
        part = TakingPart(
            people=versions,
            postings={one.id: version(one, records) for one in posts},
            candidates=[one for one in people if stood.get(one.id) != versions[one.id]],
            asked=posts,
            records=records,
        )
        state = ("frame", self.known, self.ground)
        made = rematch("fair", part, ENCODER, RANKER, VERSIONS, self.settings, *state, block=self.block)
        if self.on_disk and made.scores is not None:
            self.known = KnownScores.from_bytes(made.scores.to_bytes())
        self.ground = made.ground if self.in_memory else None
        return made


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


PERSONS = st.dictionaries(st.sampled_from(range(len(PEOPLE))), st.sampled_from(["out", 0, 1, 2]))
POSTINGS = st.dictionaries(st.sampled_from(range(len(POSTS))), st.sampled_from(["out", 0, 1]))
OFFICES = st.builds(Office, st.booleans(), st.booleans(), st.sampled_from([262_144, 7]), st.sampled_from([4, 2]))


@settings(max_examples=20, deadline=None)
@given(OFFICES, st.lists(st.tuples(PERSONS, POSTINGS, st.sampled_from([0, 3])), min_size=2, max_size=3))
def test_any_changes_give_what_a_run_from_nothing_gives(
    office: Office, changes: list[tuple[dict[int, str | int], dict[int, str | int], int]]
) -> None:
    for persons, postings, kept in changes:
        people = [
            one if number not in persons else changed_person(one, int(persons[number]))
            for number, one in enumerate(PEOPLE)
            if persons.get(number) != "out"
        ]
        posts = [
            one if number not in postings else changed_posting(one, int(postings[number]))
            for number, one in enumerate(POSTS)
            if postings.get(number) != "out"
        ]
        records = {POSTS[0].employer: EmployerRecord(4, kept)}
        whole = prematch("fair", people, posts, ENCODER, RANKER, VERSIONS, office.settings, records=records)
        assert office.match(people, posts, records).found == whole


@pytest.mark.parametrize("office", [Office(), Office(in_memory=False)], ids=["memory", "disk"])
def test_nothing_is_ranked_again_where_nothing_changed_and_little_where_one_person_did(office: Office) -> None:
    first = office.match(PEOPLE, POSTS)
    assert first.scores is not None
    assert first.ranked == len(first.scores.scores)
    same = office.match(PEOPLE, POSTS)
    assert (same.ranked, same.found) == (0, first.found)
    one = office.match([changed_person(PEOPLE[0], 1), *PEOPLE[1:]], POSTS)
    assert 0 < one.ranked <= 2 * len(POSTS)


def test_in_memory_only_lines_of_people_who_are_drawn_are_told_again() -> None:
    office = Office()
    first = office.match(PEOPLE, POSTS)
    drawn = {one.id for one in PEOPLE if not one.profiling}
    again = office.match(PEOPLE, POSTS)
    assert again.told == sum(entry.candidate in drawn for one in first.found.shortlists for entry in one.entries) < first.told


def test_a_list_that_too_many_left_is_retrieved_again() -> None:
    office = Office(depth=2)
    office.match(PEOPLE, POSTS)
    assert office.ground is not None
    (stretch,) = office.ground.stretches
    near = max(stretch.near, key=lambda one: len(one.rows)).rows.tolist()
    gone = {stretch.block.ids[row] for row in near[:2]}
    left = [one for one in PEOPLE if one.id not in gone]
    assert len(near) == 3, "one more than it takes"
    assert office.match(left, POSTS).found == prematch("fair", left, POSTS, ENCODER, RANKER, VERSIONS, office.settings)


def test_who_is_not_handed_in_as_they_are_now_stops_the_run() -> None:
    office = Office()
    office.match(PEOPLE[1:], POSTS)
    part = TakingPart({one.id: b"new" for one in PEOPLE}, {one.id: b"p" for one in POSTS}, PEOPLE[:1], POSTS, {})
    with pytest.raises(ValueError, match="match the event from nothing"):
        rematch("fair", part, ENCODER, RANKER, VERSIONS, SETTINGS, "frame", office.known, office.ground)


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
