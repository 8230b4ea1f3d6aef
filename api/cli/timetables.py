"""Commands about the timetable of an event, the check-in codes, and when people can be there."""

from typing import Annotated

import typer

from api.cli.meant import PERSON, person_or_none, posting_or_none
from api.cli.output import either, say, say_json

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
EventArgument = Annotated[str, typer.Argument(help="The event's id.")]


def event_timetable(
    event: EventArgument,
    candidate: Annotated[str | None, typer.Option(help="Only this person's; by name, id, or your own number.")] = None,
    posting: Annotated[str | None, typer.Option(help="Only this posting's; by title or id.")] = None,
    booth: Annotated[str | None, typer.Option(help="Only this booth's.")] = None,
    as_json: Json = False,
) -> None:
    """The interviews of the timetable in force, by time, and the waiting lists."""
    from api.actions.interviews import sheet_view
    from api.cli.fair_lines import sheet_lines
    from api.cli.home import organizer

    app, viewer = organizer()
    person, job = person_or_none(app, viewer, candidate), posting_or_none(app, viewer, posting, event)
    view = sheet_view(app, viewer, event, candidate=person, posting=job, booth=booth)
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
            say(f"{one.code}  {one.name} ({one.candidate})")


def event_hours(
    event: EventArgument,
    candidate: Annotated[str | None, typer.Argument(help=f"{PERSON} Without it, everybody with hours is listed.")] = None,
    windows: Annotated[list[str] | None, typer.Argument(help="When the person can be there, as 9:00-11:30; several times.")] = None,
    all_day: Annotated[bool, typer.Option("--all-day", help="The person can be there all day.")] = False,
    as_json: Json = False,
) -> None:
    """When people can be at an event; every timetable that is made heeds it."""
    from api.actions.naming import candidate_meant
    from api.actions.own_hours import list_hours, read_windows, set_hours
    from api.cli.fair_lines import hours_line
    from api.cli.home import organizer

    if candidate is not None:
        if all_day == bool(windows):
            raise typer.BadParameter(
                either("写时间，例如 9:00-11:30，或 --all-day", "give the hours, such as 9:00-11:30, or --all-day")
            )
        app, viewer = organizer()
        person = candidate_meant(app, viewer, candidate)
        view = set_hours(app, viewer, event, person, read_windows(windows or ()))
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
