"""The attack on employers' lists as lines of text for a terminal."""

from collections.abc import Iterator

from api.benchmark.leak import LeakReport
from api.cli.output import either
from models.attack import Leak


def leak_lines(report: LeakReport, most: float) -> Iterator[str]:
    """One line a secret, as the lists stand and as they would without counter-measures; what who knows few finds; the verdict."""
    fairs = report.sizes.fairs
    yield either(
        f"种子 {report.seed}：{report.people:,} 人的 {report.lines:,} 行，{fairs} 场活动，每场在承诺前后各看一次。"
        "每列依次是：行、人、攻击、只凭岗位、差、上限；右边是不采取措施时",
        f"seed {report.seed}: {report.lines:,} lines of {report.people:,} people, {fairs} fairs, each before and after a promise",
    )
    names = f"{'lines':>7} {'people':>7} {'attack':>7} {'posting':>8} {'excess':>8} {'upper':>8}"
    yield f"{'':14}{names}   {either('', 'without counter-measures')}".rstrip()
    bare = {one.secret: one for one in report.bare}
    for one in report.now:
        yield _line(one) + (f"   {bare[one.secret].excess:+8.3f} {bare[one.secret].upper:+8.3f}" if one.secret in bare else "")
    for row in report.few:
        yield f"an attacker who knows {row.known} people:"
        yield from map(_line, row.leaks)
    for name in report.skipped:
        yield f"{name:14} {either('人太少，无法攻击', 'too few people to attack')}"
    yield either(
        f"每个上限都不超过 {most}：{'是' if report.holds else '否'}",
        f"every upper bound at most {most}: {'yes' if report.holds else 'NO'}",
    )


def _line(one: Leak) -> str:
    return (
        f"{one.secret:14}{one.lines:7,} {one.people:7,} {one.attack:7.3f} {one.posting:8.3f} {one.excess:+8.3f} {one.upper:+8.3f}"
    )
