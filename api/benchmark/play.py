"""One seed of the open benchmark from its world to its table, and what learning takes and needs."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from api.benchmark.contest import (
    OBSERVABLES,
    OURS,
    SHIPPED,
    Contestant,
    Result,
    best_table,
    contest,
    matcher_contestant,
    oracles,
    plain_contestants,
    tuned_tables,
)
from api.benchmark.tables import Tables
from matching.features import POSITION
from models.alternatives import fit_alternatives
from models.attention import Attention
from models.baselines import HandWeightedRanker
from models.evaluation import Evaluation
from models.lists import Lists
from models.measure import Measure
from models.ranker import LearnedRanker
from models.ranker_training import train_ranker
from models.settings import DEFAULTS, Settings

CURVE: Final = (0, 1, 2, 3, 5, 8, 12, 20, 35, 50)
"""Past events to learn from."""

ABLATIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "without text": (
        "meaning_similarity",
        "wish_meaning",
        "skills_meaning",
        "experience_meaning",
        "title_in_wish",
        "title_in_experience",
        "wording_overlap",
        "occupation_wished",
        "occupation_near_wish",
        "occupation_near_experience",
        "skills_in_text",
        "like_years",
    ),
    "without pay and commute": (
        "pay_against_wish",
        "pay_shortfall",
        "pay_level",
        "pay_against_floor",
        "pay_known",
        "distance_km",
        "same_district",
        "district_wished",
        "commute_minutes",
        "minutes_against_wish",
        "other_city",
    ),
}
"""What each ablation takes away: these features are missing in training and in the test."""


@dataclass(frozen=True, eq=False)
class Played:
    """One seed: the table of both sides, and the ranker that was trained for it."""

    result: Result
    ours: LearnedRanker
    attention: float


def play(tables: Tables, seed: int, settings: Settings = DEFAULTS, threads: int = 1) -> Played:
    """Everybody learns from the same past and is chosen on the same validation lists; the test lists are opened once."""
    shipped = HandWeightedRanker.load()
    ours = train_ranker(tables.train, tables.validation, seed=seed, hand=shipped, settings=settings, threads=threads)
    attention = ours.attention
    tuned = tuned_tables(tables, attention, seed)

    def entered() -> Iterator[Contestant]:
        yield from plain_contestants(tables, tuned, seed)
        yield from _alternatives(tables, attention, seed, threads)
        yield matcher_contestant(OURS, ours, tables.test.features)
        yield from oracles(tables)

    return Played(contest(entered(), tables.test, tables.truth, seed), ours, attention.eta)


def _alternatives(tables: Tables, attention: Attention, seed: int, threads: int) -> Iterator[Contestant]:
    for name, scorer in fit_alternatives(tables.train, attention, seed=seed, threads=threads).items():
        score = scorer.score(tables.test.features)
        yield Contestant(name, score, score)


def learning_curve(
    tables: Tables, seed: int, events: Iterable[int] = CURVE, settings: Settings = DEFAULTS, threads: int = 1
) -> dict[int, dict[str, Evaluation]]:
    """Events learnt from -> side -> the hand weights as shipped beside a ranker that has only the last so many events.

    An office with few events has no others to choose by: nothing is held back for validation, and neither is anything tuned.
    """
    shipped = HandWeightedRanker.load()
    order = np.unique(tables.train.event)
    found = {}
    for size in sorted(set(events)):
        if size > len(order):
            continue
        ours: Any = shipped
        if size:
            past = tables.train.of_events(order[-size:])
            try:
                ours = train_ranker(past, None, seed=seed, hand=shipped, settings=settings, threads=threads)
            except ValueError:
                ours = shipped  # too little to learn from: the hand weights go on ranking, as they would in use
        entered = (matcher_contestant(name, one, tables.test.features) for name, one in ((SHIPPED, shipped), (OURS, ours)))
        result = contest(entered, tables.test, tables.truth, seed)
        found[size] = {"employer": result.employer, "candidate": result.candidate}
    return found


def ablations(tables: Tables, seed: int, settings: Settings = DEFAULTS, threads: int = 1) -> dict[str, Result]:
    """Name -> the full ranker beside one that lacks something, on both sides."""
    shipped = HandWeightedRanker.load()
    full = train_ranker(tables.train, tables.validation, seed=seed, hand=shipped, settings=settings, threads=threads)

    def beside(name: str, other: LearnedRanker, test: Lists) -> Result:
        entered = (matcher_contestant(OURS, full, tables.test.features), matcher_contestant(name, other, test.features))
        return contest(entered, tables.test, tables.truth, seed)

    found = {}
    for name, columns in ABLATIONS.items():
        train, validation, test = (_without(lists, columns) for lists in (tables.train, tables.validation, tables.test))
        less = train_ranker(train, validation, seed=seed, hand=shipped, settings=settings, threads=threads)
        found[name] = beside(name, less, test)
    blind = replace(settings, attention=False)
    less = train_ranker(tables.train, tables.validation, seed=seed, hand=shipped, settings=blind, threads=threads)
    found["without bias correction"] = beside("without bias correction", less, tables.test)
    return found


def _without(lists: Lists, columns: Iterable[str]) -> Lists:
    features = lists.features.copy()
    features[:, [POSITION[name] for name in columns]] = np.nan
    return replace(lists, features=features)


def headline(played: Played) -> dict[str, Measure]:
    """What it comes down to: ours against the strongest table of hand weights, and as a share of the oracle on the observables."""
    employer, candidate = played.result.employer, played.result.candidate

    def against(found: Evaluation, measure: str) -> Measure:
        return found.against(best_table(found, measure)).rows[OURS][measure]

    share = employer.against(OBSERVABLES).rows[OURS]
    return {
        "ndcg@10": against(employer, "ndcg@10"),
        "hires": against(employer, "hires"),
        "candidate ndcg@10": against(candidate, "ndcg@10"),
        "candidate hires": against(candidate, "hires"),
        "hires against the oracle on the observables": share["hires"],
        "candidate hires against the oracle on the observables": candidate.against(OBSERVABLES).rows[OURS]["hires"],
        "ece interest": employer.rows[OURS]["ece interest"],
        "ece offer": employer.rows[OURS]["ece offer"],
        "ece stay": employer.rows[OURS]["ece stay"],
    }
