"""`tongtu bench ...`: measurements with sizes, threads and stages printed."""

from typing import Annotated

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
    from api.wiring import now

    found = bench_verdicts(pairs, people, postings, seed, now().date())
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
