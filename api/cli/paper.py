"""The command that prints: the documents of an event as files in a folder."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from api.cli.jobs import Background, add_job
from api.cli.meant import person_or_none, posting_or_none
from api.cli.output import either, progress, said, say, say_json, warn

if TYPE_CHECKING:
    from api.schemas.papers import PapersInput

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Kind = Literal["shortlist", "call-list", "left-out", "report", "guide", "booths", "people", "hall", "wall", "calendar", "all"]


def paper(
    event: Annotated[str, typer.Argument(help="The event's id.")],
    kind: Annotated[
        Kind,
        typer.Argument(
            help="shortlist, call-list, left-out, report or guide; of a saved timetable: booths, people, hall (for the desk), wall "
            "or calendar (ICS); all: every one that there is something to say in"
        ),
    ],
    out: Annotated[
        Path | None, typer.Option("--out", help="The folder to write to; a file that is there already is never overwritten.")
    ] = None,
    posting: Annotated[
        str | None, typer.Option(help="With shortlist: only this posting, by title or id; without it, one file a posting.")
    ] = None,
    booth: Annotated[str | None, typer.Option(help="With booths or calendar: only this booth.")] = None,
    candidate: Annotated[str | None, typer.Option(help="With people or calendar: only this person, by name or id.")] = None,
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
    background: Background = False,
    as_json: Json = False,
) -> None:
    """Print the documents of an event: tagged PDF, workbook, text or JSON, named as a person would name them.

    With --background a worker makes them as one file, which `tongtu jobs save` puts into a folder.
    """
    from pydantic import ValidationError

    from api.cli.home import organizer
    from api.schemas.papers import PapersInput

    if (out is None) != background:
        raise typer.BadParameter(
            either(
                "写 --out，或 --background（之后用 tongtu jobs save 取文件）",
                "give either --out, or --background (tongtu jobs save then takes the file to a folder)",
            )
        )
    app, viewer = organizer()
    try:
        asked = PapersInput(
            event=event,
            papers=() if kind == "all" else (kind,),
            form=form,
            language=language,
            large=large,
            plain=plain,
            audience=audience,
            posting=posting_or_none(app, viewer, posting, event),
            booth=booth,
            candidate=person_or_none(app, viewer, candidate),
            addressee=addressee,
            contacts=tuple(_contact(one) for one in contact or ()),
        )
    except ValidationError as fault:
        names = ", ".join(sorted({str(one["loc"][0]) for one in fault.errors()}))
        raise typer.BadParameter(either(f"写法不对：{names}", f"this cannot be meant: {names}")) from None
    if out is None:
        add_job("export", asked.model_dump(mode="json"), as_json)
    else:
        _print(asked, out, as_json)


def _print(asked: "PapersInput", out: Path, as_json: bool) -> None:
    from api.actions.exporting import made_papers
    from api.cli.home import organizer
    from api.paper.saving import save_file
    from api.schemas.papers import LeftPaper

    app, viewer = organizer()
    with progress(either("打印", "printing")) as step:
        for made in made_papers(app, viewer, asked, progress=lambda stage: step):
            if isinstance(made, LeftPaper):
                warn(f"{said(made.text)}{either('：', ': ')}{said(made.why)}")
                continue
            path = save_file(out, made.file)
            if as_json:
                say_json({"file": str(path), "bytes": len(made.file.content), "type": made.file.media_type})
            else:
                say(str(path))


def _contact(given: str) -> tuple[str, str]:
    name, equals, value = given.replace("＝", "=").partition("=")
    if not (equals and name.strip() and value.strip()):
        raise typer.BadParameter(
            either("联系方式写成 名称=内容，例如 电话=027-0000", "write a contact as NAME=VALUE, such as 电话=027-0000")
        )
    return name.strip(), value.strip()
