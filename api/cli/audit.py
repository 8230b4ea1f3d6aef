"""The command that audits an event."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from api.cli.output import progress, say, say_json, warn

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


def audit(
    event: Annotated[str, typer.Argument(help="The event's id.")],
    csv: Annotated[Path | None, typer.Option("--csv", help="Also write every table to this file (a new one).")] = None,
    lang: Annotated[Literal["zh", "en"], typer.Option("--lang", help="The language of the text.")] = "zh",
    as_json: Json = False,
) -> None:
    """Who came how far at an event, group by group: counts, impact ratios with intervals, and at which step gaps arise."""
    from api.actions.audit import audit_event
    from api.actions.audit_sheets import audit_file
    from api.actions.errors import BadInput
    from api.cli.audit_lines import audit_lines
    from api.cli.home import organizer
    from matching.knowledge.catalogue import Text

    if csv is not None and csv.exists():
        raise BadInput(
            Text(zh="文件 {file} 已存在；请换一个名字。", en="{file} is there already; name another file.").format(file=csv)
        )
    app, viewer = organizer()
    with progress("counting"):
        view = audit_event(app, viewer, event)
    if csv is not None:
        csv.write_bytes(audit_file(app, viewer, view))
        warn(f"{csv}")
    if as_json:
        say_json(view)
        return
    for line in audit_lines(view, lang):
        say(line)
