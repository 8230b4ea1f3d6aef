"""What the attack on employers' lists counts as kept."""

from api.benchmark.leak import LeakReport
from api.benchmark.sightings import LeakSizes
from models.attack import Leak


def report(*bounds: float) -> LeakReport:
    leaks = tuple(Leak(f"secret {place}", 90, 60, 0.6, 0.6, bound) for place, bound in enumerate(bounds))
    return LeakReport(1, LeakSizes(), 100, 80, leaks, (), ())


def test_every_bound_has_to_hold() -> None:
    assert [report(0.01, 0.05).holds, report(0.01, 0.051).holds] == [True, False]


def test_nothing_attacked_is_nothing_kept() -> None:
    assert not report().holds
