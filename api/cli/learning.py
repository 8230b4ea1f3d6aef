"""`tongtu train ranker` and `tongtu evaluate`: learn from outcomes, and see beside plain baselines what learning is worth."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import typer

from api.cli.output import either, progress, say, say_json

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
World = Literal["first", "second"]


def train_ranker(
    synthetic: Annotated[bool, typer.Option("--synthetic", help="Learn from the fairs of a synthetic world instead.")] = False,
    seed: Annotated[int, typer.Option(min=0)] = 7,
    as_json: Json = False,
) -> None:
    """Train a challenger on recorded outcomes; it serves only if it wins on the last events and harms no group."""
    from api.actions.training import train_from_store, train_on_synthetic
    from api.cli.home import organizer

    train = train_on_synthetic if synthetic else train_from_store
    with progress(either("训练", "training")) as tick:
        stages: list[str] = []

        def on_stage(stage: str) -> None:
            stages.append(stage)
            tick(len(stages), max(len(stages) + 1, 10))

        made = train(*organizer(), seed, on_stage=on_stage)
    if as_json:
        say_json(made)
        return
    for line in training_lines(made):
        say(line)


def evaluate(
    from_store: Annotated[bool, typer.Option("--from-store", help="On the office's own last events.")] = False,
    off_policy: Annotated[
        bool, typer.Option("--off-policy", help="By the log of lists with explored places (IPS, SNIPS).")
    ] = False,
    event: Annotated[str | None, typer.Option(help="With --off-policy: one event alone.")] = None,
    benchmark: Annotated[
        bool, typer.Option("--benchmark", help="The open benchmark: train and compare everything, a seed a world.")
    ] = False,
    curve: Annotated[bool, typer.Option("--curve", help="At which number of past events learning starts to win.")] = False,
    ablations: Annotated[
        bool, typer.Option("--ablations", help="What text, pay and commute, and bias correction are worth.")
    ] = False,
    world: Annotated[World, typer.Option(help="Which hidden truth the benchmark plays.")] = "first",
    seed: Annotated[int, typer.Option(min=0, help="The seed, or the first of --seeds.")] = 1,
    seeds: Annotated[int, typer.Option(min=1, max=100, help="How many worlds.")] = 1,
    jobs: Annotated[int, typer.Option(min=1, max=64, help="Processes.")] = 1,
    small: Annotated[bool, typer.Option("--small", help="Smaller worlds, for a first look.")] = False,
    as_json: Json = False,
) -> None:
    """The ranker in use beside plain baselines and oracles: on a synthetic world, on own events, or the whole open benchmark."""
    from api.actions import evaluating
    from api.cli.home import organizer

    app, viewer = organizer()
    kinds = tuple(name for name, on in (("table", benchmark), ("curve", curve), ("ablations", ablations)) if on)
    if sum((from_store, off_policy, bool(kinds))) > 1:
        raise typer.BadParameter(
            either(
                "只能选一种：--from-store、--off-policy，或基准的 --benchmark、--curve、--ablations",
                "choose one of --from-store, --off-policy, or the benchmark's --benchmark, --curve, --ablations",
            )
        )
    if event is not None and not off_policy:
        raise typer.BadParameter(either("--event 要和 --off-policy 一起用", "--event goes with --off-policy"))
    if kinds:
        for report in evaluating.evaluate_benchmark(viewer, range(seed, seed + seeds), world, kinds, jobs, small):
            if as_json:
                say_json(report)
                continue
            for line in benchmark_lines(report):
                say(line)
        return
    if off_policy:
        found = evaluating.evaluate_off_policy(app, viewer, event, seed)
    else:
        found = evaluating.evaluate_stored(app, viewer, seed) if from_store else evaluating.evaluate_in_use(app, viewer, seed)
    if as_json:
        say_json(found)
        return
    for line in off_policy_lines(found) if off_policy else evaluation_lines(found):
        say(line)


def training_lines(made: dict[str, Any]) -> Iterator[str]:
    version, events, lists, pairs = (made[name] for name in ("version", "events", "lists", "pairs"))
    yield either(
        f"{version}：从 {events} 场活动、{lists} 份名单、{pairs} 对中学习；"
        f"在 {made['held_out_events']} 场活动、{made['held_out_lists']} 份名单上检验",
        f"{version}: {events} events, {lists} lists, {pairs} pairs learnt from; judged on "
        f"{made['held_out_events']} events, {made['held_out_lists']} lists",
    )
    yield from (either(**note) for note in made["notes"])
    for check in made["gate"]["checks"]:
        mark = "✓" if check["passed"] else "✗"
        yield f"  {mark} {either(**check['text'])}"
    if made["unchanged"]:
        yield either("与在用的模型相同，没有变化。", "It is the very model in use; nothing changed.")
    elif made["promoted"]:
        yield either("通过检验，从现在起使用。", "It passed the gate and serves from now on.")
    else:
        yield either(f"没有通过检验：仍使用 {made['parent']}。", f"It did not pass the gate: {made['parent']} goes on serving.")
    yield f"{made['folder']}{'/card.md' if Path(made['folder']).is_dir() else ''}"


def evaluation_lines(found: dict[str, Any]) -> Iterator[str]:
    yield either(f"{found['source']}；在用：{found['in_use']}", f"{found['source']}; in use: {found['in_use']}")
    yield from found["notes"]
    for side, told in found["sides"].items():
        yield ""
        size = either(
            f"（{told['lists']} 份名单，{told['pairs']} 对；95% 区间）",
            f"  ({told['lists']} lists, {told['pairs']} pairs; 95 % intervals)",
        )
        yield f"{either(*_SIDES[side])}{size}"
        yield from table_lines(told["table"])


def benchmark_lines(report: dict[str, Any]) -> Iterator[str]:
    yield (
        f"seed {report['seed']}, world {report['world']} {report['world_hash'][:12]}, {report['hand_weights']}, "
        f"pairs {report['pairs']}, seconds {report['seconds']}"
    )
    for side, rows in report.get("table", {}).items():
        measures = list(dict.fromkeys(name for row in rows.values() for name in row))
        yield ""
        yield either(*_SIDES[side])
        cells = [[name, *(_cell(row.get(measure)) for measure in measures)] for name, row in rows.items()]
        yield from table_lines([["", *measures], *cells])
    if "headline" in report:
        yield ""
        yield from (f"{name}: {_cell(value)}" for name, value in report["headline"].items())
    for side, told in report.get("curve", {}).items():
        yield ""
        start = told["learning_wins_from"]
        wins = "learning wins at none of these sizes" if start is None else f"learning wins from {start} events on"
        yield f"{either(*_SIDES[side])}: {wins} (nDCG@10 against the weights as shipped)"
        yield from table_lines(
            [["events", *told["ndcg@10"]], *([name, *map(_cell, told[name].values())] for name in list(told)[:3])]
        )
    for name, sides in report.get("ablations", {}).items():
        yield ""
        yield f"{name}: " + "; ".join(
            f"{side} " + ", ".join(f"{measure} {_cell(sides[side].get(measure))}" for measure in ("ndcg@10", "hires"))
            for side in sides
        )


def off_policy_lines(found: dict[str, Any]) -> Iterator[str]:
    yield either(
        f"{found['source']}；在用：{found['in_use']}；{found['lists']} 份名单；没有探索而未计入的活动：{found['not_explored']}",
        f"{found['source']}; in use: {found['in_use']}; {found['lists']} lists; "
        f"left out, for nothing was explored: {found['not_explored']}",
    )
    for step, told in found["estimates"].items():
        yield f"{step}: " + ", ".join(f"{name} {_cell(value)}" for name, value in told.items())


def table_lines(rows: list[list[str]]) -> Iterator[str]:
    """Columns as wide as their widest cell; the first to the left."""
    widths = [max(len(str(row[column])) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        cells = [
            str(cell).ljust(width) if not number else str(cell).rjust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, list) and len(value) == 3:
        if value[1] is None or value[2] is None:
            return f"{value[0]:.3f} [–]"
        return f"{value[0]:.3f} [{value[1]:.3f}, {value[2]:.3f}]"
    return f"{value:.3f}" if isinstance(value, float) else str(value)


_SIDES: Final[Mapping[str, tuple[str, str]]] = {
    "employer": ("单位的名单", "employers' lists of people"),
    "candidate": ("求职者的名单", "people's lists of posts"),
}
