"""The command that writes empty sheets."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.output import say


def template(
    kind: Annotated[
        str,
        typer.Argument(
            help="candidates, postings, courses, trainings, outcomes, services, placements, graduates, consents, certification, "
            "assessment, day (paper records of a fair) or plan (of an event)"
        ),
    ],
    file: Annotated[Path, typer.Argument(help="Where to write it: .xlsx, or .csv for a sheet; .yaml for a plan.")],
) -> None:
    """Write an empty spreadsheet to fill in, the ability-assessment form, or an example of an event's plan."""
    from api.actions.templates import write_blank

    write_blank(kind, file)
    say(str(file))
