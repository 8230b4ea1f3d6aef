"""A share of each list explored: who is told, what is logged, and what stays as it was."""

from functools import lru_cache

import pytest

from matching.exploration import POOL
from matching.prematch import PrematchSettings, prematch
from matching.records import Candidate, Posting
from matching.shortlist import Prematch
from tests.matching.encoders import CharacterEncoder
from tests.matching.personas import CHEN, DATA_ENTRY, SUN_UNASSESSED
from tests.matching.test_prematch import TODAY, VERSIONS, MeaningRanker

KEEP = 6
POSTS = tuple(DATA_ENTRY.model_copy(update={"id": f"p_{number:02}"}) for number in range(25))


@lru_cache(maxsize=1)
def people() -> tuple[Candidate, ...]:
    """Sixty who fit, six of them opted out of profiling; one of whom a question is open."""
    crowd = []
    for number in range(60):
        wishes = CHEN.wishes.model_copy(update={"text": "数据录入" + "员" * number})
        crowd.append(CHEN.model_copy(update={"id": f"c_{number:02}", "wishes": wishes, "profiling": number % 10 != 0}))
    return (*crowd, SUN_UNASSESSED)


def run(share: float, posts: tuple[Posting, ...] = POSTS) -> Prematch:
    settings = PrematchSettings(today=TODAY, keep=KEEP, exploration=share)
    return prematch("fair", people(), posts, CharacterEncoder(), MeaningRanker(), VERSIONS, settings)


@pytest.fixture(scope="module")
def usual() -> Prematch:
    return run(0.0)


@pytest.fixture(scope="module")
def explored() -> Prematch:
    return run(0.2)


def out(found: Prematch) -> list[tuple[str, str, int]]:
    entries = [entry for one in found.shortlists for entry in one.band("fit")]
    return [(one.posting, one.candidate, one.rank) for one in entries if one.candidate[2:].endswith("0")]


def test_exploration_is_off_by_default_and_then_nothing_is_logged(usual: Prematch) -> None:
    settings = PrematchSettings(today=TODAY, keep=KEEP)
    assert settings.exploration == 0
    assert prematch("fair", people(), POSTS, CharacterEncoder(), MeaningRanker(), VERSIONS, settings) == usual
    assert {one.propensity for one in usual.shown} == {None}
    assert not any(entry.explored for one in usual.shortlists for entry in one.entries)


def test_explored_entries_are_marked_and_the_others_stand_where_they_stood(usual: Prematch, explored: Prematch) -> None:
    moved = 0
    for before, after in zip(usual.shortlists, explored.shortlists, strict=True):
        assert before.counts == after.counts
        assert before.band("review") == after.band("review")
        for one, two in zip(before.band("fit"), after.band("fit"), strict=True):
            assert two.explored == (one.candidate != two.candidate)
            moved += two.explored
    assert moved > 10
    assert run(0.2) == explored


def test_people_who_opted_out_are_placed_as_without_exploration(usual: Prematch, explored: Prematch) -> None:
    assert out(usual)
    assert out(usual) == out(explored)
    gone = [one for one in explored.shown if one.candidate[2:].endswith("0")]
    assert {(one.features, one.propensity) for one in gone} == {(None, None)}


def test_the_chance_of_each_pair_is_logged_whether_it_was_shown_or_not(explored: Prematch) -> None:
    for shortlist in explored.shortlists:
        rows = [one for one in explored.shown if one.posting == shortlist.posting and one.propensity is not None]
        fit = shortlist.band("fit")
        drawn = sum(entry.candidate[2:].endswith("0") for entry in fit)
        assert {one.band for one in rows} == {"fit"}
        assert len(rows) == KEEP - drawn + POOL
        assert sum(one.propensity or 0.0 for one in rows) == pytest.approx(KEEP - drawn)
        shown = {one.candidate: one for one in rows if one.position}
        assert {name: one.position for name, one in shown.items()} == {
            entry.candidate: entry.rank for entry in fit if not entry.candidate[2:].endswith("0")
        }
        assert all((shown[entry.candidate].propensity == 0.8) != entry.explored for entry in fit if entry.candidate in shown)
        assert all(one.features is not None for one in rows)


def test_nobody_comes_in_from_outside_the_band(explored: Prematch) -> None:
    allowed = {person.id for person in people()[:60]}
    assert {one.candidate for one in explored.shown if one.band == "fit"} <= allowed
    assert {entry.candidate for one in explored.shortlists for entry in one.band("review")} == {SUN_UNASSESSED.id}


@pytest.mark.parametrize("share", [-0.1, 0.21])
def test_a_share_that_is_no_small_part_is_refused(share: float) -> None:
    with pytest.raises(ValueError, match="exploration"):
        PrematchSettings(today=TODAY, exploration=share)
