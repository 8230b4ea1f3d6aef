"""The command that audits an event."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from api.cli.output import either, progress, say, say_json, spoken, warn

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


def audit(
    event: Annotated[str | None, typer.Argument(help="The event's id; none with --leak.")] = None,
    csv: Annotated[Path | None, typer.Option("--csv", help="Also write every table to this file (a new one).")] = None,
    leak: Annotated[
        bool,
        typer.Option(
            "--leak", help="Attack employers' lists of an invented city: what do they give away about category and grade?"
        ),
    ] = False,
    seed: Annotated[int, typer.Option("--seed", min=0, help="With --leak: which city.")] = 1,
    people: Annotated[int, typer.Option("--people", min=100, max=50_000, help="With --leak: its size.")] = 6_000,
    known: Annotated[
        list[int] | None,
        typer.Option("--known", min=0, help="With --leak: also an attacker who knows the truth of so few people; several times."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Who came how far at an event, group by group: counts, impact ratios with intervals, and at which step gaps arise.

    With --leak: how much more an attacker learns from employers' lists than from the postings alone. What was found goes into the
    impact assessment of this home. Exit code 1 above the limit.

    Example: tongtu audit spring --csv audit.csv
    """
    if leak:
        _attack(seed, people, known or [], as_json)
        return
    from api.actions.audit import audit_event
    from api.actions.audit_sheets import audit_file
    from api.actions.errors import BadInput
    from api.cli.audit_lines import audit_lines
    from api.cli.home import organizer
    from matching.knowledge.catalogue import Text

    if event is None:
        raise BadInput(Text(zh="请给出活动编号，或用 --leak。", en="Name an event, or use --leak."))
    if csv is not None and csv.exists():
        raise BadInput(
            Text(zh="文件 {file} 已存在；请换一个名字。", en="{file} is there already; name another file.").format(file=csv)
        )
    app, viewer = organizer()
    with progress(either("统计", "counting")):
        view = audit_event(app, viewer, event)
    if csv is not None:
        csv.write_bytes(audit_file(app, viewer, view))
        warn(f"{csv}")
    if as_json:
        say_json(view)
        return
    for line in audit_lines(view, spoken()):
        say(line)


def _attack(seed: int, people: int, known: list[int], as_json: bool) -> None:
    from api.actions.impacts import record_leak
    from api.benchmark.leak import LEAK_DAY, MOST, leak_report
    from api.benchmark.sightings import LeakSizes
    from api.cli.home import administrator
    from api.cli.leak_lines import leak_lines
    from api.schemas.impacts import LeakFiguresView, LeakLineView
    from models.baselines import HandWeightedRanker
    from models.encoder import load_encoder

    sizes = LeakSizes(people=people, employers=max(10, people // 100), fair_people=people // 2)
    with progress(either("攻击", "attacking")):
        report = leak_report(seed, sizes, load_encoder(), HandWeightedRanker.load(), LEAK_DAY, known)
    app, viewer = administrator()
    rows = [LeakLineView(secret=one.secret, people=one.people, excess=one.excess, upper=one.upper) for one in report.now]
    figures = LeakFiguresView(
        at=app.clock(), people=report.people, lines=report.lines, most=MOST, holds=report.holds, secrets=tuple(rows)
    )
    record_leak(app, viewer, figures)
    if as_json:
        say_json(asdict(report) | {"holds": report.holds})
    else:
        for line in leak_lines(report, MOST):
            say(line)
    if not report.holds:
        raise typer.Exit(1)
