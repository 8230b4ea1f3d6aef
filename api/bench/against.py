"""Other programs and Tongtu side by side, on the same records in one run."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from pydantic import BaseModel, ConfigDict

from api.bench.machine import Machine, Timing, check_room, once, peak_megabytes, this_machine, timed
from api.bench.peers.duckdb import DUCKDB
from api.bench.peers.lancedb import LANCEDB
from api.bench.peers.pandas_sklearn import PANDAS
from api.bench.peers.pgvector import PGVECTOR
from api.bench.peers.published import PUBLISHED
from api.bench.peers.task import Lists, NotInstalled, Peer, Task, make_task
from api.bench.peers.tongtu import TONGTU
from api.bench.rows import Row, spread_of
from data.synthetic.city import City, generate_city
from matching.features import features_hash
from matching.knowledge import knowledge_hash
from matching.knowledge.catalogue import Text
from matching.prematch import PrematchSettings, match_blocks, prepare_block, prepare_jobs
from matching.protocols import Encoder
from matching.records import Candidate, Posting, PostingStatus
from matching.shortlist import Versions
from models.baselines import HandWeightedRanker

PEERS: Final = {
    "pandas": PANDAS,
    "duckdb": DUCKDB,
    "pgvector": PGVECTOR,
    "lancedb": LANCEDB,
    "published": PUBLISHED,
}
_BYTES_A_PERSON: Final = 40_000
_FEWER: Final = Text(zh="用 --people 减少人数", en="give fewer with --people")


class Beside(BaseModel):
    """One program on the same work. `missing`: what to install, and then nothing was measured. `shared`: the share of the entries
    of its lists that are on ours (1: equal). `ratio`: its seconds a posting beside ours. `blocked`: of its entries, how many the
    whole rules forbid.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    cannot: str
    missing: str | None = None
    postings: int = 0
    load_seconds: float = 0.0
    work: Timing | None = None
    pairs_a_second: float = 0.0
    ratio: float = 0.0
    shared: float = 0.0
    entries: int = 0
    blocked: int = 0


class AgainstBench(BaseModel):
    """`allowed`: share of all pairs that reach every level. `whole`: Tongtu's whole pre-match of the same people and postings, from
    built indexes: verdicts with arrangements, both bands, features, order, the traced judgement and reasons of every entry.
    """

    model_config = ConfigDict(frozen=True)

    machine: Machine
    people: int
    postings: int
    keep: int
    programs: tuple[Beside, ...]
    whole: Timing
    whole_entries: int
    peak_megabytes: float
    rows: tuple[Row, ...]


def bench_against(
    names: tuple[str, ...], people: int, postings: int, seed: int, today: date, encoder: Encoder, keep: int = 50, runs: int = 3
) -> AgainstBench:
    """Measure these programs (keys of PEERS) beside Tongtu on the people and open postings of a synthetic city.

    Raises BadInput when it would not fit into memory, KeyError for a name that no program has.
    """
    told = Text(zh=f"{people:,} 人 x {postings:,} 岗位", en=f"{people:,} people x {postings:,} postings")
    check_room(people * _BYTES_A_PERSON, told, _FEWER)
    peers = [PEERS[name] for name in names]
    city, posts = _city(people, postings, seed, today)
    task = make_task(city.candidates, posts, encoder, keep)
    forbidden = _forbidden(city.candidates, posts, encoder, today)
    ours, lists = _measure(TONGTU, task, None, forbidden, runs)
    programs = [ours, *(_measure(peer, task, lists, forbidden, runs)[0] for peer in peers)]
    measured = [one.model_copy(update={"ratio": _a_posting(one) / _a_posting(ours)}) for one in programs if one.work]
    missing = [one for one in programs if one.work is None]
    whole, entries = _whole(city.candidates, posts, encoder, today, keep, runs)
    found = AgainstBench(
        machine=this_machine(),
        people=people,
        postings=postings,
        keep=keep,
        programs=(*measured, *missing),
        whole=whole,
        whole_entries=entries,
        peak_megabytes=peak_megabytes(),
        rows=(),
    )
    return found.model_copy(update={"rows": (*(_row(found, one) for one in measured), _whole_row(found, measured[0]))})


def _city(people: int, postings: int, seed: int, today: date) -> tuple[City, list[Posting]]:
    employers = max(4, postings // 2)
    while True:
        city = generate_city(seed, people, employers, today=today)
        posts = [one for one in city.postings if one.status is PostingStatus.OPEN]
        if len(posts) >= postings:
            return city, posts[:postings]
        employers = round(employers * 1.3) + 1


def _measure(
    peer: Peer, task: Task, lists: Lists | None, forbidden: list[frozenset[int]], runs: int
) -> tuple[Beside, Lists | None]:
    """The figures of a program, and its lists; of its part of the postings, where it takes too long for all of them."""
    some = (
        task if peer.postings is None else replace(task, limits=task.limits[: peer.postings], wanted=task.wanted[: peer.postings])
    )
    some = some if peer.postings is None else replace(some, texts=task.texts[: peer.postings], sites=task.sites[: peer.postings])
    with TemporaryDirectory(prefix="tongtu-bench-") as folder:
        opened = peer.open(some, Path(folder))
        try:
            work, load = once(opened.__enter__)
        except NotInstalled as fault:
            return Beside(name=peer.name, cannot=peer.cannot, missing=str(fault)), None
        try:
            found, seconds = timed(work, runs)
        finally:
            opened.__exit__(None, None, None)
    entries = sum(map(len, found))
    same = entries if lists is None else sum(len(set(one) & set(other)) for one, other in zip(found, lists, strict=False))
    return Beside(
        name=peer.name,
        cannot=peer.cannot,
        postings=len(some.limits),
        load_seconds=load,
        work=seconds,
        pairs_a_second=some.pairs / seconds.median,
        shared=same / max(entries, 1),
        entries=entries,
        blocked=sum(len(set(one) & never) for one, never in zip(found, forbidden, strict=False)),
    ), found


def _a_posting(one: Beside) -> float:
    assert one.work is not None
    return one.work.median / one.postings


def _settings(today: date, keep: int) -> PrematchSettings:
    return PrematchSettings(today=today, depth=max(200, keep), keep=keep)


def _forbidden(people: tuple[Candidate, ...], posts: list[Posting], encoder: Encoder, today: date) -> list[frozenset[int]]:
    """By posting the rows of people whom the whole rules, law and wishes included, block there."""
    from matching.bitmaps import VERDICT_CODES, VerdictIndex
    from matching.judgement import applicant, opening
    from matching.policy import policy_on

    policy = policy_on(today)
    index = VerdictIndex.build([applicant(one, policy) for one in people], policy)
    for number, post in enumerate(posts):
        index.put_posting(str(number), opening(post))
    planes, blocked = index.decide(), VERDICT_CODES.index("blocked")
    return [frozenset((planes.codes(row) == blocked).nonzero()[0].tolist()) for row in range(len(posts))]


def _whole(
    people: tuple[Candidate, ...], posts: list[Posting], encoder: Encoder, today: date, keep: int, runs: int
) -> tuple[Timing, int]:
    ranker = HandWeightedRanker.load()
    jobs = prepare_jobs("bench", posts, encoder, _settings(today, keep))
    block = prepare_block(people, jobs, encoder)
    versions = Versions(
        software="bench",
        knowledge=knowledge_hash(),
        encoder=encoder.version,
        ranker=ranker.version,
        candidates="bench",
        postings="bench",
        settings="bench",
        features=features_hash(),
    )
    found, seconds = timed(lambda: match_blocks(jobs, [block], ranker, versions, threads=this_machine().cores), runs)
    return seconds, sum(len(one.entries) for one in found.shortlists)


def _row(found: AgainstBench, one: Beside) -> Row:
    assert one.work is not None
    part = "" if one.postings == found.postings else f" (measured with {one.postings})"
    return Row(
        work=f"{one.name}: levels reached, nearest {found.keep} texts",
        sizes=f"{found.people:,} people x {found.postings:,} postings{part}",
        figure=f"{one.pairs_a_second / 1e6:,.2f} M pairs/s; {100 * one.shared:.2f} % of its entries equal; "
        f"{one.blocked:,} of {one.entries:,} forbidden by the rules",
        floor=None if one.ratio == 1 else "Tongtu on the same work",
        ratio=one.ratio,
        spread=spread_of(one.work),
    )


def _whole_row(found: AgainstBench, ours: Beside) -> Row:
    assert ours.work is not None
    return Row(
        work="tongtu: the whole pre-match of the same people and postings",
        sizes=f"{found.people:,} people x {found.postings:,} postings -> two lists of {found.keep} each",
        figure=f"{found.people * found.postings / found.whole.median / 1e6:,.2f} M pairs/s ({found.whole.median:.2f} s); "
        f"{found.whole_entries:,} entries with reasons",
        floor="Tongtu on the reduced work",
        ratio=found.whole.median / ours.work.median,
        spread=spread_of(found.whole),
    )


def against_lines(found: AgainstBench) -> Iterator[str]:
    """What a bench found, in lines for a terminal."""
    yield found.machine.line
    size = f"{found.people:,} people x {found.postings:,} postings"
    yield f"{size}; who reaches every level, and the {found.keep} nearest texts of those"
    for one in found.programs:
        if one.work is None:
            yield f"  {one.name}: not installed; {one.missing}"
            continue
        part = "" if one.postings == found.postings else f", {one.postings} postings"
        yield (
            f"  {one.name}{part}: {one.work.median:.3f} s ({spread_of(one.work)}), {one.pairs_a_second / 1e6:,.2f} M pairs/s, "
            f"{one.ratio:,.1f} times Tongtu's time a posting; loaded in {one.load_seconds:.1f} s"
        )
        yield (
            f"    {100 * one.shared:.2f} % of its entries equal Tongtu's; the whole rules forbid {one.blocked:,} of its "
            f"{one.entries:,} entries" + (f"; cannot: {one.cannot}" if one.cannot else "")
        )
    yield (
        f"Tongtu's whole pre-match of the same people and postings (verdicts with arrangements, both bands, order, reasons): "
        f"{found.whole.median:.2f} s ({spread_of(found.whole)}), {found.whole_entries:,} entries"
    )
    yield f"peak memory {found.peak_megabytes:.0f} MB"
