"""The command about what is in force on a day."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.output import either, said, say, say_json

if TYPE_CHECKING:
    from api.schemas.policy import PolicyView, Sourced


def policy(
    on: Annotated[
        datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], metavar="DATE", help="The day; without it, today.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """What is in force on a day: the figures that rules use, with their sources, and the rules."""
    from api.actions.policy import policy_view
    from api.cli.home import application

    view = policy_view(application().today if on is None else on.date())
    if as_json:
        say_json(view)
        return
    for line in policy_lines(view):
        say(line)


def policy_lines(view: "PolicyView") -> Iterator[str]:
    """One line a row; what somebody still has to confirm says so."""
    yield either(f"{view.on}：{view.to_confirm} 行依据待确认", f"{view.on}: {view.to_confirm} rows to be confirmed")
    for fact in view.facts:
        yield f"{fact.name}  {said(fact.text)}: {said(fact.value_text)}  {_basis(fact)}{_since(fact.since)}"
    for wage in view.wages:
        figures = either(
            f"{wage.monthly:g} 元/月，{wage.hourly:g} 元/小时", f"{wage.monthly:g} yuan a month, {wage.hourly:g} yuan an hour"
        )
        yield f"{wage.district}  {said(wage.name)}: {figures}  {_basis(wage)}{_since(wage.since)}"
    ways = sum(len(row.minutes) for row in view.minutes)
    if view.minutes:
        told = either(f"{ways} 条路线的公交单程分钟", f"one-way minutes of {ways} ways")
        yield f"minutes  {told}  {_basis(view.minutes[0])}"
    for rule in view.rules:
        lacks = ", ".join(rule.missing)
        missing = either(f"（当日没有生效的数值：{lacks}）", f"  (no figure in force on this day: {lacks})") if lacks else ""
        yield f"{rule.name}  {said(rule.title)}: {said(rule.text)}  {_basis(rule)}{missing}"


def _since(day: date) -> str:
    return either(f"，{day} 起", f", since {day}")


def _basis(row: "Sourced") -> str:
    doubt = either("，依据待确认", ", to be confirmed") if row.to_confirm else ""
    return f"[{row.mark}: {row.source}{doubt}]"
