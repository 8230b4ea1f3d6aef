"""The commands of a person's rights: a copy, the sheet, erasure, and what is kept no longer."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from api.cli.meant import Person
from api.cli.output import either, said, say, say_json

people = typer.Typer(help="A person's own rights: a copy, the sheet, erasure; what need be kept no longer.", no_args_is_help=True)

Out = Annotated[Path, typer.Option("--out", help="The folder to write to; a file that is there already is never overwritten.")]
Language = Annotated[Literal["zh", "en"], typer.Option("--language", help="The language of the file.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


@people.command("export", epilog="Example: tongtu people export c_ab12cd34 --as pdf --out 文件/")
def export(
    candidate: Person,
    out: Out,
    form: Annotated[Literal["json", "pdf", "xlsx", "csv"], typer.Option("--as", help="The format.")] = "json",
    large: Annotated[bool, typer.Option("--large", help="PDF in large print.")] = False,
    language: Language = "zh",
) -> None:
    """Everything that is stored about a person, for that person: hand it over and keep no copy."""
    from api.actions.naming import candidate_meant
    from api.actions.person_records import record_file
    from api.cli.home import organizer
    from api.paper.blocks import Style
    from api.paper.saving import save_file

    app, viewer = organizer()
    say(str(save_file(out, record_file(app, viewer, candidate_meant(app, viewer, candidate), form, Style(language, large)))))


@people.command("sheet", epilog="Example: tongtu people sheet c_ab12cd34 --large --plain --out 文件/")
def sheet(
    candidate: Person,
    out: Out,
    event: Annotated[str | None, typer.Option(help="The event; default: the one matched last, else all open postings.")] = None,
    large: Annotated[bool, typer.Option("--large", help="In large print.")] = False,
    plain: Annotated[bool, typer.Option("--plain", help="In plain words.")] = False,
    language: Language = "zh",
) -> None:
    """The sheet for a person as PDF: matches and why, what is stored, who read it, consents, and how to object."""
    from api.actions.naming import candidate_meant
    from api.actions.own_sheets import sheet_file
    from api.cli.home import organizer
    from api.paper.blocks import Style
    from api.paper.saving import save_file

    app, viewer = organizer()
    person = candidate_meant(app, viewer, candidate)
    say(str(save_file(out, sheet_file(app, viewer, person, "pdf", Style(language, large, plain), event))))


@people.command("erase", epilog="Example: tongtu people erase c_ab12cd34 --named 王芳 --yes")
def erase(
    candidate: Person,
    named: Annotated[str, typer.Option("--named", help="Who answers for it.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without this, only what would go and stay is shown.")] = False,
    as_json: Json = False,
) -> None:
    """Erase a person by destroying their key. It cannot be undone; some records without a name stay by law."""
    from api.actions.erasing import erase as erase_person
    from api.actions.erasing import erasure_view
    from api.actions.naming import candidate_meant
    from api.cli.home import organizer
    from api.schemas.person_records import ErasureInput

    app, viewer = organizer()
    candidate = candidate_meant(app, viewer, candidate)
    view = erasure_view(app, viewer, candidate)
    done = erase_person(app, viewer, candidate, ErasureInput(candidate=candidate, named=named)) if yes else None
    if as_json:
        say_json(view if done is None else done)
        return
    if done is not None:
        say(either(f"{candidate}：已删除", f"{candidate}: erased"))
    else:
        say(either(f"{candidate}：还没有删除；加 --yes 才删除", f"{candidate}: not erased yet: add --yes"))
    say(either("会删除的：", "what goes:"))
    for what in view.goes:
        say(f"  {said(what)}")
    say(either("法律要求保留的：", "what the law keeps:"))
    for one in view.stays:
        doubt = either("（待确认）", " (to be confirmed)") if one.to_confirm else ""
        say(f"  {said(one.what)}  ≤ {one.until}  {one.source}{doubt}")


@people.command("retention", epilog="Example: tongtu people retention --forget")
def retention(
    forget: Annotated[bool, typer.Option("--forget", help="Delete what need be kept no longer.")] = False, as_json: Json = False
) -> None:
    """What is kept of erased people longer than any law asks, and files that nobody has used for years."""
    from api.actions.called import called
    from api.actions.retention import forget_due, retention_due
    from api.cli.home import organizer

    app, viewer = organizer()
    due, gone = forget_due(app, viewer) if forget else (retention_due(app, viewer), 0)
    if as_json:
        told = {"on": due.on.isoformat(), "processing": due.processing, "placements": due.placements, "idle": due.idle}
        say_json(told | {"deleted": gone})
        return
    records, placements, idle = len(due.processing), len(due.placements), len(due.idle)
    say(
        either(
            f"{due.on}：处理记录 {records} 条，就业统计 {placements} 条",
            f"{due.on}: records of processing {records}, placements {placements}",
        )
    )
    if forget:
        say(either(f"已删除 {gone} 行", f"deleted rows: {gone}"))
    else:
        say(either("加 --forget 删除", "add --forget to delete them"))
    say(either(f"多年没有服务的档案 {idle} 份，请问本人", f"files without a service for years, ask the person: {idle}"))
    names = called(app, viewer, people=due.idle)
    for one in due.idle:
        say(f"  {names.person(one)} ({one})")
