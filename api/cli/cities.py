"""The command that writes a synthetic city."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.output import say, say_json

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


def generate(
    folder: Annotated[Path, typer.Argument(help="Where to write candidates.csv, postings.csv, courses.csv and trainings.csv")],
    candidates: Annotated[int, typer.Option(min=1, max=2_000_000)] = 2_000,
    employers: Annotated[int, typer.Option(min=1, max=50_000)] = 120,
    seed: Annotated[int, typer.Option(min=0)] = 7,
    as_json: Json = False,
) -> None:
    """Write a synthetic city as the spreadsheets an office would have."""
    from api.actions.generating import generate_files

    made = generate_files(folder, candidates, employers, seed)
    if as_json:
        say_json(made)
    else:
        for name, path in made["files"].items():
            say(f"{name}: {path}")
