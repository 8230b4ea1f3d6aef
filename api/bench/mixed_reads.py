"""What becomes of a mix of reads at the capacity of a server and above it, kind by kind."""

import resource
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from math import sqrt
from typing import Final

from pydantic import BaseModel, ConfigDict

from api.bench.http_load import Loaded, ask_kinds_at
from api.bench.rows import Row

KEPT: Final = 0.8
LOADS: Final = (1, 2, 4)
ANSWERED: Final = 0.95
"""Of each kind at capacity."""
P99: Final = 1_000.0
"""Milliseconds of each kind at capacity: above it the line only grows."""
_SLOWEST, _FASTEST, _FIRST = 1.0, 100_000.0, 25.0
_FASTER: Final = 1.5
_HALVINGS: Final = 2
_LOWER, _LOWERINGS = 0.9, 4
_CONNECTIONS: Final = 2_000
"""More than requests are under way at four times the capacity, and fewer than those at which the server cuts off the idle."""


class Tried(BaseModel):
    """A rate of the search, in requests a second, and whether the server kept up with it."""

    model_config = ConfigDict(frozen=True)

    rate: float
    held: bool


class KindsLoaded(BaseModel):
    """What came of a load, in all and kind by kind."""

    model_config = ConfigDict(frozen=True)

    whole: Loaded
    kinds: dict[str, Loaded]

    @property
    def held(self) -> bool:
        """Whether the server kept up: of every kind enough was answered, and soon enough."""
        return all(one.answered >= ANSWERED and one.p99 <= P99 for one in self.kinds.values())


class MixedReads(BaseModel):
    """`shares`: of each kind in the mix. `capacity`: the highest rate of the search that was held, in requests a second, `lowered`
    by a tenth so many times until it was held for as long as a load lasts. `loads`: at the multiples `LOADS` of it."""

    model_config = ConfigDict(frozen=True)

    shares: dict[str, float]
    search_seconds: float
    tried: tuple[Tried, ...]
    lowered: int
    capacity: float
    loads: tuple[KindsLoaded, ...]

    def goodput(self, load: KindsLoaded) -> float:
        """Answers a second that count: as many of each kind as of the one answered least, in the shares of the mix. Answering what
        is cheap and refusing what is dear raises it by nothing."""
        return min(load.kinds[kind].rate / share for kind, share in self.shares.items())

    @property
    def kept(self) -> float:
        """Goodput under the heaviest load beside that at capacity."""
        least = self.goodput(self.loads[0])
        return self.goodput(self.loads[-1]) / least if least else 0.0


def load_mix(port: int, mix: Sequence[tuple[str, bytes]], search_seconds: float, seconds: float) -> MixedReads:
    """Finds how much of the mix a server answers, then asks for `LOADS` times as much, `seconds` each.

    `mix`: kind and request, asked in this order again and again. The server should be warm.
    """
    _open_many_files()

    def ask(rate: float, lasting: float) -> KindsLoaded:
        whole, kinds = ask_kinds_at(port, mix, rate, lasting, _CONNECTIONS)
        return KindsLoaded(whole=whole, kinds=kinds)

    tried = tuple(find_capacity(lambda rate: ask(rate, search_seconds).held))
    capacity = max((one.rate for one in tried if one.held), default=_SLOWEST)
    lowered, load = 0, ask(capacity, seconds)
    while not load.held and lowered < _LOWERINGS:
        lowered, capacity = lowered + 1, capacity * _LOWER
        load = ask(capacity, seconds)
    counts = Counter(kind for kind, _ in mix)
    return MixedReads(
        shares={kind: count / len(mix) for kind, count in sorted(counts.items())},
        search_seconds=search_seconds,
        tried=tried,
        lowered=lowered,
        capacity=capacity,
        loads=(load, *(ask(capacity * times, seconds) for times in LOADS[1:])),
    )


def find_capacity(holds: Callable[[float], bool], first: float = _FIRST) -> Iterator[Tried]:
    """Rates one after another: half as many until one is held, then half as many again until one is not, then between the two.

    A rate is not held when it was not held twice: a hiccup of the machine ends no search.
    """

    def attempt(rate: float) -> Tried:
        return Tried(rate=rate, held=holds(rate) or holds(rate))

    rate = first
    while True:
        found = attempt(rate)
        yield found
        if found.held or rate <= _SLOWEST:
            break
        rate = max(rate / 2, _SLOWEST)
    if not found.held:
        return
    low = rate
    while found.held:
        if low >= _FASTEST:
            return
        low, rate = rate, rate * _FASTER
        found = attempt(rate)
        yield found
    high = rate
    for _ in range(_HALVINGS):
        found = attempt(sqrt(low * high))
        yield found
        low, high = (found.rate, high) if found.held else (low, found.rate)


def mixed_lines(found: MixedReads) -> Iterator[str]:
    """What was found, in lines for a terminal."""
    yield (
        f"mixed reads ({_mix(found)}): {found.capacity:,.0f} requests/s are held, searched at "
        + ", ".join(f"{one.rate:,.0f}{'' if one.held else ' (not held)'}" for one in found.tried)
        + f", lowered by a tenth {found.lowered} times"
    )
    for times, load in zip(LOADS, found.loads, strict=True):
        whole = load.whole
        yield (
            f"  asked {times}x: {whole.asked:,.0f} requests/s for {whole.seconds:.0f} s: {whole.rate:,.0f} answered/s, "
            f"by the mix {found.goodput(load):,.0f}/s"
        )
        yield from (f"    {kind}: {_told(one)}" for kind, one in load.kinds.items())
    yield f"by the mix, {LOADS[-1]}x answers {found.kept:.2f} of what 1x does (target {KEPT})"


def mixed_rows(found: MixedReads) -> Iterator[Row]:
    """The capacity, then what is answered at each multiple of it."""
    yield Row(
        work="mixed reads: the capacity of the server",
        sizes=_mix(found),
        figure=f"{found.capacity:,.0f} requests/s",
        spread=f"{len(found.tried)} rates tried for {found.search_seconds:.0f} s each, then lowered by a tenth {found.lowered} "
        f"times until held for {found.loads[0].whole.seconds:.0f} s; held: of each kind >= {100 * ANSWERED:.0f} % answered, "
        f"p99 <= {P99:,.0f} ms",
    )
    for times, load in zip(LOADS, found.loads, strict=True):
        last = times == LOADS[-1]
        yield Row(
            work=f"mixed reads at {times}x of capacity",
            sizes=f"{load.whole.asked:,.0f} requests/s for {load.whole.seconds:.0f} s",
            figure=f"{found.goodput(load):,.0f} answered/s by the mix ({load.whole.rate:,.0f} of any kind)"
            + (f", {found.kept:.2f} of 1x" if last else ""),
            spread="; ".join(f"{kind}: {_told(one)}" for kind, one in load.kinds.items()),
            target=f">= {KEPT} of 1x, by the mix" if last else None,
            met=found.kept >= KEPT if last else None,
        )


def _mix(found: MixedReads) -> str:
    return ", ".join(f"{100 * share:.0f} % {kind}" for kind, share in found.shares.items())


def _told(one: Loaded) -> str:
    refused = 100 * one.refused / one.sent if one.sent else 0.0
    return (
        f"{one.rate:,.0f}/s, {100 * one.answered:.1f} % answered (p50 {one.p50:.0f} ms, p99 {one.p99:.0f} ms), "
        f"{refused:.1f} % refused, {one.other + one.failed:,} errors"
    )


def _open_many_files() -> None:
    """As many connections as are asked for need as many open files, which a shell often allows only on request."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _CONNECTIONS + 200
    if soft != resource.RLIM_INFINITY and soft < wanted:
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
