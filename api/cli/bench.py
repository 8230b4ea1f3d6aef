"""`tongtu bench ...`: measurements with sizes, threads and stages printed."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from api.cli.output import say, say_json, warn

if TYPE_CHECKING:
    from pydantic import BaseModel

bench = typer.Typer(help="Measure this machine; every figure with its sizes.", no_args_is_help=True)


@bench.command("verdicts", epilog="Example: tongtu bench verdicts --pairs 200000 --people 50000 --postings 300")
def verdicts(
    pairs: Annotated[int, typer.Option(min=0, help="Distinct pairs compared one by one with the traced judgement.")] = 5_000_000,
    people: Annotated[int, typer.Option(min=1, max=5_000_000)] = 200_000,
    postings: Annotated[int, typer.Option(min=1, max=20_000)] = 1_000,
    growth: Annotated[bool, typer.Option("--growth", help="Also half of the people, and a quarter of the postings.")] = False,
    seed: Annotated[int, typer.Option(min=0)] = 7,
    small: Annotated[bool, typer.Option("--small", help="10,000 people, 100 postings, 20,000 pairs compared.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """All-pairs verdicts: equality with the pair evaluator, and pairs a second."""
    from api.bench.verdicts import bench_verdicts
    from api.wiring import today

    if small:
        pairs, people, postings = 20_000, 10_000, 100
    try:
        found = bench_verdicts(pairs, people, postings, seed, today(), growth)
    except ValueError as fault:
        raise typer.BadParameter(str(fault)) from fault
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
    for more in found.growth:
        sizes = f"{more.smaller:,} -> {more.larger:,}"
        say(f"growth: {more.times:.1f} times the {more.of} ({sizes}) take {more.ratio:.2f} times as long")
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


@bench.command("encode", epilog="Example: tongtu bench encode --texts 4096")
def encode(
    texts: Annotated[int, typer.Option(min=1, max=10_000_000)] = 16_384,
    runs: Annotated[int, typer.Option(min=1, max=100, help="Timed runs after one that warms up.")] = 5,
    seed: Annotated[int, typer.Option(min=0)] = 7,
    small: Annotated[bool, typer.Option("--small", help="An eighth of the texts and two runs, for a first look.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Texts a second by the default encoder, and how long its import takes."""
    from api.bench.encoding import bench_encode, encode_lines
    from api.wiring import today

    if small:
        texts, runs = max(texts // 8, 1), 2
    found = bench_encode(texts, seed, today(), runs)
    _tell(found, encode_lines(found), as_json)


@bench.command("serving", epilog="Example: tongtu bench serving --people 400 --seconds 20")
def serving(
    people: Annotated[int, typer.Option(min=50, max=20_000)] = 400,
    employers: Annotated[int, typer.Option(min=5, max=500)] = 40,
    seconds: Annotated[float, typer.Option(min=1, max=3_600, help="Of each run, bare or real.")] = 15,
    minutes: Annotated[float, typer.Option(min=0.01, max=60, help="At capacity, and at twice and four times as much, each.")] = 2,
    runs: Annotated[int, typer.Option(min=1, max=100, help="Bare and real in turn, after one that warms up.")] = 5,
    seed: Annotated[int, typer.Option(min=0)] = 7,
    small: Annotated[bool, typer.Option("--small", help="A small fair, two runs of two seconds, for a first look.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """A stored list over HTTP beside the same bytes bare, its latency, and a server that is asked more than it can."""
    from api.bench.serving import bench_serving, serving_lines

    if small:
        people, employers, seconds, runs, minutes = 120, 12, 2.0, 2, 0.05
    found = bench_serving(people, employers, seed, seconds, runs, 60 * minutes)
    _tell(found, serving_lines(found), as_json)


@bench.command("selectivity", epilog="Example: tongtu bench selectivity --people 20000 --postings 50")
def selectivity(
    people: Annotated[int, typer.Option(min=1, max=10_000_000)] = 200_000,
    postings: Annotated[int, typer.Option(min=1, max=20_000)] = 200,
    dimensions: Annotated[int, typer.Option(min=1, max=4_096)] = 192,
    runs: Annotated[int, typer.Option(min=1, max=100, help="Timed runs after one that warms up.")] = 3,
    seed: Annotated[int, typer.Option(min=0)] = 7,
    small: Annotated[bool, typer.Option("--small", help="10,000 people, 20 postings, one run.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """What retrieval costs when many, few or hardly any people are allowed."""
    from api.bench.selectivity import bench_selectivity, selectivity_lines

    if small:
        people, postings, runs = 10_000, 20, 1
    found = bench_selectivity(people, postings, dimensions, seed, runs)
    _tell(found, selectivity_lines(found), as_json)


@bench.command("startup", epilog="Example: tongtu bench startup --runs 5")
def startup(
    runs: Annotated[int, typer.Option(min=1, max=100, help="Fresh processes after one that warms up.")] = 10,
    small: Annotated[bool, typer.Option("--small", help="Two runs, for a first look.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """How soon `tongtu --help` answers, beside bare Python and an import of typer."""
    from api.bench.startup import bench_startup, startup_lines

    found = bench_startup(2 if small else runs)
    _tell(found, startup_lines(found), as_json)


@bench.command("import", epilog="Example: tongtu bench import --postings 2000 --candidates 500")
def importing(
    postings: Annotated[int, typer.Option(min=0, max=1_000_000, help="Rows of twenty columns; 0: none.")] = 10_000,
    candidates: Annotated[int, typer.Option(min=0, max=1_000_000, help="Rows with all 45 abilities; 0: none.")] = 5_000,
    sheet: Annotated[Literal["csv", "xlsx"], typer.Option(help="The kind of file.")] = "csv",
    runs: Annotated[int, typer.Option(min=1, max=100, help="Timed runs after one that warms up.")] = 3,
    seed: Annotated[int, typer.Option(min=0)] = 7,
    small: Annotated[bool, typer.Option("--small", help="A tenth of the rows and one run, for a first look.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Spreadsheets into a fresh SQLite home, with every check; beside reading the file and bare inserts."""
    from api.bench.importing import bench_import, import_lines
    from api.wiring import today

    if small:
        postings, candidates, runs = postings // 10, candidates // 10, 1
    found = bench_import(postings, candidates, seed, today(), sheet, runs)
    _tell(found, import_lines(found), as_json)


@bench.command("against", epilog="Example: tongtu bench against pandas duckdb --people 5000 --postings 100")
def against(
    programs: Annotated[
        list[str] | None, typer.Argument(help="pandas, duckdb, pgvector, lancedb, published; without one, all of them.")
    ] = None,
    people: Annotated[int, typer.Option(min=1, max=1_000_000)] = 20_000,
    postings: Annotated[int, typer.Option(min=1, max=5_000)] = 200,
    keep: Annotated[int, typer.Option(min=1, max=200, help="Entries of a list.")] = 50,
    runs: Annotated[int, typer.Option(min=1, max=100, help="Timed runs after one that warms up.")] = 3,
    seed: Annotated[int, typer.Option(min=0)] = 7,
    small: Annotated[bool, typer.Option("--small", help="1,000 people, 20 postings, one run, for a first look.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Other programs and Tongtu on the same part of a pre-match; `pip install -c constraints.txt '.[peers]'` brings them."""
    from api.bench.against import PEERS, against_lines, bench_against
    from api.wiring import today
    from models.encoder_registry import serving_encoder

    names = tuple(programs or PEERS)
    for name in names:
        if name not in PEERS:
            raise typer.BadParameter(f"{name} is no program to measure against; give some of {', '.join(PEERS)}")
    if small:
        people, postings, runs = 1_000, 20, 1
    found = bench_against(names, people, postings, seed, today(), serving_encoder(None, None), keep, runs)
    _tell(found, against_lines(found), as_json)


@bench.command("prematch", epilog="Example: tongtu bench prematch --people 20000 --postings 100")
def prematch(
    people: Annotated[int, typer.Option(min=1, max=40_000_000)] = 200_000,
    postings: Annotated[int, typer.Option(min=1, max=20_000)] = 1_000,
    depth: Annotated[int, typer.Option(min=1, max=10_000, help="Pairs ranked a list; a posting has two lists.")] = 150,
    keep: Annotated[int, typer.Option(min=1, max=1_000, help="Entries kept a list.")] = 25,
    threads: Annotated[int | None, typer.Option(min=1, max=256, help="One a core without it.")] = None,
    growth: Annotated[bool, typer.Option("--growth", help="Also half the people, and a quarter of the postings.")] = False,
    recall: Annotated[int, typer.Option(min=0, max=1_000, help="Postings for which everybody who fits is ranked.")] = 0,
    compiled: Annotated[bool, typer.Option(help="Forests as compiled tables; without, by LightGBM, with equal lists.")] = True,
    ranker: Annotated[Path | None, typer.Option(help="Folder of a trained ranker; without it one is trained first.")] = None,
    beside: Annotated[
        bool, typer.Option("--against", help="Then other programs on a part of the work, as `tongtu bench against` does.")
    ] = False,
    seed: Annotated[int, typer.Option(min=0)] = 7,
    small: Annotated[bool, typer.Option("--small", help="2,000 people, 40 postings, for a first look.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Pre-matching from built indexes to lists with reasons, by stage, beside one dense product and LightGBM alone."""
    from api.bench.machine import this_machine
    from api.bench.prematching import bench_prematch, prematch_lines
    from api.wiring import today
    from models.ranker import LearnedRanker

    if small:
        people, postings = 2_000, 40
    if depth < keep:
        raise typer.BadParameter(f"--depth is {depth} and --keep {keep}: rank at least as many as are kept")
    chosen = None if ranker is None else LearnedRanker.load(ranker)
    sizes = (people, postings, depth, keep, threads or this_machine().cores)
    try:
        found = bench_prematch(chosen, *sizes, seed, today(), growth=growth, recall=recall, tables=compiled)
    except ValueError as fault:
        raise typer.BadParameter(str(fault)) from fault
    _tell(found, prematch_lines(found), as_json)
    if beside:
        against(None, min(people, 20_000), min(postings, 200), min(keep, 200), seed=seed, small=small, as_json=as_json)


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


@bench.command("whole-fair", epilog="Example: tongtu bench whole-fair --people 600 --postings 100 --booths 30 --ranker hand")
def whole_fair(
    people: Annotated[int, typer.Option(min=1, max=200_000)] = 5_000,
    postings: Annotated[int, typer.Option(min=1, max=5_000)] = 500,
    booths: Annotated[int, typer.Option(min=1, max=1_000, help="One of each employer.")] = 150,
    slots: Annotated[int, typer.Option(min=1, max=44, help="Of 20 minutes.")] = 24,
    ranker: Annotated[
        Literal["trained", "hand"], typer.Option(help="Train one for the home first, or use the hand weights.")
    ] = "trained",
    runs: Annotated[int, typer.Option(min=1, max=100, help="Warm fairs after the cold one, in each process.")] = 3,
    processes: Annotated[int, typer.Option(min=1, max=20, help="Fresh processes, each over a fresh copy of the home.")] = 2,
    seed: Annotated[int, typer.Option(min=0)] = 7,
    small: Annotated[bool, typer.Option("--small", help="200 people, 40 postings, hand weights, for a first look.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """A real fair, from stored data to saved shortlists and a saved timetable, cold and warm."""
    from api.bench.fair import FairSizes
    from api.bench.whole_fair import bench_whole_fair, whole_fair_lines

    sizes = FairSizes(people=people, postings=postings, booths=booths, slots=slots, walk_ins=0)
    if small:
        sizes, ranker, runs, processes = FairSizes(people=200, postings=40, booths=12, walk_ins=0), "hand", 1, 1
    try:
        found = bench_whole_fair(sizes, seed, ranker == "trained", runs, processes)
    except ValueError as fault:
        raise typer.BadParameter(str(fault)) from fault
    _tell(found, whole_fair_lines(found), as_json)


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


@bench.command("all", epilog="Example: tongtu bench all --small --out first-look")
def all_(
    out: Annotated[Path, typer.Option(help="Folder of the results; what is in it is not measured again.")] = Path("bench-results"),
    only: Annotated[list[str] | None, typer.Option(help="Names of commands, such as encode; can be given several times.")] = None,
    small: Annotated[bool, typer.Option("--small", help="Small sizes and few runs, for a first look.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Every measurement of the design, each in a process of its own; interrupted, it goes on where it was."""
    from api.bench.suite import STEPS, report_lines, run_steps
    from api.wiring import today

    names = [step.name for step in STEPS]
    for name in only or ():
        if name not in names:
            raise typer.BadParameter(f"{name} is not measured here; give some of {', '.join(names)}")
    found, failed = [], 0
    for ended in run_steps([step for step in STEPS if not only or step.name in only], out, small, today()):
        if ended.measured is None:
            failed += 1
            warn(f"{ended.step.name}: {ended.fault}")
            continue
        found.append(ended.measured)
        if not as_json:
            say(f"{ended.step.name}: " + ("measured before" if ended.kept else f"{ended.measured.seconds:.0f} s"))
    if as_json:
        say_json({"measured": [one.model_dump(mode="json") for one in found], "failed": failed})
    else:
        say()
        for line in report_lines(found):
            say(line)
    if failed:
        raise typer.Exit(1)


@bench.command("table", epilog="Example: tongtu bench table docs/performance --into docs/performance.md")
def table(
    folder: Annotated[Path, typer.Argument(help="A folder that tongtu bench all filled.")],
    into: Annotated[Path | None, typer.Option(help="A document with the two marks; what is between them is replaced.")] = None,
) -> None:
    """The results of a folder as one table in Markdown."""
    from api.bench.suite import put_into, report_lines, results_in

    lines = report_lines(results_in(folder))
    if into is not None:
        put_into(into, "table", lines)
        return
    for line in lines:
        say(line)


@bench.command("country", epilog="Example: tongtu bench country docs/performance --into docs/performance.md")
def country(
    folder: Annotated[Path, typer.Argument(help="A folder that tongtu bench all filled.")],
    into: Annotated[Path | None, typer.Option(help="A document with the two marks; what is between them is replaced.")] = None,
) -> None:
    """A plan for the whole country, reckoned from the results of a folder."""
    from api.bench.country import country_lines
    from api.bench.suite import put_into, results_in

    lines = list(country_lines(results_in(folder)))
    if into is not None:
        put_into(into, "country", lines)
        return
    for line in lines:
        say(line)


def _tell(found: "BaseModel", lines: Iterable[str], as_json: bool) -> None:
    if as_json:
        say_json(found)
        return
    for line in lines:
        say(line)
