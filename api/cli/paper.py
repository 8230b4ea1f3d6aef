"""The command that prints: the documents of an event as files in a folder."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from api.cli.output import progress, say, say_json

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Kind = Literal["shortlist", "call-list", "left-out", "report", "guide", "booths", "people", "hall", "calendar"]


def paper(
    event: Annotated[str, typer.Argument(help="The event's id.")],
    kind: Annotated[
        Kind,
        typer.Argument(
            help="shortlist, call-list, left-out, report or guide; of a saved timetable: booths, people, hall or calendar (ICS)"
        ),
    ],
    out: Annotated[Path, typer.Option("--out", help="The folder to write to; a file that is there already is never overwritten.")],
    posting: Annotated[str | None, typer.Option(help="With shortlist: only this posting; without it, one file a posting.")] = None,
    booth: Annotated[str | None, typer.Option(help="With booths or calendar: only this booth.")] = None,
    candidate: Annotated[str | None, typer.Option(help="With people or calendar: only this person, by id.")] = None,
    form: Annotated[
        Literal["pdf", "xlsx", "csv", "json", "ics"] | None,
        typer.Option("--as", help="The format: pdf unless told; calendars are ics."),
    ] = None,
    large: Annotated[bool, typer.Option("--large", help="Large print: 18 pt and more, black on white.")] = False,
    plain: Annotated[bool, typer.Option("--plain", help="Plain words: short sentences, one thing after another.")] = False,
    language: Annotated[Literal["zh", "en"], typer.Option("--language", help="The language of the document.")] = "zh",
    audience: Annotated[Literal["staff", "employer"], typer.Option("--for", help="Who gets it; decides what it holds.")] = "staff",
    addressee: Annotated[
        Literal["employer", "assessor", "candidate", "counselor"] | None,
        typer.Option(help="With call-list: only the calls to one kind of addressee."),
    ] = None,
    contact: Annotated[
        list[str] | None, typer.Option(help="With guide: a way to reach the office, as 电话=027-0000; give it again for more.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Print the documents of an event: tagged PDF, workbook, text or JSON, named as a person would name them."""
    from api.actions.papers import Order, paper_files
    from api.cli.home import organizer
    from api.paper.blocks import Style
    from api.paper.saving import save_file

    order = Order(
        kind=kind,
        style=Style(language, large, plain),
        posting=posting,
        booth=booth,
        candidate=candidate,
        audience=audience,
        addressee=addressee,
        contacts=tuple(_contact(one) for one in contact or ()),
    )
    app, viewer = organizer()
    with progress("printing") as step:
        for made in paper_files(app, viewer, event, order, form, step):
            path = save_file(out, made)
            if as_json:
                say_json({"file": str(path), "bytes": len(made.content), "type": made.media_type})
            else:
                say(str(path))


def _contact(given: str) -> tuple[str, str]:
    name, equals, value = given.replace("＝", "=").partition("=")
    if not (equals and name.strip() and value.strip()):
        raise typer.BadParameter("write a contact as NAME=VALUE, such as 电话=027-0000")
    return name.strip(), value.strip()
