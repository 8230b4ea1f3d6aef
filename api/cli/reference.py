"""The command that writes the generated pages of the documentation."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.output import say, say_json

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


def reference(
    write: Annotated[Path, typer.Option("--write", help="An existing folder, such as docs/.")],
    as_json: Json = False,
) -> None:
    """Write the reference pages of commands, files, problems and words, as the code has them now."""
    from api.reference import documents

    for name, text in documents().items():
        path = write / name
        path.write_text(text, "utf-8")
        say_json({"file": str(path)}) if as_json else say(str(path))
