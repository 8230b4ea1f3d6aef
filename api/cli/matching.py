"""The command that matches an event."""

from typing import Annotated

import typer

from api.cli.jobs import Background
from api.cli.output import either, progress, say, say_json

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


def match(
    event: Annotated[str, typer.Argument(help="The event's id.")], background: Background = False, as_json: Json = False
) -> None:
    """Pre-match an event: verdicts, ranked shortlists, reasons, and why somebody has no entry."""
    if background:
        from api.cli.jobs import add_job

        add_job("match", {"event": event}, as_json)
        return
    from api.actions.matching import match_event
    from api.cli.home import organizer
    from api.cli.tables import run_lines

    app_, viewer = organizer()
    with progress(either("匹配岗位", "postings matched")) as step:
        summary = match_event(app_, viewer, event, step)
    if as_json:
        say_json(summary)
        return
    for line in run_lines(summary):
        say(line)
