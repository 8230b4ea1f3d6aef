"""The command that says why."""

from typing import Annotated

import typer

from api.cli.meant import Person, Posting, posting_id
from api.cli.output import say, say_json

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


def why(
    candidate: Person,
    posting: Posting,
    event: Annotated[str | None, typer.Option(help="The event; default: the one matched last.")] = None,
    as_json: Json = False,
) -> None:
    """Why a candidate is, or is not, on the list of a posting, dimension by dimension."""
    from api.actions.naming import candidate_meant
    from api.actions.why import why as answer
    from api.cli.home import organizer
    from api.cli.tables import why_lines

    app, viewer = organizer()
    view = answer(app, viewer, event, candidate_meant(app, viewer, candidate), posting_id(app, viewer, posting, event))
    if as_json:
        say_json(view)
        return
    for line in why_lines(view):
        say(line)
