"""A measured pre-match as lines of the table: its ratio to both floors, its recall, how it grows, what it holds."""

from collections.abc import Iterator

from api.bench.prematching import PrematchBench, PrematchRow
from api.bench.rows import Row, spread_of

_RATIO, _RECALL, _PEOPLE, _POSTINGS, _GIBIBYTES = 1.5, 0.95, 2.2, 4.6, 3.0
_MEGABYTES_A_GIBIBYTE = 1_048.576
_DESIGN = 200_000
"""People of the pre-match whose figures the design promises."""


def prematch_rows(found: PrematchBench) -> Iterator[Row]:
    """The rows of the design, the largest size first; a size without the design's number of people has no target."""
    whole, *others = found.rows
    design = whole.people == _DESIGN
    yield _row(whole, met=whole.ratio <= _RATIO if design else None)
    if whole.recall is not None:
        yield Row(
            work=f"the full ranking's top {whole.keep} found at depth {whole.depth}",
            sizes=f"{whole.recall_lists} lists of {_sizes(whole)}",
            figure=f"{whole.recall:.3f}",
            target=f">= {_RECALL}",
            met=whole.recall >= _RECALL,
        )
    for one in others:
        yield _row(one)
        times, of, most = (
            (whole.people / one.people, "people", _PEOPLE)
            if one.people != whole.people
            else (whole.postings / one.postings, "postings", _POSTINGS)
        )
        growth = whole.total.median / one.total.median
        yield Row(
            work=f"growth of the pre-match in {of}",
            sizes=f"{_sizes(one)} -> {_sizes(whole)}",
            figure=f"{growth:.2f} times as long for {times:.1f} times the {of}",
            target=f"<= {most}",
            met=growth <= most,
        )
    gibibytes = found.peak_megabytes / _MEGABYTES_A_GIBIBYTE
    yield Row(
        work="memory of the pre-match",
        sizes=_sizes(whole),
        figure=f"{gibibytes:.2f} GiB",
        target=f"<= {_GIBIBYTES:.0f} GiB" if design else None,
        met=gibibytes <= _GIBIBYTES if design else None,
    )


def _sizes(one: PrematchRow) -> str:
    return f"{one.people:,} people x {one.postings:,} postings"


def _row(one: PrematchRow, met: bool | None = None) -> Row:
    stages = ", ".join(f"{name} {seconds:.2f}" for name, seconds in one.stages.items())
    return Row(
        work="pre-match from built indexes to lists with reasons",
        sizes=f"{_sizes(one)} -> two lists of {one.keep} of {one.depth} ranked each, d = {one.dimensions}, {one.threads} threads",
        figure=f"{one.total.median:.2f} s ({stages})",
        floor=f"dense product {one.floor_product.median:.2f} s + bare prediction of {one.ranked:,} rows "
        f"{one.floor_prediction.median:.2f} s",
        ratio=one.ratio,
        spread=spread_of(one.total),
        target=None if met is None else f"<= {_RATIO}x its floors",
        met=met,
    )
