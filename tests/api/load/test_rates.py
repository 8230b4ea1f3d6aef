"""A bucket for each caller: ten seconds' worth at once, then as it fills."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from api.load.rates import BURST_SECONDS, Rates


@dataclass
class Seconds:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_then_the_rate() -> None:
    clock = Seconds()
    rates = Rates(2.0, clock)
    assert [rates.take("a") for _ in range(21)] == [0.0] * 20 + [0.5]
    assert rates.take("b") == 0.0
    clock.now = 0.25
    assert rates.take("a") == 0.25
    clock.now = 0.5
    assert rates.take("a") == 0.0
    assert rates.take("a") == 0.5


def test_a_network_has_more() -> None:
    rates = Rates(1.0, Seconds())
    assert [rates.take("n", 4) for _ in range(41)] == [0.0] * 40 + [0.25]


@given(st.lists(st.floats(0, 5), max_size=60), st.floats(0.5, 20))
def test_never_more_than_the_burst_and_what_flowed_in(waits: list[float], rate: float) -> None:
    clock = Seconds()
    rates, granted = Rates(rate, clock), 0
    for wait in waits:
        clock.now += wait
        granted += rates.take("a") == 0.0
        assert granted <= rate * BURST_SECONDS + rate * clock.now + 1e-6
