"""The command about the settings."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.output import either, said, say, say_json

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


def settings(
    write: Annotated[
        Path | None, typer.Option("--write", help="Write configuration.md and configuration.zh.md into this folder.")
    ] = None,
    as_json: Json = False,
) -> None:
    """The settings as they hold here, and what each is for."""
    from api.actions.configuration import settings_view, write_reference
    from api.settings import read_settings

    if write is not None:
        for path in write_reference(write):
            say_json({"file": str(path)}) if as_json else say(str(path))
        return
    for one in settings_view(read_settings()):
        if as_json:
            say_json(one)
        else:
            value = either("未设", "not set") if one.value is None else one.value
            say(f"{one.name}={value}{either('（默认）', ' (default)') if one.is_default else ''}")
            say(f"    {said(one.text)}")
