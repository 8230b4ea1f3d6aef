"""The command of the year report."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from api.cli.outbox import Json
from api.cli.output import either, said, say, say_json

if TYPE_CHECKING:
    from api.schemas.year_reports import YearReportView

reports = typer.Typer(help="Reports of the plan.", no_args_is_help=True)


@reports.command("year", epilog="Example: tongtu report year 2026 --each-district --public --as xlsx --out 报告/")
def year(
    year: Annotated[int, typer.Argument(help="The year, as 2026.")],
    since: Annotated[int | None, typer.Option(help="From the beginning of this year on, for targets of several years.")] = None,
    district: Annotated[str | None, typer.Option(help="Only one district: its code, or the name of a zone.")] = None,
    each_district: Annotated[bool, typer.Option("--each-district", help="One report a district after that of the city.")] = False,
    public: Annotated[bool, typer.Option("--public", help="As it may be published: small groups are kept back.")] = False,
    form: Annotated[Literal["text", "json", "xlsx", "csv", "pdf"], typer.Option("--as", help="The format.")] = "text",
    out: Annotated[Path | None, typer.Option("--out", help="The folder for a file; needed for xlsx, csv and pdf.")] = None,
    large: Annotated[bool, typer.Option("--large", help="PDF in large print.")] = False,
    language: Annotated[Literal["zh", "en"], typer.Option("--language", help="The language of a file.")] = "zh",
    as_json: Json = False,
) -> None:
    """Every figure of the plan in its order, with denominators, targets and what is not known."""
    from api.actions.year_reports import year_file, year_view
    from api.cli.home import organizer

    if form in ("xlsx", "csv", "pdf") and out is None:
        raise typer.BadParameter(either("写明文件放到哪个文件夹：--out", "name the folder for the file: --out FOLDER"))
    app, viewer = organizer()
    view = year_view(app, viewer, year, since=since, district=district, each_district=each_district, public=public)
    if form != "text" and form != "json" and out is not None:
        from api.paper.blocks import Style
        from api.paper.saving import save_file

        say(str(save_file(out, year_file(app, viewer, view, form, Style(language, large)))))
        return
    if as_json or form == "json":
        say_json(view)
        return
    _print(view)


def _print(view: "YearReportView") -> None:
    say(f"{view.since} – {view.until} ({view.as_of})")
    for report in view.reports:
        say(said(report.name))
        for section in report.sections:
            say(f"  {said(section.title)}")
            for figure in section.figures:
                say(f"    {said(figure.text)}")
