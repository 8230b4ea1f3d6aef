"""A plan for the whole country, reckoned from what was measured here; every figure with how it comes about."""

from collections.abc import Iterator, Sequence
from math import ceil
from typing import Any, Final

from api.actions.errors import BadInput
from api.bench.prematching import PrematchBench, PrematchRow
from api.bench.rows import Measured
from matching.knowledge.catalogue import Text

PEOPLE: Final = 38_000_000
POSTS: Final = 1_000_000
REGIONS: Final = 333
REMOTE: Final = 0.05
CORES: Final = 32
CORE_HOUR: Final = 0.4
MEMORY_GIB: Final = 128
HOUR: Final = 3_600
ASSUMPTIONS: Final = (
    f"{PEOPLE:,} people are registered and {POSTS:,} posts are open at once: the sizes that this project is designed for (November "
    "2026), not a forecast. The figure of people is the one in the task of this project; nobody looked it up.",
    f"The country has {REGIONS} regions at prefecture level (National Bureau of Statistics, end of 2023). People and posts are "
    "spread evenly over them, which no country is. The figure is from memory and moves the plan little: posts for "
    "anywhere rule it.",
    f"{100 * REMOTE:.0f} % of the posts can be done from anywhere and are matched with everybody, the others with their region: a "
    "guess.",
    f"A machine has {CORES} cores and {MEMORY_GIB} GiB. A core of it is as fast as one here, as each worker has one or two "
    "of its own (threads of one process gain little beyond four); expect a fifth to a third less.",
    f"A core costs {CORE_HOUR} yuan an hour, the order of rented general-purpose machines (November 2026; no offer was asked for). "
    "The class of the sum is meant, not the sum.",
)
_NEEDED: Final = Text(
    zh="国家方案要用 prematch 和 import 两项测量结果；先运行 tongtu bench all --only prematch --only import。",
    en="The plan needs the results of prematch and import; run tongtu bench all --only prematch --only import first.",
)
_LEAST: Final = 100_000
"""People of a measurement in which what every run costs at least does not rule."""
_TOO_SMALL: Final = Text(
    zh=f"国家方案要用至少 {_LEAST:,} 人的 prematch 测量结果；先运行不带 --small 的 tongtu bench all --only prematch。",
    en=f"The plan needs a prematch result of at least {_LEAST:,} people; run tongtu bench all --only prematch (no --small) first.",
)
_PAIRWISE: Final = ("verdicts", "retrieval")
"""Stages that look at every pair; the others look at what is ranked, so many of a posting."""


def country_lines(found: Sequence[Measured]) -> Iterator[str]:
    """The plan in Markdown. Raises BadInput where a measurement that it rests on is missing."""
    told = {one.name: one for one in found}
    if not {"prematch", "import"} <= told.keys():
        raise BadInput(_NEEDED)
    bench = PrematchBench.model_validate(told["prematch"].details)
    row = bench.rows[0]
    if row.people < _LEAST:
        raise BadInput(_TOO_SMALL)
    yield from (f"{number}. {text}" for number, text in enumerate(ASSUMPTIONS, 1))
    yield ""
    yield f"Measured on {told['prematch'].machine.line}, {told['prematch'].day}: {_measured(row)}."
    yield ""
    yield "| what | how it comes about | figure |"
    yield "|---|---|---|"
    for cells in (*_bytes(row, told["import"].details), *_seconds(row)):
        yield "| " + " | ".join(cells) + " |"


def _measured(row: PrematchRow) -> str:
    return f"{row.people:,} people x {row.postings:,} postings in {row.total.median:.2f} s on {row.threads} cores"


def _bytes(row: PrematchRow, imported: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    stored = {one["kind"]: one["database_megabytes"] * 1e6 / one["rows"] for one in imported["files"]}
    for kind, many in (("candidates", PEOPLE), ("postings", POSTS)):
        if kind in stored:
            yield f"stored {kind}", f"{many:,} x {stored[kind]:,.0f} bytes", _size(many * stored[kind])
    vectors = row.dimensions * 4
    yield "vectors", f"{PEOPLE:,} x {row.dimensions} x 4 bytes, of profile and experience each", _size(2 * PEOPLE * vectors)
    pairs = PEOPLE * POSTS * (REMOTE + (1 - REMOTE) / REGIONS)
    yield "verdicts, held while they are decided", "2 bits a pair, below", _size(pairs / 4)


def _seconds(row: PrematchRow) -> Iterator[tuple[str, str, str]]:
    cores = row.threads
    a_pair = sum(row.stages.get(name, 0.0) for name in _PAIRWISE) * cores / (row.people * row.postings)
    a_posting = (row.total.median - sum(row.stages.get(name, 0.0) for name in _PAIRWISE)) * cores / row.postings
    local = PEOPLE * POSTS * (1 - REMOTE) / REGIONS
    remote = PEOPLE * POSTS * REMOTE
    yield (
        "pairs within a region",
        f"{PEOPLE:,} x {POSTS:,} x {1 - REMOTE:.2f} / {REGIONS}",
        f"{local:.2e}",
    )
    yield "pairs of posts that can be done anywhere", f"{PEOPLE:,} x {POSTS:,} x {REMOTE:.2f}", f"{remote:.2e}"
    pairs = (local + remote) * a_pair
    yield (
        "core-seconds of pairs",
        f"({local:.2e} + {remote:.2e}) x {a_pair:.2e} core-s (verdicts and retrieval of the measured run)",
        f"{pairs:,.0f}",
    )
    lists = POSTS * a_posting
    yield "core-seconds of lists", f"{POSTS:,} x {a_posting:.4f} core-s (all its other stages)", f"{lists:,.0f}"
    total = pairs + lists
    machines = max(1, ceil(total / (CORES * HOUR)))
    yield "machines for one run in an hour", f"{total:,.0f} / ({CORES} x {HOUR:,})", f"{machines:,}"
    yield "one machine alone", f"{total:,.0f} / {CORES} s", f"{total / CORES / HOUR:.1f} h"
    cost = total / HOUR * CORE_HOUR
    yield "money of one run", f"{total / HOUR:,.0f} core-hours x {CORE_HOUR} yuan", f"{_class(cost)} yuan"
    everything = (PEOPLE * POSTS * a_pair + lists) / CORES / HOUR
    yield (
        "everybody with every post, for comparison",
        f"({PEOPLE:,} x {POSTS:,} x {a_pair:.2e} + {lists:,.0f}) / {CORES} s on one machine",
        f"{everything:,.0f} h",
    )


def _size(count: float) -> str:
    return f"{count / 1e9:,.0f} GB" if count < 1e12 else f"{count / 1e12:,.1f} TB"


def _class(yuan: float) -> str:
    names = ((10, "a few"), (100, "tens of"), (1_000, "hundreds of"), (10_000, "thousands of"), (100_000, "tens of thousands of"))
    return next((name for most, name in names if yuan < most), "hundreds of thousands of")
