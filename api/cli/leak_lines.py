"""The attack on employers' lists as lines of text for a terminal."""

from collections.abc import Iterator

from api.benchmark.leak import LeakReport
from models.attack import Leak


def leak_lines(report: LeakReport, most: float) -> Iterator[str]:
    """One line a secret, as the lists stand and as they would without counter-measures, then the verdict."""
    fairs = f"{report.sizes.fairs} fairs, each before and after a promise"
    yield f"seed {report.seed}: {report.lines:,} lines of {report.people:,} people, {fairs}"
    names = f"{'lines':>7} {'people':>7} {'attack':>7} {'posting':>8} {'excess':>8} {'upper':>8}"
    yield f"{'':14}{names}   without counter-measures"
    bare = {one.secret: one for one in report.bare}
    for one in report.now:
        yield _line(one) + (f"   {bare[one.secret].excess:+8.3f} {bare[one.secret].upper:+8.3f}" if one.secret in bare else "")
    for name in report.skipped:
        yield f"{name:14} too few people to attack"
    yield f"every upper bound at most {most}: {'yes' if report.holds else 'NO'}"


def _line(one: Leak) -> str:
    return (
        f"{one.secret:14}{one.lines:7,} {one.people:7,} {one.attack:7.3f} {one.posting:8.3f} {one.excess:+8.3f} {one.upper:+8.3f}"
    )
