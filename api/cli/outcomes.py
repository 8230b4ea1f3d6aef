"""Commands about what came of an event."""

from typing import Annotated

import typer

from api.cli.output import said, say, say_json

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


def outcomes(event: Annotated[str, typer.Argument(help="The event's id.")], as_json: Json = False) -> None:
    """How many pairs of an event reached each step."""
    from api.actions.outcomes import count_outcomes
    from api.cli.home import organizer

    for row in count_outcomes(*organizer(), event):
        if as_json:
            say_json(row)
        else:
            say(f"{row.pairs:6}  {said(row.text)}")
