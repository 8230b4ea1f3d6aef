"""The command that decides who meets whom and when."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import uuid4

import typer

from api.cli.jobs import Background, add_job
from api.cli.output import both, say, say_json

if TYPE_CHECKING:
    from api.schemas.allocation import AllocationInput, AllocationView


def allocate(
    event: Annotated[str, typer.Argument(help="The event's id.")],
    guaranteed: Annotated[
        int | None, typer.Option(min=0, max=100, help="Interviews for everybody first; otherwise as the hall's plan says.")
    ] = None,
    most: Annotated[int, typer.Option(min=1, max=100, help="Interviews of one person at most.")] = 3,
    seed: Annotated[int, typer.Option(min=0, help="Of the lottery that decides ties.")] = 0,
    orders: Annotated[
        Path | None, typer.Option(help="A YAML file: priorities, pins, exclusions, each with its reason; all are shown openly.")
    ] = None,
    background: Background = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Decide who meets whom and when at a confirmed event, and save the timetable."""
    asked = _asked(guaranteed, most, seed, orders)
    if background:
        add_job("allocate", {"event": event, "asked": asked.model_dump(mode="json")}, as_json)
        return
    from api.actions.allocating import allocate_event
    from api.cli.home import organizer

    view = allocate_event(*organizer(), event, asked, uuid4().hex)
    if as_json:
        say_json(view)
        return
    for line in allocation_lines(view):
        say(line)


def allocation_lines(view: "AllocationView") -> Iterator[str]:
    """The headline, why somebody is not served, and what would schedule more."""
    report = view.report
    yield (
        f"{view.event} v{view.version}  面谈 {report.interviews} 次，{report.met} / {report.servable} 人（可服务）"
        f" / {report.interviews} interviews, {report.met} of {report.servable} people who can be served"
    )
    yield f"排定后的价值 {report.value:.3f} / value after the timetable {report.value:.3f}  (gap {100 * report.gap:.2f} %)"
    for way in report.ways[1:]:
        yield f"   {way.method}: {way.value:.3f}, {way.interviews} interviews, {way.people} people"
    for order in report.orders:
        amount = "" if order.amount is None else f" +{order.amount:g}"
        yield f"= {order.kind}{amount} ({order.people}): {order.reason}"
    for left in report.not_invited:
        yield f"- {left.people}: {both(left.text)}"
    for short in report.shortages:
        yield f"- {both(short.text)}"
    for more in (*(one.text for one in report.additions[:3]), *(one.text for one in report.bottlenecks[:3])):
        yield f"+ {both(more)}"


def _asked(guaranteed: int | None, most: int, seed: int, orders: Path | None) -> "AllocationInput":
    import yaml
    from pydantic import ValidationError

    from api.actions.errors import BadInput
    from api.schemas.allocation import AllocationInput
    from matching.knowledge.catalogue import Text

    given: object = {}
    if orders is not None:
        try:
            given = yaml.safe_load(orders.read_text("utf-8")) or {}
        except (yaml.YAMLError, UnicodeDecodeError):
            given = None
    if not isinstance(given, dict) or given.keys() - {"priorities", "pins", "exclusions"}:
        raise BadInput(
            Text(
                zh=f"{orders}：不是 YAML，或有 priorities、pins、exclusions 以外的内容",
                en=f"{orders}: it is no YAML, or holds something other than priorities, pins and exclusions",
            )
        )
    try:
        return AllocationInput(guaranteed=guaranteed, most=most, seed=seed, **given)
    except ValidationError as fault:
        names = ", ".join(sorted({".".join(map(str, one["loc"])) for one in fault.errors()}))
        raise BadInput(Text(zh=f"{orders}：写法不对：{names}", en=f"{orders}: cannot be read: {names}")) from None
