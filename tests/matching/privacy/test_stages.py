"""From consents to a stage, and which reasons an employer may give."""

from itertools import product

import pytest

from matching.privacy import DECLINES, LEAVINGS, decline_told, stage_of
from matching.records import Stage


@pytest.mark.parametrize(("listed", "named", "handed", "refused"), list(product((False, True), repeat=4)))
def test_a_stage_needs_all_before_it(listed: bool, named: bool, handed: bool, refused: bool) -> None:
    stage = stage_of(listed=listed, named=named, handed=handed, refused=refused)
    expected = Stage.COUNTS
    if listed and not refused:
        expected = (Stage.QUOTA if handed else Stage.IDENTITY) if named else Stage.LISTING
    assert stage is expected


@pytest.mark.parametrize("word", ["病", "残", "健康", "身体", "治疗", "障碍", "health", "disab", "ill ", "medical"])
def test_no_reason_speaks_of_health(word: str) -> None:
    said = [*DECLINES.values(), *LEAVINGS.values(), *map(decline_told, [*DECLINES, "personal", "健康原因", ""])]
    assert [one for one in said if word in one.zh or word in one.en.lower()] == []


def test_a_code_that_is_not_on_the_list_is_told_as_somebody_elses_choice() -> None:
    assert decline_told("身体原因") == decline_told("other_person") == decline_told("other")
