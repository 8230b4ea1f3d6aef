"""Commands that show lists: who is on one, and who is on none."""

from typing import Annotated

import typer

from api.cli.meant import POSTING, posting_id
from api.cli.output import said, say, say_json

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


def shortlist(
    event: Annotated[str, typer.Argument(help="The event's id.")],
    posting: Annotated[str | None, typer.Argument(help=f"{POSTING} Without it, the postings are listed.")] = None,
    as_json: Json = False,
) -> None:
    """The explained list of a posting, or the postings of an event."""
    from api.actions.lists import event_postings, shortlist_view
    from api.cli.home import organizer
    from api.cli.tables import posting_line, shortlist_lines

    app_, viewer = organizer()
    if posting is None:
        after: str | None = None
        while True:
            page = event_postings(app_, viewer, event, after, 200)
            for row in page.items:
                if as_json:
                    say_json(row)
                else:
                    say(posting_line(row))
            after = page.next
            if after is None:
                return
    view = shortlist_view(app_, viewer, event, posting_id(app_, viewer, posting, event))
    if as_json:
        say_json(view)
        return
    for line in shortlist_lines(view):
        say(line)


def left_out(event: Annotated[str, typer.Argument(help="The event's id.")], as_json: Json = False) -> None:
    """Everybody without an entry in a fitting band, each with the reason."""
    from api.actions.lists import left_out as pages
    from api.cli.home import organizer

    app_, viewer = organizer()
    after: str | None = None
    while True:
        page = pages(app_, viewer, event, after, 200)
        for row in page.items:
            if as_json:
                say_json(row)
            else:
                say(f"{row.name} ({row.candidate})  {said(row.text)}")
        after = page.next
        if after is None:
            return
