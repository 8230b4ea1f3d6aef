"""The command of a person's plan (一人一策)."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from api.cli.keys import key_of
from api.cli.meant import Person
from api.cli.outbox import Json, new_key
from api.cli.output import either, said, say, say_json

if TYPE_CHECKING:
    from api.schemas.person_plans import PersonPlanView, PlanEditInput


def person_plan(
    candidate: Person,
    event: Annotated[str | None, typer.Option(help="The event; default: the one matched last, else all open postings.")] = None,
    section: Annotated[
        str | None, typer.Option("--edit", help="Write beside this section, with --text: wishes, steps, ...")
    ] = None,
    text: Annotated[str | None, typer.Option("--text", help="What to write; empty takes it out again.")] = None,
    settle: Annotated[bool, typer.Option("--settle", help="The plan was gone through with the person today.")] = False,
    form: Annotated[Literal["text", "json", "pdf", "xlsx", "csv"], typer.Option("--as", help="The format.")] = "text",
    out: Annotated[Path | None, typer.Option("--out", help="The folder for a file; needed for pdf, xlsx and csv.")] = None,
    large: Annotated[bool, typer.Option("--large", help="PDF in large print.")] = False,
    plain: Annotated[bool, typer.Option("--plain", help="PDF in plain words.")] = False,
    language: Annotated[Literal["zh", "en"], typer.Option("--language", help="The language of a file.")] = "zh",
    as_json: Json = False,
) -> None:
    """The plan of one person: wishes, open posts, questions, what would open more, courses, support, next steps."""
    from api.actions.naming import candidate_meant
    from api.actions.person_plans import edit_plan, plan_file, plan_view, settle_plan
    from api.cli.home import organizer

    if (section is None) != (text is None):
        raise typer.BadParameter(either("--edit 和 --text 要一起用", "--edit and --text go together"))
    if form in ("pdf", "xlsx", "csv") and out is None:
        raise typer.BadParameter(either("写明文件放到哪个文件夹：--out", "name the folder for the file: --out FOLDER"))
    if (large or plain) and form != "pdf":
        raise typer.BadParameter(
            either("大字版和易读版只有 PDF：--as pdf", "large print and plain words are made as PDF only: --as pdf")
        )
    app, viewer = organizer()
    candidate = candidate_meant(app, viewer, candidate)
    if section is not None and text is not None:
        edit_plan(app, viewer, candidate, _edit(section, text), new_key(), event)
    if settle:
        settle_plan(app, viewer, candidate, key_of("settled plan", candidate, str(app.today)), event)
    if form != "text" and form != "json" and out is not None:
        from api.paper.blocks import Style
        from api.paper.saving import save_file

        say(str(save_file(out, plan_file(app, viewer, candidate, form, Style(language, large, plain), event))))
        return
    view = plan_view(app, viewer, candidate, event)
    if as_json or form == "json":
        say_json(view)
        return
    _print(view)


def _edit(section: str, text: str) -> "PlanEditInput":
    from api.schemas.person_plans import PlanEditInput
    from matching.person_plan import SectionKey

    if section not in set(SectionKey):
        known = ", ".join(SectionKey)
        raise typer.BadParameter(either(f"没有“{section}”这一节；可用：{known}", f"unknown section {section!r}; use {known}"))
    return PlanEditInput(section=SectionKey(section), text=text)


def _print(view: "PersonPlanView") -> None:
    say(f"{view.name} ({view.candidate})  {view.on}  {view.event or '-'}")
    for section in view.sections:
        say(said(section.title))
        for line in section.lines:
            mark = either("（待确认）", " (to be confirmed)") if line.to_confirm else ""
            say(f"  {said(line.text)}{mark}")
        if section.edit is not None:
            again = either("  ← 上面的内容已变", "  ← the lines above changed") if section.outdated else ""
            say(f"  ✎ {section.edit.by} {section.edit.on}: {section.edit.text}{again}")
    if view.settled:
        days = ", ".join(str(day) for day in view.settled)
        say(either(f"已与本人商定：{days}", f"settled: {days}"))
