"""The commands of the demand reader."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.output import either, progress, said, say, say_json, warn
from matching.china_time import minute_in_china

if TYPE_CHECKING:
    from api.schemas.reading import ReadingView

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


def read_posting(
    file: Annotated[Path, typer.Argument(help="JSON lines with id, title and text.")],
    as_json: Json = False,
) -> None:
    """Read what postings demand: occupations, demands with the words they rest on, facts, and clauses to reword."""
    from api.actions.reading import LineFault, read_file
    from api.wiring import today

    wrong = False
    for found in read_file(file, today()):
        if isinstance(found, LineFault):
            warn(
                either(
                    f"{file.name}：第 {found.line} 行：{found.problem.zh}", f"{file.name}: line {found.line}: {found.problem.en}"
                )
            )
            wrong = wrong or not found.read
        elif as_json:
            say_json(found)
        else:
            for line in reading_lines(found):
                say(line)
    if wrong:
        raise typer.Exit(1)


def read_postings(as_json: Json = False) -> None:
    """Read all stored open postings again, after the reader changed; stated and confirmed demands stay."""
    from api.actions.posting_readings import reread_stored
    from api.cli.home import organizer

    app, viewer = organizer()
    with progress(either("读取岗位", "postings read")) as step:
        found = reread_stored(app, viewer, step)
    if as_json:
        say_json({"postings": found.postings, "changed": found.changed})
    else:
        say(
            either(
                f"读取 {found.postings} 个岗位，{found.changed} 个有变化",
                f"{found.postings} postings read, {found.changed} changed",
            )
        )


def corrections(as_json: Json = False) -> None:
    """Every demand that was confirmed or corrected: the level before, and the level confirmed."""
    from api.actions.called import called
    from api.actions.confirming import corrections as find
    from api.cli.home import organizer
    from matching.knowledge import CATALOGUE
    from matching.verdicts.wording import PROVENANCES

    app, viewer = organizer()
    rows = list(find(app, viewer))
    names = called(app, viewer, postings=(row.posting for row in rows))
    for row in rows:
        if as_json:
            say_json(row)
        else:
            before = "-" if row.read_level is None else row.read_level
            source = "-" if row.provenance is None else said(PROVENANCES[row.provenance])
            became = f"{before} ({source}) -> {row.confirmed_level}"
            what = said(CATALOGUE.dimension(row.dimension).text)
            say(f"{names.posting(row.posting)} ({row.posting})  {what}  {became}  {row.role}  {minute_in_china(row.at)}")


def reading_lines(view: "ReadingView") -> Iterator[str]:
    """One reading as lines of text; demands of 0 are left out."""
    from matching.knowledge import CATALOGUE
    from matching.verdicts.wording import PROVENANCES

    first = ", ".join(f"{one.code} {one.name} {one.probability:.0%}" for one in view.occupations[:3])
    yield f"{'-' if view.id is None else view.id}  {first or '-'}"
    if view.note is not None:
        yield f"  ! {said(view.note)}"
    for name, demand in view.demands.items():
        if demand.level:
            quote = f" “{' '.join(demand.evidence.split())}”" if demand.evidence else ""
            yield f"  {demand.level}  {said(CATALOGUE.dimension(name).text)}  ({said(PROVENANCES[demand.provenance])}){quote}"
    for name, fact in view.facts.items():
        yield f"  {name} = {fact.value}  “{' '.join(fact.evidence.split())}”"
    for flag in view.flags:
        yield f"  [{said(flag.name)}] “{' '.join(flag.words.split())}”  § {said(flag.rule)}"
