"""The command that decides who meets whom and when."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import uuid4

import typer

from api.cli.jobs import Background, add_job
from api.cli.orders import orders_of
from api.cli.output import either, said, say, say_json

if TYPE_CHECKING:
    from api.schemas.allocation import AllocationInput, AllocationView


def allocate(
    event: Annotated[str, typer.Argument(help="The event's id.")],
    guaranteed: Annotated[
        int | None, typer.Option(min=0, max=100, help="Interviews for everybody first; otherwise as the hall's plan says.")
    ] = None,
    most: Annotated[
        int | None,
        typer.Option(min=1, max=100, help="Interviews of one person at most; otherwise 3, or as many as are guaranteed."),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, max=2**53, help="Of the lottery that decides ties.")] = 0,
    orders: Annotated[
        Path | None,
        typer.Option(help="A YAML file: priorities, pins, exclusions, each with its reason; kept with the event, shown openly."),
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
    from api.actions.allocation_words import titled_report
    from api.cli.home import organizer

    app, viewer = organizer()
    view = allocate_event(app, viewer, event, asked, uuid4().hex)
    if as_json:
        say_json(view)
        return
    for line in allocation_lines(view.model_copy(update={"report": titled_report(app, viewer, view.report)})):
        say(line)


def allocation_lines(view: "AllocationView") -> Iterator[str]:
    """The headline, why somebody is not served, and what would schedule more."""
    from api.schemas.allocation import METHODS, ORDERS

    report = view.report
    yield either(
        f"{view.event} 第 {view.version} 版：面试 {report.interviews} 场；可服务的 {report.servable} 人中，{report.met} 人有面试",
        f"{view.event} version {view.version}: {report.interviews} interviews, "
        f"{report.met} of {report.servable} people who can be served",
    )
    gap = 100 * report.gap
    yield either(
        f"排定后的价值 {report.value:.3f}（离上限至多 {gap:.2f} %）",
        f"value after the timetable {report.value:.3f} (at most {gap:.2f} % below the bound)",
    )
    for way in report.ways[1:]:
        yield either(
            f"   {said(METHODS[way.method])}：{way.value:.3f}，{way.interviews} 场，{way.people} 人",
            f"   {said(METHODS[way.method])}: {way.value:.3f}, {way.interviews} interviews, {way.people} people",
        )
    for order in report.orders:
        amount = "" if order.amount is None else f" +{order.amount:g}"
        yield f"= {said(ORDERS[order.kind])}{amount} ({order.people}): {order.reason}"
        if order.note is not None:
            yield f"    ! {said(order.note)}"
    for left in report.not_invited:
        yield either(f"- {left.people} 人：{left.text.zh}", f"- {left.people} people: {left.text.en}")
    for short in report.shortages:
        yield f"- {said(short.text)}"
    for more in (*(one.text for one in report.additions[:3]), *(one.text for one in report.bottlenecks[:3])):
        yield f"+ {said(more)}"


def _asked(guaranteed: int | None, most: int | None, seed: int, orders: Path | None) -> "AllocationInput":
    from pydantic import ValidationError

    from api.actions.errors import BadInput
    from api.actions.wrong_values import faults_of
    from api.schemas.allocation import AllocationInput, OrdersInput

    kept = OrdersInput() if orders is None else orders_of(orders)
    try:
        return AllocationInput.model_validate({"guaranteed": guaranteed, "most": most, "seed": seed, **dict(kept)})
    except ValidationError as fault:
        raise BadInput(faults_of(fault)) from None
