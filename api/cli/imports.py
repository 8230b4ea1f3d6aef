"""Commands that read files: who or what is in them is stored; read twice, a file changes nothing."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.certification import import_certification
from api.cli.faults import counts_line, fault_line
from api.cli.jobs import Background
from api.cli.output import either, progress, said, say, say_json, warn

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
ProposeMap = Annotated[
    bool, typer.Option("--propose-map", help="Import nothing: print a mapping for this file, to be checked and used with --map.")
]
MapOut = Annotated[Path | None, typer.Option("--out", help="With --propose-map: write the mapping to this file.")]

importing = typer.Typer(
    help="Read a file: candidates, assessment forms, postings, courses, trainings, outcomes, the ledgers or certified counts.",
    no_args_is_help=True,
)
importing.command("certification", epilog="Example: tongtu import certification 认证汇总.xlsx --on 2027-03-01")(
    import_certification
)


@importing.command("candidates", epilog="Example: tongtu import candidates 求职者.xlsx")
def import_candidates(
    file: Annotated[Path, typer.Argument(help="xlsx, xls, ods, csv, tsv or jsonl")],
    mapping: Annotated[Path | None, typer.Option("--map", help="A YAML file that maps a foreign layout.")] = None,
    propose: ProposeMap = False,
    out: MapOut = None,
    background: Background = False,
    as_json: Json = False,
) -> None:
    """Import candidates; running it twice changes nothing."""
    _import("candidates", file, mapping, as_json, propose, out, background=background)


@importing.command("postings", epilog="Example: tongtu import postings 岗位.csv --map my-layout.yaml")
def import_postings(
    file: Annotated[Path, typer.Argument(help="xlsx, xls, ods, csv, tsv or jsonl")],
    mapping: Annotated[Path | None, typer.Option("--map", help="A YAML file that maps a foreign layout.")] = None,
    propose: ProposeMap = False,
    out: MapOut = None,
    background: Background = False,
    as_json: Json = False,
) -> None:
    """Import postings and their employers; running it twice changes nothing."""
    _import("postings", file, mapping, as_json, propose, out, background=background)


@importing.command("courses", epilog="Example: tongtu import courses 课程.xlsx")
def import_courses(
    file: Annotated[Path, typer.Argument(help="xlsx, xls, ods, csv, tsv or jsonl")],
    mapping: Annotated[Path | None, typer.Option("--map", help="A YAML file that maps a foreign layout.")] = None,
    background: Background = False,
    as_json: Json = False,
) -> None:
    """Import training courses; running it twice changes nothing."""
    _import("courses", file, mapping, as_json, background=background)


@importing.command("trainings", epilog="Example: tongtu import trainings 培训记录.xlsx")
def import_trainings(
    file: Annotated[Path, typer.Argument(help="xlsx, xls, ods, csv, tsv or jsonl")],
    mapping: Annotated[Path | None, typer.Option("--map", help="A YAML file that maps a foreign layout.")] = None,
    background: Background = False,
    as_json: Json = False,
) -> None:
    """Import who took part in which course; the people and the courses must be stored already."""
    _import("trainings", file, mapping, as_json, background=background)


@importing.command("outcomes", epilog="Example: tongtu import outcomes 面试结果.xlsx")
def import_outcomes(
    file: Annotated[Path, typer.Argument(help="xlsx, xls, ods, csv, tsv or jsonl")],
    mapping: Annotated[Path | None, typer.Option("--map", help="A YAML file that maps a foreign layout.")] = None,
    background: Background = False,
    as_json: Json = False,
) -> None:
    """Import what came of past events; a recorded step changes only by a row with 是 under 更正, and the former one is kept."""
    _import("outcomes", file, mapping, as_json, background=background)


@importing.command("services", epilog="Example: tongtu import services 四个一服务.xlsx")
def import_services(
    file: Annotated[Path, typer.Argument(help="xlsx, xls, ods, csv, tsv or jsonl")],
    mapping: Annotated[Path | None, typer.Option("--map", help="A YAML file that maps a foreign layout.")] = None,
    background: Background = False,
    as_json: Json = False,
) -> None:
    """Import which of the four services (四个一) was given to whom, on which day, by whom; the people must be stored already."""
    _import("services", file, mapping, as_json, background=background)


@importing.command("placements", epilog="Example: tongtu import placements 就业台账.xlsx")
def import_placements(
    file: Annotated[Path, typer.Argument(help="xlsx, xls, ods, csv, tsv or jsonl")],
    mapping: Annotated[Path | None, typer.Option("--map", help="A YAML file that maps a foreign layout.")] = None,
    background: Background = False,
    as_json: Json = False,
) -> None:
    """Import who began which job when, at an event or on their own; the people and the postings must be stored already."""
    _import("placements", file, mapping, as_json, background=background)


@importing.command("graduates", epilog="Example: tongtu import graduates 毕业生台账.xlsx")
def import_graduates(
    file: Annotated[Path, typer.Argument(help="xlsx, xls, ods, csv, tsv or jsonl")],
    mapping: Annotated[Path | None, typer.Option("--map", help="A YAML file that maps a foreign layout.")] = None,
    background: Background = False,
    as_json: Json = False,
) -> None:
    """Import the graduates' ledger: who is kept in it, and who refused to be served; the people must be stored already."""
    _import("graduates", file, mapping, as_json, background=background)


@importing.command("consents", epilog="Example: tongtu import consents 同意登记表.xlsx")
def import_consents(
    file: Annotated[Path, typer.Argument(help="xlsx, xls, ods, csv, tsv or jsonl")],
    mapping: Annotated[Path | None, typer.Option("--map", help="A YAML file that maps a foreign layout.")] = None,
    background: Background = False,
    as_json: Json = False,
) -> None:
    """Import who agreed to what; an older listing of the same event ends with a new one. One at a time: tongtu consent record."""
    _import("consents", file, mapping, as_json, background=background)


@importing.command("assessment", epilog="Example: tongtu import assessment 能力评估表.xlsx")
def import_assessment(
    file: Annotated[Path, typer.Argument(help="A filled ability-assessment form (.xlsx)")], as_json: Json = False
) -> None:
    """Import one filled ability-assessment form."""
    _import("assessment", file, None, as_json)


@importing.command("list", epilog="Example: tongtu import list")
def list_(as_json: Json = False) -> None:
    """What was imported, newest first, and until when each import can be undone."""
    from api.actions.imports import list_imports
    from api.cli.home import organizer
    from matching.china_time import minute_in_china

    app_, viewer = organizer()
    after: str | None = None
    while True:
        page = list_imports(app_, viewer, after, 200)
        for one in page.items:
            if as_json:
                say_json(one)
                continue
            until = "" if one.undo_until is None or one.undone_at is not None else either("可撤销至", "undo until")
            state = either("已撤销", "undone") if one.undone_at is not None else f"{until} {one.undo_until}" if until else ""
            rows = either(f"{one.rows} 行", f"{one.rows} rows")
            say(f"{one.id}  {minute_in_china(one.made_at)}  {said(one.kind_text)}  {rows}  {one.made_by}  {state}".rstrip())
        after = page.next
        if after is None:
            return


@importing.command("undo", epilog="Example: tongtu import undo i_0123456789abcdef0123")
def undo(
    name: Annotated[str, typer.Argument(metavar="IMPORT", help="An import as `tongtu import list` names it.")],
    as_json: Json = False,
) -> None:
    """Put back what was there before an import; refused, with the reason, where something came of it since."""
    from api.actions.imports import undo_import
    from api.cli.home import organizer

    done = undo_import(*organizer(), name)
    if as_json:
        say_json(done)
        return
    told = (done.removed, done.restored, done.left)
    zh, en = "去掉 {} 条，恢复 {} 条，未动 {} 条", "removed: {}, put back: {}, left: {}"
    say(either(zh, en).format(*told))


def _import(
    kind: str,
    file: Path,
    mapping: Path | None,
    as_json: bool,
    propose: bool = False,
    out: Path | None = None,
    background: bool = False,
) -> None:
    from api.cli.proposing import check_options, print_proposal

    check_options(propose, mapping, out)
    if propose and kind in ("candidates", "postings"):
        print_proposal(kind, file, out, as_json)  # type: ignore[arg-type]
        return
    if background:
        from api.cli.jobs import add_import

        add_import(kind, file, mapping, as_json)
        return
    from api.actions.importing import TrainingReport, import_file
    from api.cli.home import organizer

    app_, viewer = organizer()
    with progress(either(f"导入 {file.name}", f"import {file.name}")) as step:
        report = import_file(app_, viewer, kind, file, mapping, step)
    if as_json:
        say_json(report)
        return
    say(counts_line(report))
    if isinstance(report, TrainingReport) and report.assess_again:
        say(
            either(
                f"{report.assess_again} 人应重新评估：培训可能提升了能力（tongtu courses assess-again 列出他们）",
                f"to assess again: {report.assess_again} (their course may have raised an ability; "
                "tongtu courses assess-again lists them)",
            )
        )
    for fault in report.faults:
        warn(f"{file.name}: {fault_line(fault)}")
