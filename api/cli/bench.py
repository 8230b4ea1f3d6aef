"""`tongtu bench ...`: measurements with sizes, threads and stages printed."""

from typing import Annotated, Literal

import typer

from api.cli.output import say, say_json

bench = typer.Typer(help="Measure this machine; every figure with its sizes.", no_args_is_help=True)


@bench.command("verdicts", epilog="Example: tongtu bench verdicts --pairs 200000 --people 50000 --postings 300")
def verdicts(
    pairs: Annotated[int, typer.Option(min=0, help="Distinct pairs compared one by one with the traced judgement.")] = 5_000_000,
    people: Annotated[int, typer.Option(min=1, max=5_000_000)] = 200_000,
    postings: Annotated[int, typer.Option(min=1, max=20_000)] = 1_000,
    seed: Annotated[int, typer.Option(min=0)] = 7,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """All-pairs verdicts: equality with the pair evaluator, and pairs a second."""
    from api.bench.verdicts import bench_verdicts
    from api.wiring import today

    found = bench_verdicts(pairs, people, postings, seed, today())
    if as_json:
        say_json(found)
        return
    machine = found.machine
    say(f"{machine.processor}, {machine.cores} cores, Python {machine.python}, {machine.system}")
    say("shares: " + ", ".join(f"{name} {100 * share:.1f} %" for name, share in found.shares.items()))
    if found.equality is not None:
        one = found.equality
        say(
            f"equality: {one.people:,} people x {one.postings:,} postings = {one.pairs:,} distinct pairs, "
            f"{one.different} different, {one.seconds:.0f} s"
        )
    for rate in found.rates:
        say(
            f"rate: {rate.people:,} x {rate.postings:,}, {rate.threads} threads: {rate.pairs_a_second / 1e9:.2f} G pairs/s "
            f"({1e3 * rate.pass_.median:.0f} ms, {1e3 * rate.pass_.fastest:.0f}-{1e3 * rate.pass_.slowest:.0f}), "
            f"{rate.ratio:.1f}x writing the result alone; index in {rate.build_seconds:.2f} s ({rate.index_megabytes:.0f} MB), "
            f"postings compiled in {rate.compile_seconds:.2f} s, planes {rate.planes_megabytes:.0f} MB"
        )
    say(f"peak memory {found.peak_megabytes:.0f} MB")


@bench.command("ranking", epilog="Example: tongtu bench ranking --rows 100000")
def ranking(
    rows: Annotated[int, typer.Option(min=1_000, max=5_000_000, help="Past pairs to train on.")] = 500_000,
    predicted: Annotated[int, typer.Option(min=100, max=5_000_000, help="Pairs to rank.")] = 100_000,
    threads: Annotated[int, typer.Option(min=1, max=64, help="Of the training; ranking takes one.")] = 2,
    seed: Annotated[int, typer.Option(min=0)] = 7,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Training time and memory, and pairs ranked a second on one thread."""
    from api.bench.ranking import bench_ranking
    from api.wiring import today

    found = bench_ranking(rows, predicted, threads, seed, today())
    if as_json:
        say_json(found)
        return
    machine = found.machine
    say(f"{machine.processor}, {machine.cores} cores, Python {machine.python}, {machine.system}")
    say(
        f"training: {found.rows:,} pairs in {found.lists:,} lists x {found.features} features, {found.threads} threads: "
        f"{found.train_seconds:.0f} s, {found.trees} trees, peak memory {found.peak_megabytes:.0f} MB"
    )
    say(
        f"ranking {found.predicted:,} pairs on one thread: {found.rows_a_second:,.0f} pairs/s "
        f"({found.score.median:.2f} s, {found.score.fastest:.2f}-{found.score.slowest:.2f}), chances {found.chances.median:.2f} s, "
        f"reasons of a twentieth {found.reasons.median:.2f} s; reading the table once {1e3 * found.floor.median:.0f} ms"
    )


@bench.command("fair", epilog="Example: tongtu bench fair --people 600 --postings 100 --booths 30 --interpreters 2")
def fair(
    people: Annotated[int, typer.Option(min=1, max=20_000)] = 3_000,
    postings: Annotated[int, typer.Option(min=1, max=5_000)] = 500,
    booths: Annotated[int, typer.Option(min=1, max=1_000, help="One of each employer.")] = 150,
    slots: Annotated[int, typer.Option(min=1, max=44, help="Of 20 minutes.")] = 24,
    interviewers: Annotated[int, typer.Option(min=1, max=10, help="At each booth.")] = 1,
    interpreters: Annotated[int, typer.Option(min=1, max=1_000)] = 8,
    guides: Annotated[int, typer.Option(min=1, max=1_000)] = 12,
    quiet_rooms: Annotated[int, typer.Option(min=1, max=1_000)] = 4,
    coaches: Annotated[int, typer.Option(min=1, max=1_000)] = 8,
    most: Annotated[int, typer.Option(min=1, max=44, help="Interviews that a person wants at most.")] = 3,
    guaranteed: Annotated[int, typer.Option(min=0, max=44, help="Interviews for everybody before anybody gets more.")] = 1,
    settled: Annotated[int, typer.Option(min=0, max=100, help="Percent of the open questions that somebody settled.")] = 25,
    plain: Annotated[bool, typer.Option("--plain", help="Every interview one slot, no booth with an own interpreter.")] = False,
    no_shows: Annotated[int, typer.Option(min=0, max=20_000)] = 40,
    walk_ins: Annotated[int, typer.Option(min=0, max=20_000)] = 60,
    runs: Annotated[int, typer.Option(min=1, max=100, help="Timed runs after one that warms up.")] = 3,
    seed: Annotated[int, typer.Option(min=0)] = 7,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """A whole fair: allocation, timetable, other ways to decide put on the same clock, and the day's changes."""
    from api.bench.fair import FairSizes, bench_fair, fair_lines
    from api.wiring import today
    from models.encoder_registry import serving_encoder

    sizes = FairSizes(
        people=people,
        postings=postings,
        booths=booths,
        slots=slots,
        interviewers=interviewers,
        interpreters=interpreters,
        guides=guides,
        quiet_rooms=quiet_rooms,
        coaches=coaches,
        most=most,
        guaranteed=guaranteed,
        settled=settled,
        plain=plain,
        no_shows=no_shows,
        walk_ins=walk_ins,
    )
    try:
        found = bench_fair(sizes, seed, today(), serving_encoder(None, None), runs)
    except ValueError as fault:
        raise typer.BadParameter(str(fault)) from fault
    if as_json:
        say_json(found)
        return
    for line in fair_lines(found):
        say(line)


@bench.command("year", epilog="Example: tongtu bench year --seeds 2 --small")
def year(
    seed: Annotated[int, typer.Option(min=0, help="The seed, or the first of --seeds.")] = 1,
    seeds: Annotated[int, typer.Option(min=1, max=100, help="How many worlds.")] = 6,
    world: Annotated[Literal["first", "second"], typer.Option(help="Which hidden truth comes of the interviews.")] = "first",
    fairs: Annotated[int | None, typer.Option(min=1, max=60, help="One a month; 12 without it.")] = None,
    small: Annotated[bool, typer.Option("--small", help="A small city with three fairs, for a first look.")] = False,
    jobs: Annotated[int, typer.Option(min=1, max=64, help="Processes.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a seed, then the summary.")] = False,
) -> None:
    """A year of fairs by the hidden truth: matched, allocated, met, learnt from; beside lists by similarity."""
    from dataclasses import replace
    from datetime import date

    from api.actions.evaluating import BENCHMARK_DAY
    from api.benchmark.year import SMALL, Policy, YearSizes
    from api.benchmark.years import YearOrder, play_years, summary, year_lines
    from api.cli.output import progress

    sizes = SMALL if small else YearSizes()
    if fairs is not None:
        sizes = replace(sizes, fairs=fairs)
    day = date.fromisoformat(BENCHMARK_DAY)
    orders = [YearOrder(number, world, day, sizes, tuple(Policy)) for number in range(seed, seed + seeds)]
    reports = []
    with progress("years") as tick:
        for report in play_years(orders, jobs):
            reports.append(report)
            tick(len(reports), len(orders))
            if as_json:
                say_json(report)
    found = summary(reports)
    if as_json:
        say_json(found)
        return
    for line in year_lines(found):
        say(line)
