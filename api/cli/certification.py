"""The command that imports certified counts."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.faults import counts_line, fault_line
from api.cli.outbox import Json, On, day_of
from api.cli.output import either, say, say_json, warn


def import_certification(
    file: Annotated[Path, typer.Argument(help="A file of counts by employer: xlsx, xls, ods, csv, tsv or jsonl")],
    mapping: Annotated[Path | None, typer.Option("--map", help="A YAML file that maps a foreign layout.")] = None,
    source: Annotated[str | None, typer.Option(help="The platform it is from; default: the national certification.")] = None,
    on: On = None,
    as_json: Json = False,
) -> None:
    """Import how many people a platform certified of each employer; --on: the day the file was fetched. Stale counts are named."""
    from api.actions.certifying import SOURCE
    from api.actions.certifying import import_certification as keep
    from api.cli.home import organizer

    report = keep(*organizer(), file, mapping, source or SOURCE, day_of(on))
    if as_json:
        say_json(report)
        return
    say(f"{counts_line(report)} ({report.source}, {report.fetched_on})")
    for name in report.stale:
        say(either(f"已陈旧，请重新下载：{name}", f"stale, fetch it again: {name}"))
    for fault in report.faults:
        warn(f"{report.file}: {fault_line(fault)}")
