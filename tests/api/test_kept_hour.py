"""What a process keeps for an hour."""

import gc

from api.kept_hour import KEPT_FOR, KeptHour


def test_what_is_put_stays_until_it_is_taken_or_forgotten() -> None:
    kept: KeptHour[str] = KeptHour()
    assert (kept.look(), kept.take()) == (None, None)
    kept.put("one")
    kept.put("another")
    assert (kept.look(), kept.take(), kept.look()) == ("another", "another", None)
    kept.put("third")
    kept.forget()
    assert kept.look() is None


def test_when_its_time_has_come_it_is_gone() -> None:
    kept: KeptHour[str] = KeptHour()
    kept.put("one")
    (clock,) = kept._timers
    assert (clock.interval, clock.daemon) == (KEPT_FOR.total_seconds(), True)
    clock.function(*clock.args, **clock.kwargs)
    assert kept.look() is None


def test_no_clock_runs_for_what_nobody_has_any_more() -> None:
    kept: KeptHour[str] = KeptHour()
    kept.put("one")
    (first,) = kept._timers
    kept.put("another")
    (second,) = kept._timers
    del kept
    gc.collect()
    for clock in (first, second):
        clock.join(60)
    assert [clock.is_alive() for clock in (first, second)] == [False, False]
