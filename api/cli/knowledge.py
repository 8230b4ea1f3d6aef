"""The command about the knowledge behind the verdicts."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.output import either, said, say, say_json

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


def knowledge(
    write: Annotated[
        Path | None, typer.Option("--write", help="Write knowledge.*.md and occupations.*.md (zh, en) into this folder.")
    ] = None,
    unsigned: Annotated[bool, typer.Option("--unsigned", help="Print the rows that wait for a signature.")] = False,
    as_json: Json = False,
) -> None:
    """What the verdicts rest on, and which rows an expert has not signed yet."""
    from api.actions.knowledge import knowledge_view, unsigned_rows, write_documents

    if write is not None:
        for path in write_documents(write):
            say_json({"file": str(path)}) if as_json else say(str(path))
    elif unsigned:
        for row in unsigned_rows():
            say_json(row) if as_json else say(f"{row.file}  {row.row}  {said(row.text)}")
    elif as_json:
        say_json(knowledge_view())
    else:
        for one in knowledge_view().sections:
            title = said(one.title)
            signed = either(f"：{one.rows} 行中已签字 {one.signed} 行", f": {one.signed} of {one.rows} rows signed")
            say(f"{one.name}  {title}{signed}")
