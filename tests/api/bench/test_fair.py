"""A small fair measured: what is found, never how long it took."""

from datetime import date
from functools import cache

import pytest

from api.bench.fair import FairBench, FairSizes, bench_fair, fair_lines
from models.encoder import load_encoder

TODAY = date(2026, 11, 1)
SIZES = {
    "people": 80,
    "postings": 24,
    "booths": 8,
    "slots": 8,
    "interpreters": 1,
    "guides": 1,
    "quiet_rooms": 1,
    "coaches": 1,
    "no_shows": 4,
    "walk_ins": 6,
}
COUNTED = {"allocation", "timetable", "prepare_seconds", "peak_megabytes", "ways", "days"}


@cache
def bench(plain: bool) -> FairBench:
    return bench_fair(FairSizes(**SIZES, plain=plain), 5, TODAY, load_encoder(), runs=1)


@pytest.mark.parametrize("plain", [True, False])
def test_everybody_who_can_be_served_is_and_nothing_breaks_a_rule(plain: bool) -> None:
    found = bench(plain)
    assert found.form == ("flow" if plain else "branching")
    assert (found.covered, found.served) == (True, found.served_at_most)
    assert found.served_at_most <= found.maximum_flow
    assert found.gap <= 0.01
    assert [way.faults for way in found.ways] == [0] * 6
    assert [day.faults for day in found.days] == [0] * 4


def test_whoever_is_not_served_is_counted_by_a_proved_reason() -> None:
    found = bench(True)
    assert sum(reason.people for reason in found.reasons) == SIZES["people"] - found.served
    assert all(reason.proved for reason in found.reasons)
    assert found.served == found.maximum_flow


def test_every_way_goes_through_the_same_timetable() -> None:
    ways = {way.method: way for way in bench(True).ways}
    assert list(ways) == ["allocation", "no guarantee", "lists", "greedy", "deferred", "random"]
    assert all(way.placed <= way.chosen and way.value <= way.chosen_value + 1e-9 for way in ways.values())
    assert all(way.chosen_people <= ways["allocation"].chosen_people for way in ways.values())
    assert all(way.chosen_value <= ways["no guarantee"].chosen_value + 1e-6 for way in ways.values())


def test_the_day_is_changed_at_the_opening_and_after_a_quarter_of_it() -> None:
    days = bench(True).days
    assert [day.at for day in days] == ["09:00", "09:00", "09:40", "09:40"]
    assert ["closed" in day.lost_booth for day in days] == [False, True, False, True]
    # A booth that moves keeps its interviews: nobody who came loses one.
    assert [day.dropped_of_others for day in days[::2]] == [0, 0]
    assert all(day.walk_ins_served <= SIZES["walk_ins"] for day in days)


def test_the_same_seed_makes_the_same_fair() -> None:
    again = bench_fair(FairSizes(**SIZES, plain=True), 5, TODAY, load_encoder(), runs=1)
    assert again.model_dump(exclude=COUNTED) == bench(True).model_dump(exclude=COUNTED)
    assert [way.model_copy(update={"timetable_seconds": 0.0}) for way in again.ways] == [
        way.model_copy(update={"timetable_seconds": 0.0}) for way in bench(True).ways
    ]


def test_the_lines_tell_sizes_coverage_and_faults() -> None:
    lines = list(fair_lines(bench(True)))
    assert lines[1].startswith("80 people x 24 postings, 8 booths x 8 slots")
    assert sum(line.startswith("  at ") for line in lines) == 4


def test_fewer_postings_than_booths_are_refused() -> None:
    with pytest.raises(ValueError, match="3 postings at 8 booths: give at least one a booth"):
        bench_fair(FairSizes(**{**SIZES, "postings": 3}), 5, TODAY, load_encoder(), runs=1)
