"""The command that examines an installation."""

from typing import Annotated, Final

import typer

from api.cli.output import either, said, say, say_json

MARKS: Final = {"good": ("正常", "good "), "watch": ("留意", "watch"), "bad": ("不行", "bad  ")}


def doctor(as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False) -> None:
    """Look at home, key, database, trail, clock, worker, backup, models and fonts; exit code 1 if anything does not work."""
    from api.actions.health import examine
    from api.settings import read_settings

    found = examine(read_settings())
    if as_json:
        say_json(found)
    else:
        for one in found.findings:
            say(f"{either(*MARKS[one.state])}  {one.name:<8}  {said(one.text)}")
            if one.do is not None:
                say(f"      → {said(one.do)}")
    if found.state == "bad":
        raise typer.Exit(1)
