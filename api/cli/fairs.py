"""Commands about an event as its organizer runs it: its state, plan and employers, its timetable, and its day."""

from datetime import datetime
from pathlib import Path
from typing import Annotated
from uuid import uuid4

import typer

from api.cli.output import both, either, say, say_json, warn
from matching.china_time import in_china, minute_in_china

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
EventArgument = Annotated[str, typer.Argument(help="The event's id.")]
Version = Annotated[int | None, typer.Option("--version", help="The version that was looked at; refused if it is another since.")]


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
        say(f"{view.event}  {both(view.state_text)}  v{view.version}")


def event_history(event: EventArgument, as_json: Json = False) -> None:
    """Every change of an event, oldest first."""
    from api.actions.fairs import fair_history
    from api.cli.home import organizer

    for one in fair_history(*organizer(), event).items:
        if as_json:
            say_json(one)
        else:
            say(f"v{one.version}  {minute_in_china(one.at)}  {one.act}  {both(one.state_text)}  {one.named or one.by}  {one.note}")


def event_employers(
    event: EventArgument,
    invite: Annotated[list[str] | None, typer.Option(help="Put this employer on the list, by name or id; several times.")] = None,
    to_invite: Annotated[bool, typer.Option("--to-invite", help="Those with open postings that are not on the list yet.")] = False,
    as_json: Json = False,
) -> None:
    """The employers of an event, and whether each was vetted; or those that could be invited."""
    from api.actions.invited import employers_to_invite, invite_employers, invited_employers
    from api.cli.home import organizer

    if to_invite:
        for could in employers_to_invite(*organizer(), event):
            if as_json:
                say_json(could)
            else:
                code = either("有信用代码", "code on record") if could.has_code else either("没有信用代码", "no code on record")
                posts = either(f"{could.postings} 个在招岗位", f"{could.postings} open postings")
                say(f"{could.name} ({could.employer})  {posts}  {code}")
        return
    found = invite_employers(*organizer(), event, invite) if invite else invited_employers(*organizer(), event)
    for one in found.items:
        if as_json:
            say_json(one)
        else:
            say(f"{one.employer}  {one.name}  {one.state}  code {'yes' if one.has_code else 'no'}  {', '.join(one.booths)}")


def event_vet(
    event: EventArgument,
    employer: Annotated[str, typer.Argument(help="The employer, by name or id.")],
    approve: Annotated[bool, typer.Option("--approve/--refuse", help="Whether it may come.")] = True,
    note: Annotated[str, typer.Option(help="Why; needed to approve one without a social credit code.")] = "",
    as_json: Json = False,
) -> None:
    """Approve or refuse an invited employer; its social credit code is checked."""
    from api.actions.invited import vet_employer
    from api.actions.naming import employer_meant
    from api.cli.home import organizer

    app, viewer = organizer()
    chosen = employer_meant(app, viewer, employer)
    found = vet_employer(app, viewer, event, chosen, approve, note)
    one = next(one for one in found.items if one.employer == chosen)
    if as_json:
        say_json(one)
    else:
        say(f"{one.employer}  {one.name}  {one.state}  code {'checked' if one.code_checked else 'none'}")


def event_timetable(
    event: EventArgument,
    candidate: Annotated[str | None, typer.Option(help="Only this person's.")] = None,
    posting: Annotated[str | None, typer.Option(help="Only this posting's.")] = None,
    booth: Annotated[str | None, typer.Option(help="Only this booth's.")] = None,
    as_json: Json = False,
) -> None:
    """The interviews of the timetable in force, by time, and the waiting lists."""
    from api.actions.interviews import sheet_view
    from api.cli.fair_lines import sheet_lines
    from api.cli.home import organizer

    view = sheet_view(*organizer(), event, candidate=candidate, posting=posting, booth=booth)
    if as_json:
        say_json(view)
        return
    for line in sheet_lines(view):
        say(line)


def event_codes(event: EventArgument, as_json: Json = False) -> None:
    """The check-in code of everybody on the timetable."""
    from api.actions.interviews import codes_view
    from api.cli.home import organizer

    for one in codes_view(*organizer(), event).items:
        if as_json:
            say_json(one)
        else:
            say(f"{one.code}  {one.candidate}  {one.name}")


def event_hours(
    event: EventArgument,
    candidate: Annotated[str | None, typer.Argument(help="The person's id; without it, everybody with hours is listed.")] = None,
    windows: Annotated[list[str] | None, typer.Argument(help="When the person can be there, as 9:00-11:30; several times.")] = None,
    all_day: Annotated[bool, typer.Option("--all-day", help="The person can be there all day.")] = False,
    as_json: Json = False,
) -> None:
    """When people can be at an event; every timetable that is made heeds it."""
    from api.actions.own_hours import list_hours, read_windows, set_hours
    from api.cli.fair_lines import hours_line
    from api.cli.home import organizer

    if candidate is not None:
        if all_day == bool(windows):
            raise typer.BadParameter("give the hours, such as 9:00-11:30, or --all-day")
        view = set_hours(*organizer(), event, candidate, read_windows(windows or ()))
        say_json(view) if as_json else say(hours_line(view))
        return
    after: str | None = None
    while True:
        page = list_hours(*organizer(), event, after, 200)
        for one in page.items:
            say_json(one) if as_json else say(hours_line(one))
        after = page.next
        if after is None:
            return


def checkin(
    event: EventArgument, code: Annotated[str, typer.Argument(help="The code on the person's sheet.")], as_json: Json = False
) -> None:
    """Check a person in by the code on the sheet."""
    _tell(event, as_json, act="check_in", code=code)


def day(
    event: EventArgument,
    act: Annotated[
        str,
        typer.Argument(help="check_in, late, no_show, withdrawn, walk_in, held, employer_left, booth_lost, overrun, support_gone"),
    ],
    code: Annotated[str | None, typer.Option(help="Who: the code on the sheet.")] = None,
    candidate: Annotated[str | None, typer.Option(help="Who: the person's id.")] = None,
    booth: Annotated[str | None, typer.Option(help="Which booth.")] = None,
    to: Annotated[str | None, typer.Option(help="The booth that takes over a lost one's interviews.")] = None,
    slots: Annotated[int | None, typer.Option(min=1, help="How many slots late, longer, or away.")] = None,
    support: Annotated[str | None, typer.Option(help="sign_interpreter, guide, quiet_room or job_coach")] = None,
    unit: Annotated[int | None, typer.Option(min=0, help="Which of them, from 0.")] = None,
    interview: Annotated[int | None, typer.Option(min=1, help="The interview's number; with withdrawn, that one alone.")] = None,
    posting: Annotated[list[str] | None, typer.Option(help="A walk-in: which postings; otherwise all that may be met.")] = None,
    at: Annotated[datetime | None, typer.Option(help="When, if not now, in local time.")] = None,
    note: Annotated[str, typer.Option(help="Why, in your words.")] = "",
    confirm: Annotated[bool, typer.Option("--confirm", help="With no_show: although the person has checked in.")] = False,
    as_json: Json = False,
) -> None:
    """Record what happened on the day of a fair; the timetable changes as little as the rules allow."""

    _tell(
        event,
        as_json,
        act=act,
        code=code,
        candidate=candidate,
        booth=booth,
        to=to,
        slots=slots,
        support=support,
        unit=unit,
        interview=interview,
        postings=tuple(posting or ()),
        at=None if at is None else in_china(at),
        note=note,
        confirmed=confirm,
    )


def day_log(event: EventArgument, as_json: Json = False) -> None:
    """Everything that was recorded on the day of a fair, and what each entry changed."""
    from api.actions.fair_day import day_log as read_log
    from api.cli.fair_lines import entry_lines
    from api.cli.home import organizer

    app, viewer = organizer()
    after: int | None = 0
    while after is not None:
        page = read_log(app, viewer, event, after, 200)
        for one in page.items:
            if as_json:
                say_json(one)
                continue
            for line in entry_lines(one):
                say(line)
        after = page.next


def load_day(
    event: EventArgument, file: Annotated[Path, typer.Argument(help="xlsx, xls, ods, csv, tsv or jsonl")], as_json: Json = False
) -> None:
    """Enter what was written on paper on the day; loading a file twice changes nothing."""
    from api.actions.day_files import load_day as load
    from api.cli.home import organizer

    report = load(*organizer(), event, file)
    if as_json:
        say_json(report)
        return
    say(f"{file.name}: {report.rows} rows, {report.entered} entered, {report.known} known, {len(report.faults)} not entered")
    for fault in report.faults:
        warn(f"{file.name}: {fault.row}: {both(fault.problem)}")


def _tell(event: str, as_json: bool, **values: object) -> None:
    from pydantic import ValidationError

    from api.actions.errors import BadInput
    from api.actions.fair_day import tell
    from api.cli.fair_lines import entry_lines
    from api.cli.home import organizer
    from api.schemas.interviews import DayInput
    from matching.knowledge.catalogue import Text

    try:
        told = DayInput.model_validate(values)
    except ValidationError as fault:
        names = ", ".join(sorted({str(one["loc"][0]) for one in fault.errors()}))
        raise BadInput(Text(zh=f"写法不对：{names}", en=f"Cannot be read: {names}")) from None
    made = tell(*organizer(), event, told, uuid4().hex)
    if as_json:
        say_json(made)
        return
    for line in entry_lines(made):
        say(line)
