"""The same year over several seeds, each a world of its own, and what the seeds say together."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from datetime import date
from multiprocessing import get_context
from time import perf_counter
from typing import Any, Final

import numpy as np

from api.benchmark.year import Policy, YearSizes, play_year
from data.synthetic.truth import Family, world_hash
from matching.protocols import Float64
from models.encoder_registry import serving_encoder

TOTALS: Final = ("hired", "retained", "met", "first_met", "covered", "planned", "held", "offered")
"""What is added up over a year: of people, but a person who meets somebody at two fairs is `met` twice and `first_met` once."""


@dataclass(frozen=True)
class YearOrder:
    """What to play for one seed."""

    seed: int
    family: Family
    today: date
    sizes: YearSizes
    policies: tuple[Policy, ...]


def play_years(orders: Sequence[YearOrder], jobs: int = 1) -> Iterator[dict[str, Any]]:
    """One report a seed, in the order given, as each is finished. Reports hold numbers and names only."""
    if jobs == 1:
        yield from map(play_order, orders)
        return
    with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
        yield from pool.map(play_order, orders)


def play_order(order: YearOrder) -> dict[str, Any]:
    """Play the year of a seed under each policy."""
    started = perf_counter()
    found = play_year(order.seed, order.family, serving_encoder(None, None), order.today, order.sizes, order.policies)
    return {
        "seed": order.seed,
        "world": order.family,
        "world_hash": world_hash(order.family),
        "sizes": asdict(order.sizes),
        "years": {str(policy): [asdict(fair) for fair in fairs] for policy, fairs in found.items()},
        "seconds": round(perf_counter() - started, 1),
    }


def summary(reports: Sequence[Mapping[str, Any]], rival: str = Policy.LISTS) -> dict[str, Any]:
    """What several seeds say together: per policy the mean of each total, hires a fair, and the difference to the rival.

    `against` holds (mean, low, high) of the paired difference a year, with a 95 % interval of Student's t over the seeds (None with
    one seed: nothing is known of the spread), `hired_by_fair_against` the same of the hires of each fair, and
    `learning_against_hand` what learning alone brings.
    """
    policies = list(reports[0]["years"])
    hired = {policy: _by_fair(reports, policy, "hired") for policy in policies}
    found: dict[str, Any] = {"seeds": [report["seed"] for report in reports], "rival": str(rival), "policies": {}}
    for policy in policies:
        totals = {name: _by_fair(reports, policy, name).sum(axis=1) for name in TOTALS}
        told: dict[str, Any] = {
            "totals": {name: round(float(values.mean()), 1) for name, values in totals.items()},
            "coverage": round(float(totals["covered"].sum() / _by_fair(reports, policy, "servable").sum()), 4),
            "hired_by_fair": [round(float(value), 1) for value in hired[policy].mean(axis=0)],
        }
        if policy != rival and rival in policies:
            rivals = {name: _by_fair(reports, rival, name).sum(axis=1) for name in TOTALS}
            told["against"] = {name: paired_interval(totals[name] - rivals[name]) for name in TOTALS}
            told["hired_by_fair_against"] = [paired_interval(column) for column in (hired[policy] - hired[rival]).T]
        found["policies"][policy] = told
    if {Policy.LEARNING, Policy.HAND} <= set(policies):
        found["learning_against_hand"] = {
            name: paired_interval(_by_fair(reports, Policy.LEARNING, name).sum(1) - _by_fair(reports, Policy.HAND, name).sum(1))
            for name in TOTALS
        }
    return found


def paired_interval(differences: Float64) -> tuple[float, float | None, float | None]:
    """(mean, low, high): the mean of n differences and its 95 % interval by Student's t; None where there is only one."""
    mean, n = float(differences.mean()), len(differences)
    if n < 2:
        return round(mean, 2), None, None
    from scipy.stats import t

    half = float(t.ppf(0.975, n - 1) * differences.std(ddof=1) / np.sqrt(n))
    return round(mean, 2), round(mean - half, 2), round(mean + half, 2)


def year_lines(found: Mapping[str, Any]) -> Iterator[str]:
    """A summary in lines for a terminal."""
    seeds, rival = found["seeds"], found["rival"]
    yield f"{len(seeds)} seeds ({', '.join(map(str, seeds))}); means a year, in brackets against {rival} with a 95 % interval"
    for policy, told in found["policies"].items():
        yield f"{policy}: coverage {100 * told['coverage']:.1f} % of those who can be served"
        for name in TOTALS:
            against = f"  ({_interval(told['against'][name])})" if "against" in told else ""
            yield f"  {_TOLD[name]:38}{told['totals'][name]:9,.1f}{against}"
        yield "  hired, fair by fair: " + " ".join(f"{value:.1f}" for value in told["hired_by_fair"])
        if "hired_by_fair_against" in told:
            yield f"    against {rival}: " + " ".join(_interval(one) for one in told["hired_by_fair_against"])
    if "learning_against_hand" in found:
        told = found["learning_against_hand"]
        yield (
            f"learning against the same allocation by hand weights: hired {_interval(told['hired'])}, there after three months "
            f"{_interval(told['retained'])}, people met {_interval(told['met'])}"
        )


_TOLD: Final = {
    "hired": "hired",
    "retained": "there after three months",
    "met": "people met, fair by fair",
    "first_met": "people met at least once",
    "covered": "people with an interview planned",
    "planned": "interviews planned",
    "held": "interviews held",
    "offered": "offers",
}


def _interval(told: Sequence[float | None]) -> str:
    mean, low, high = told
    return f"{mean:+.1f}" if low is None or high is None else f"{mean:+.1f} [{low:+.1f}, {high:+.1f}]"


def _by_fair(reports: Sequence[Mapping[str, Any]], policy: str, name: str) -> Float64:
    """(seeds, fairs) of one figure."""
    return np.array([[fair[name] for fair in report["years"][policy]] for report in reports], dtype=np.float64)
