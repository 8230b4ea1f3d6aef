"""Every way of ranking on the same test lists: plain ones, learned ones, and the two oracles nobody can beat."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from api.benchmark.tables import Tables
from matching.protocols import Float64, Matcher
from models.attention import Attention
from models.baselines import HandWeightedRanker, RandomRanker, SimilarityRanker
from models.evaluation import Evaluation, TrueChances, evaluate
from models.lists import Lists, join_lists
from models.peer import PeerRanker
from models.popularity import popularity
from models.tuning import tune_weights

OURS = "ours"
SHIPPED = "hand-weighted, as shipped"
VALIDATED = "hand-weighted, tuned on validation"
HAND = "hand-weighted, tuned on all the past"
TABLES = (SHIPPED, VALIDATED, HAND)
OBSERVABLES = "oracle on the observables"
ALL_KNOWING = "all-knowing oracle"


@dataclass(frozen=True, eq=False)
class Contestant:
    """How one way of ranking orders the test pairs: scores (n,) for either side, and its chances (n, 3) where it has some."""

    name: str
    employer: Float64
    candidate: Float64
    chances: Float64 | None = None


@dataclass(frozen=True, eq=False)
class Result:
    employer: Evaluation
    candidate: Evaluation


def matcher_contestant(name: str, matcher: Matcher, features: Float64) -> Contestant:
    told = matcher.chances(features) if matcher.calibrated else None
    return Contestant(name, matcher.score(features), matcher.worth(features), told)


def tuned_tables(tables: Tables, attention: Attention, seed: int) -> dict[str, HandWeightedRanker]:
    """The table tuned on validation alone, and on all the past, both with the correction for attention that ours has."""
    shipped = HandWeightedRanker.load()
    past = join_lists([tables.train, tables.validation], "all the past")
    return {
        VALIDATED: tune_weights(shipped, tables.validation, seed, attention=attention),
        HAND: tune_weights(shipped, past, seed, attention=attention),
    }


def plain_contestants(tables: Tables, tuned: Mapping[str, HandWeightedRanker], seed: int) -> Iterator[Contestant]:
    """Those that grow nothing: a draw, popularity at earlier events, nearness of meaning, the peer's formula, hand weights."""
    features = tables.test.features
    drawn = RandomRanker(seed).score(features)
    yield Contestant("random", drawn, drawn)
    past = join_lists([tables.train, tables.validation, tables.past], "everything shown so far")
    yield Contestant("popularity", *(popularity(tables.test, past, side) for side in ("employer", "candidate")))
    near = SimilarityRanker().score(features)
    yield Contestant("similarity", near, near)
    peer = PeerRanker().score(features)
    yield Contestant("the peer's published formula", peer, peer)
    shipped = HandWeightedRanker.load()
    yield matcher_contestant(SHIPPED, shipped, features)
    for name, table in tuned.items():
        yield matcher_contestant(name, table, features)


def best_table(found: Evaluation, measure: str) -> str:
    """The strongest of the hand-weighted tables by this measure: whoever claims to beat a table must beat that one."""
    return max((name for name in TABLES if name in found.rows), key=lambda name: found.rows[name][measure].mean)


def oracles(tables: Tables) -> Iterator[Contestant]:
    for name, known in ((OBSERVABLES, tables.expected), (ALL_KNOWING, tables.truth)):
        yield Contestant(name, known.hired, known.kept)


def contest(contestants: Iterable[Contestant], lists: Lists, truth: TrueChances, seed: int) -> Result:
    """Measure all of them on both sides with the same redrawn employers and people, so that differences are paired."""
    entered = tuple(contestants)
    told: Mapping[str, Float64] = {one.name: one.chances for one in entered if one.chances is not None}

    def measured(scores: Mapping[str, Float64], side: str) -> Evaluation:
        return evaluate(scores, lists, side=side, seed=seed, chances=truth, probabilities=told)  # type: ignore[arg-type]

    return Result(
        measured({one.name: one.employer for one in entered}, "employer"),
        measured({one.name: one.candidate for one in entered}, "candidate"),
    )
