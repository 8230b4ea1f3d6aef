"""Hours a day and night work."""

from typing import Any

import pytest

from matching.constraints import PersonSide, TermsSide
from matching.constraints.terms import Asked, Chance
from matching.constraints.working_time import night_asked
from matching.records import Refusal
from matching.verdicts import Standing
from tests.matching.constraints.shared import find, found

OWL = PersonSide(conditions=frozenset({Refusal.NIGHT}))


@pytest.mark.parametrize(
    ("most", "taken", "expected"),
    [
        (None, 12, None),
        (8, 8, None),
        (6, 8, Standing.BLOCKED),
        (7.5, 8, Standing.BLOCKED),
        (6, None, Standing.REVIEW),
        (8, None, None),
    ],
)
def test_hours_beyond_what_the_person_can_work(most: float | None, taken: float | None, expected: Standing | None) -> None:
    finding = find("hours", PersonSide(hours_max=most), TermsSide(hours_per_day=taken))
    assert (None if finding is None else finding.standing) == expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [(Asked(2), None), (Asked(4), Standing.BLOCKED), (Asked(0), None), (Asked(2, firm=False), Standing.REVIEW)],
)
def test_a_stated_level_stands_for_hours_that_nobody_stated(asked: Asked, expected: Standing | None) -> None:
    finding = find("hours", PersonSide(hours_max=4), TermsSide(demands={"hours_per_day": asked}))
    assert (None if finding is None else finding.standing) == expected


@pytest.mark.parametrize(
    ("most", "taken", "ways"),
    [
        (4, 8, (("part_time",),)),
        (6, 8, (("part_time",), ("flexible_hours",))),
        (6, 7.5, (("part_time",), ("flexible_hours",))),
        (4, 6, (("part_time",), ("flexible_hours",))),
        (2, 4, (("flexible_hours",),)),
    ],
)
def test_part_time_and_flexible_hours_close_what_they_can(most: float, taken: float, ways: Any) -> None:
    arranged = {"part_time": Chance.AVAILABLE, "flexible_hours": Chance.AVAILABLE}
    finding = found("hours", PersonSide(hours_max=most), TermsSide(hours_per_day=taken, arrangements=arranged))
    assert (finding.standing, finding.ways) == (Standing.MET_WITH, ways)


def test_what_either_side_refuses_is_no_way_out() -> None:
    refused = PersonSide(hours_max=4, refuses=frozenset({"part_time"}))
    terms = TermsSide(hours_per_day=8, arrangements={"part_time": Chance.AVAILABLE})
    finding = found("hours", refused, terms)
    assert (finding.standing, finding.would) == (Standing.BLOCKED, ())
    assert finding.until is not None
    assert finding.until.change == "wish:hours_max"
    other = found("hours", PersonSide(hours_max=6), TermsSide(hours_per_day=8, arrangements={"part_time": Chance.NO}))
    assert other.would == (("flexible_hours",),)


@pytest.mark.parametrize(
    ("shift", "asked", "expected"),
    [
        (None, None, Asked(0)),
        ("day", None, Asked(0)),
        ("evening", None, Asked(2)),
        ("rotating", None, Asked(3)),
        ("night", None, Asked(4)),
        ("day", Asked(3), Asked(3)),
        ("day", Asked(3, firm=False), Asked(0)),
        (None, Asked(3, firm=False), Asked(3, firm=False)),
        (None, Asked(None), Asked(None)),
        ("rotating", Asked(None), Asked(3)),
    ],
)
def test_the_shift_and_the_demand_tell_of_night_work(shift: Any, asked: Asked | None, expected: Asked) -> None:
    assert night_asked(TermsSide(shift=shift, demands={} if asked is None else {"night_shift": asked})) == expected


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        (TermsSide(), None),
        (TermsSide(shift="day"), None),
        (TermsSide(shift="evening"), None),
        (TermsSide(shift="rotating"), Standing.BLOCKED),
        (TermsSide(shift="night"), Standing.BLOCKED),
        (TermsSide(demands={"night_shift": Asked(4, firm=False)}), Standing.REVIEW),
        (TermsSide(demands={"night_shift": Asked(None)}), Standing.REVIEW),
        (TermsSide(shift="night", arrangements={"fixed_day_shift": Chance.AVAILABLE}), Standing.MET_WITH),
        (TermsSide(shift="night", arrangements={"fixed_day_shift": Chance.UNSURE}), Standing.REVIEW),
        (TermsSide(shift="night", arrangements={"fixed_day_shift": Chance.NO}), Standing.BLOCKED),
    ],
)
def test_night_work_against_a_refusal(terms: TermsSide, expected: Standing | None) -> None:
    finding = find("night_work", OWL, terms)
    assert (None if finding is None else finding.standing) == expected
    assert find("night_work", PersonSide(), terms) is None
