"""Commands of the day of a fair."""

from datetime import datetime
from pathlib import Path
from typing import Annotated
from uuid import uuid4

import typer

from api.cli.meant import person_or_none, posting_id
from api.cli.output import either, say, say_json, warn
from matching.china_time import in_china

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
At = Annotated[datetime | None, typer.Option(help="When, if not now, in local time of the event's day.")]
EventArgument = Annotated[str, typer.Argument(help="The event's id.")]


def checkin(
    event: EventArgument,
    code: Annotated[str, typer.Argument(help="The code on the person's sheet.")],
    at: At = None,
    as_json: Json = False,
) -> None:
    """Check a person in by the code on the sheet."""
    _tell(event, as_json, act="check_in", code=code, at=None if at is None else in_china(at))


def day(
    event: EventArgument,
    act: Annotated[
        str,
        typer.Argument(help="check_in, late, no_show, withdrawn, walk_in, held, employer_left, booth_lost, overrun, support_gone"),
    ],
    code: Annotated[str | None, typer.Option(help="Who: the code on the sheet.")] = None,
    candidate: Annotated[str | None, typer.Option(help="Who: whole name, id, or your own number.")] = None,
    booth: Annotated[str | None, typer.Option(help="Which booth.")] = None,
    to: Annotated[str | None, typer.Option(help="The booth that takes over a lost one's interviews.")] = None,
    slots: Annotated[int | None, typer.Option(min=1, help="How many slots late, longer, or away.")] = None,
    support: Annotated[str | None, typer.Option(help="sign_interpreter, guide, quiet_room or job_coach")] = None,
    unit: Annotated[int | None, typer.Option(min=0, help="Which of them, from 0.")] = None,
    interview: Annotated[int | None, typer.Option(min=1, help="The interview's number; with withdrawn, that one alone.")] = None,
    posting: Annotated[list[str] | None, typer.Option(help="A walk-in: which postings; otherwise all that may be met.")] = None,
    at: At = None,
    note: Annotated[str, typer.Option(help="Why, in your words.")] = "",
    confirm: Annotated[bool, typer.Option("--confirm", help="With no_show: although the person has checked in.")] = False,
    as_json: Json = False,
) -> None:
    """Record what happened on the day of a fair; the timetable changes as little as the rules allow."""
    from api.cli.home import organizer

    app, viewer = organizer()
    _tell(
        event,
        as_json,
        act=act,
        code=code,
        candidate=person_or_none(app, viewer, candidate),
        booth=booth,
        to=to,
        slots=slots,
        support=support,
        unit=unit,
        interview=interview,
        postings=tuple(posting_id(app, viewer, one, event) for one in posting or ()),
        at=None if at is None else in_china(at),
        note=note,
        confirmed=confirm,
    )


def day_log(event: EventArgument, as_json: Json = False) -> None:
    """Everything that was recorded on the day of a fair, and what each entry changed."""
    from api.actions.fair_day import day_log as read_log
    from api.cli.fair_lines import entry_lines, names_told
    from api.cli.home import organizer

    app, viewer = organizer()
    after: int | None = 0
    while after is not None:
        page = read_log(app, viewer, event, after, 200)
        names = names_told(app, viewer, page.items)
        for one in page.items:
            if as_json:
                say_json(one)
                continue
            for line in entry_lines(one, names):
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
    wrong = len(report.faults)
    say(
        either(
            f"{file.name}：共 {report.rows} 行，登记 {report.entered}，早已登记 {report.known}，没有登记 {wrong}",
            f"{file.name}: {report.rows} rows, {report.entered} entered, {report.known} known, {wrong} not entered",
        )
    )
    for fault in report.faults:
        warn(either(f"{file.name}：第 {fault.row} 行：{fault.problem.zh}", f"{file.name}: row {fault.row}: {fault.problem.en}"))


def _tell(event: str, as_json: bool, **values: object) -> None:
    from pydantic import ValidationError

    from api.actions.errors import BadInput
    from api.actions.fair_day import tell
    from api.actions.wrong_values import faults_of
    from api.cli.fair_lines import entry_lines, names_told, without_lines
    from api.cli.home import organizer
    from api.schemas.interviews import DayInput

    try:
        told = DayInput.model_validate(values)
    except ValidationError as fault:
        raise BadInput(faults_of(fault)) from None
    app, viewer = organizer()
    made = tell(app, viewer, event, told, uuid4().hex)
    if as_json:
        say_json(made)
        return
    for line in entry_lines(made, names_told(app, viewer, [made])):
        say(line)
    for line in without_lines(event, made.without):
        say(line)
