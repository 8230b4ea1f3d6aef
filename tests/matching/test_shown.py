"""What a run hands on for learning: the features of each entry as the ranker scored them, and nothing of who opted out."""

import numpy as np

from matching.features import unpack_features
from matching.prematch import PrematchSettings, prematch
from tests.matching.encoders import CharacterEncoder
from tests.matching.personas import CHEN, PEOPLE, POSTS
from tests.matching.test_prematch import TODAY, VERSIONS, MeaningRanker, run


def test_every_entry_hands_on_its_place_and_what_was_scored() -> None:
    found = run()
    entries = [(place, entry) for one in found.shortlists for place, entry in enumerate(one.entries, start=1)]
    assert [(one.candidate, one.posting, one.band, one.position) for one in found.shown] == [
        (entry.candidate, entry.posting, entry.band, place) for place, entry in entries
    ]
    features = unpack_features([one.features for one in found.shown if one.features is not None])
    assert len(features) == len(entries)
    np.testing.assert_allclose(MeaningRanker().score(features), [entry.score for _, entry in entries], atol=1e-6)
    assert {one.propensity for one in found.shown} == {None}


def test_nothing_is_handed_on_of_who_opted_out_of_profiling() -> None:
    people = [person.model_copy(update={"profiling": person.id != CHEN.id}) for person in PEOPLE]
    found = run(people=people)
    assert {one.candidate for one in found.shown if one.features is None} == {CHEN.id}
    assert [(one.candidate, one.position) for one in found.shown] == [
        (entry.candidate, place) for one in found.shortlists for place, entry in enumerate(one.entries, start=1)
    ]


def test_it_follows_the_cut_of_the_list() -> None:
    found = run(keep=1)
    assert [(one.candidate, one.posting) for one in found.shown] == [
        (entry.candidate, entry.posting) for one in found.shortlists for entry in one.entries
    ]


def test_it_is_in_no_json() -> None:
    found = run()
    assert "shown" not in found.model_dump()
    assert found.model_dump_json() == found.model_copy(update={"shown": ()}).model_dump_json()


def test_a_run_of_nobody_shows_nothing() -> None:
    found = prematch("fair", [], POSTS, CharacterEncoder(), MeaningRanker(), VERSIONS, PrematchSettings(today=TODAY))
    assert found.shown == ()
