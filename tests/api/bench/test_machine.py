"""What a measurement ran on, and what does not fit is refused before it starts."""

import pytest

from api.actions.errors import BadInput
from api.bench.machine import check_room, free_bytes, timed_with, timing_of
from matching.knowledge.catalogue import Text

WHAT = Text(zh="20 人 x 3 岗位", en="20 people x 3 postings")
CURE = Text(zh="用 --people 减少人数", en="give fewer with --people")


def test_what_does_not_fit_is_refused_in_one_line_that_says_what_to_do() -> None:
    free = free_bytes()
    assert free is not None
    with pytest.raises(BadInput) as refused:
        check_room(free * 2, WHAT, CURE)
    assert refused.value.detail.en.startswith("20 people x 3 postings needs about ")
    assert refused.value.detail.en.endswith(" GiB are free here; give fewer with --people, or take a machine with more.")
    assert "用 --people 减少人数，或换一台内存更大的机器。" in refused.value.detail.zh
    assert "\n" not in refused.value.detail.en


def test_what_fits_goes_on() -> None:
    check_room(1, WHAT, CURE)


def test_the_first_run_warms_up_and_each_run_gets_something_new() -> None:
    given: list[int] = []
    new = iter(range(10))
    result, timing = timed_with(lambda: next(new), lambda number: given.append(number) or number, 3)
    assert (result, given, timing.runs) == (3, [0, 1, 2, 3], 3)


def test_a_timing_is_median_fastest_and_slowest() -> None:
    assert timing_of([3.0, 1.0, 2.0]).model_dump() == {"median": 2.0, "fastest": 1.0, "slowest": 3.0, "runs": 3}
