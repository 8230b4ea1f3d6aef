"""Commands about an event: its state, its plan, and what was changed."""

from pathlib import Path
from typing import Annotated
from uuid import uuid4

import typer

from api.cli.output import either, said, say, say_json, warn
from matching.china_time import minute_in_china

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
EventArgument = Annotated[str, typer.Argument(help="The event's id.")]
Version = Annotated[int | None, typer.Option("--version", help="The version that was looked at; refused if it is another since.")]

events = typer.Typer(help="Recruitment events.", no_args_is_help=True)


@events.command("add", epilog="Example: tongtu event add spring --name 春季专场 --on 2027-03-20")
def event_add(
    event: Annotated[str, typer.Argument(help="A short id, such as spring-2027")],
    name: Annotated[str | None, typer.Option(help="What people call it.")] = None,
    on: Annotated[str | None, typer.Option(help="The date, as 2027-03-20.")] = None,
    kind: Annotated[str, typer.Option(help="One of the kinds of the plan.")] = "专场招聘会",
    postings_from: Annotated[str | None, typer.Option(help="Take part: only postings of this source.")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Change a draft of this id; its venue and hall stay.")] = False,
    as_json: Json = False,
) -> None:
    """Add an event, with every stored candidate and every open posting unless told otherwise."""
    from api.actions.events import add_event
    from api.actions.fairs import fair_view
    from api.cli.home import organizer

    view = add_event(*organizer(), event, name or event, kind, on, postings_from, replace)
    if as_json:
        say_json(view)
    else:
        say(
            either(
                f"{view.id}  {view.name}：{view.candidates} 名求职者，{view.postings} 个岗位",
                f"{view.id}  {view.name}: {view.candidates} candidates, {view.postings} postings",
            )
        )
    for fault in fair_view(*organizer(), event).faults:
        if fault.code == "past":  # it may be added to keep what came of it, but no fair can be held then
            warn(f"{said(fault.problem)}{either('：', ': ')}{said(fault.cure)}")


@events.command("list", epilog="Example: tongtu event list --json")
def event_list(as_json: Json = False) -> None:
    """The events and when each was last matched."""
    from api.actions.lists import list_events
    from api.cli.home import organizer

    page = list_events(*organizer(), None, 200)
    for view in page.items:
        matched = "-" if view.matched_at is None else minute_in_china(view.matched_at)
        if as_json:
            say_json(view)
        else:
            size = either(f"{view.candidates} 人 × {view.postings} 岗", f"{view.candidates} people x {view.postings} postings")
            last = either(f"匹配于 {matched}", f"matched {matched}") if view.matched_at else either("还没有匹配", "not matched")
            say(f"{view.id}  {view.name}  {view.on or ''}  {size}  {last}")


@events.command("show", epilog="Example: tongtu event show spring-2027")
def event_show(event: EventArgument, as_json: Json = False) -> None:
    """One event: its state, what is wrong with its plan, and what may be done now."""
    from api.actions.fairs import fair_view
    from api.cli.fair_lines import fair_lines
    from api.cli.home import organizer

    view = fair_view(*organizer(), event)
    if as_json:
        say_json(view)
        return
    for line in fair_lines(view):
        say(line)


@events.command("plan", epilog="Example: tongtu event plan spring-2027 会场.yaml")
def event_plan(
    event: EventArgument,
    file: Annotated[Path, typer.Argument(help="A YAML file; `tongtu template plan FILE` writes one to change")],
    version: Version = None,
    as_json: Json = False,
) -> None:
    """Set day, venue, hall and admission from a file; what the file leaves out stays."""
    from api.actions.fairs import plan_event
    from api.actions.plan_files import plan_of
    from api.cli.fair_lines import fair_lines
    from api.cli.home import organizer

    app, viewer = organizer()
    view = plan_event(app, viewer, event, plan_of(app, viewer, file), uuid4().hex, version)
    if as_json:
        say_json(view)
        return
    for line in fair_lines(view):
        say(line)


@events.command("move", epilog="Example: tongtu event move spring-2027 confirmed --named 王芳")
def event_move(
    event: EventArgument,
    to: Annotated[str, typer.Argument(help="collecting, pre_matched, confirmed, published, running, closed, evaluated, or back")],
    named: Annotated[str, typer.Option(help="Who answers for it; a confirmation needs a name.")] = "",
    note: Annotated[str, typer.Option(help="Why, if it is worth keeping.")] = "",
    version: Version = None,
    as_json: Json = False,
) -> None:
    """Take an event to another state."""
    from api.actions.fairs import move_event
    from api.cli.home import organizer

    view = move_event(*organizer(), event, to, uuid4().hex, version, named, note)
    if as_json:
        say_json(view)
    else:
        say(f"{view.event}  {said(view.state_text)}  v{view.version}")


@events.command("history", epilog="Example: tongtu event history spring-2027")
def event_history(event: EventArgument, as_json: Json = False) -> None:
    """Every change of an event, oldest first."""
    from api.actions.fairs import fair_history
    from api.cli.home import organizer

    for one in fair_history(*organizer(), event).items:
        if as_json:
            say_json(one)
        else:
            say(f"v{one.version}  {minute_in_china(one.at)}  {one.act}  {said(one.state_text)}  {one.named or one.by}  {one.note}")
