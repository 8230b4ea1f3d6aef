"""Whether a challenger would hurt a group: rates of coming among the first, and impact ratios, against the model in use."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np

from matching.knowledge.catalogue import Text
from matching.protocols import Float64
from models.gate_report import Check
from models.gate_words import GROUP_FELL, NO_GROUP_FELL, NO_GROUP_LARGE, NO_GROUPS, NOT_COMPARED
from models.lists import Bool, Int64
from models.metrics import resampled

LEAST_PEOPLE: Final = 30
TOLERATED_FALL: Final = 0.05
OTHERS: Final = "smaller groups together"
_DRAWS: Final = 500
_ROUNDING: Final = 1e-9

GroupRows = Mapping[str, Mapping[str, Bool]]
"""Attribute -> group -> (n,) whether the person of each pair belongs to it."""


def compare_groups(new: Bool, old: Bool, person: Int64, groups: GroupRows, seed: int) -> Check:
    """The check of the groups. new, old (n,) whether each pair comes among the first under the challenger and the model in use.

    Raises ValueError for a group of another length.
    """
    for attribute, members in groups.items():
        for name, of_group in members.items():
            if of_group.shape != person.shape:
                raise ValueError(f"group {name} of {attribute} has shape {of_group.shape}; {len(person)} rows need {person.shape}")
    rows = [row for attribute, members in groups.items() for row in _ratios(attribute, members, new, old, person, seed)]
    figures: dict[str, Any] = {"least_people": LEAST_PEOPLE, "tolerated_fall": TOLERATED_FALL, "groups": rows}
    if not groups:
        return Check("groups", False, figures, NO_GROUPS)
    compared = {row["attribute"] for row in rows}
    figures["not_compared"] = sorted(name for name in groups if name not in compared)
    fallen = [row for row in rows if row["fall"] > TOLERATED_FALL + _ROUNDING]
    shown = [{name: _rounded(value) if isinstance(value, float) else value for name, value in row.items()} for row in rows]
    figures["groups"] = shown
    if not fallen:
        text = NO_GROUP_FELL if rows else NO_GROUP_LARGE
        text = text.format(groups=len(rows), fall=TOLERATED_FALL, least=LEAST_PEOPLE)
        if rows and figures["not_compared"]:
            left = ", ".join(figures["not_compared"])
            text = Text(zh=text.zh + NOT_COMPARED.zh, en=text.en + NOT_COMPARED.en).format(attributes=left, least=LEAST_PEOPLE)
        return Check("groups", True, figures, text)
    worst = shown[max(range(len(rows)), key=lambda at: rows[at]["fall"])]
    return Check("groups", False, figures, GROUP_FELL.format(count=len(fallen), tolerated=TOLERATED_FALL, **worst))


def _ratios(
    attribute: str, members: Mapping[str, Bool], new: Bool, old: Bool, person: Int64, seed: int
) -> Iterator[dict[str, Any]]:
    """Rate and impact ratio of each group with enough people, under both rankers; nothing where no such group can be compared.

    The smaller groups together count as one, `OTHERS`: with one large group alone, they are whom it is held against.
    """
    everybody = {name: len(np.unique(person[of_group])) for name, of_group in members.items()}
    large = [name for name, count in everybody.items() if count >= LEAST_PEOPLE]
    chosen = [members[name] for name in large]
    others = np.zeros(len(person), np.bool_)
    for name in everybody.keys() - set(large):
        others |= members[name]
    people = {name: everybody[name] for name in large}
    together = len(np.unique(person[others]))
    if together >= LEAST_PEOPLE or (together and len(large) == 1):
        chosen.append(others)
        people[OTHERS] = together
    counted = list(people)
    if len(counted) < 2:
        return
    masks = np.stack(chosen)
    sums = np.stack([masks, masks & new, masks & old]).astype(np.float64)
    totals = sums.sum(axis=2)
    rates, ratios = _rates_and_ratios(totals)
    low, high = _falls_by_chance(sums, person, seed)
    for at, name in enumerate(counted):
        if people[name] < LEAST_PEOPLE:
            continue
        yield {
            "attribute": attribute,
            "group": name,
            "people": people[name],
            "selected": float(rates[0, at]),
            "selected_before": float(rates[1, at]),
            "impact_ratio": float(ratios[0, at]),
            "impact_ratio_before": float(ratios[1, at]),
            "fall": float(ratios[1, at] - ratios[0, at]),
            "fall_low": float(low[at]),
            "fall_high": float(high[at]),
        }


def _rates_and_ratios(totals: Float64) -> tuple[Float64, Float64]:
    """(..., 2, g) each, challenger first, from (..., 3, g) sums of pairs, of those selected now, and of those selected before.

    A group without a pair has no rate (NaN); where nobody at all is selected nobody is behind, and the ratio is 1.
    """
    with np.errstate(invalid="ignore"):
        rates = totals[..., 1:, :] / totals[..., :1, :]
    best = np.fmax.reduce(rates, axis=-1, keepdims=True)
    return rates, np.where(best > 0, rates / np.where(best > 0, best, 1.0), 1.0)


def _falls_by_chance(sums: Float64, person: Int64, seed: int) -> tuple[Float64, Float64]:
    """(g,) each: the 95 % interval of the fall when people are redrawn. It is shown beside the fall and decides nothing."""
    _, who = np.unique(person, return_inverse=True)
    flat = sums.reshape(-1, sums.shape[2])
    parts = np.stack([np.bincount(who, row) for row in flat], axis=1).astype(np.float64)
    drawn = resampled(parts, seed, _DRAWS).reshape(_DRAWS, *sums.shape[:2])
    _, ratios = _rates_and_ratios(drawn)
    low, high = np.nanquantile(ratios[:, 1] - ratios[:, 0], [0.025, 0.975], axis=0)
    return low, high


def _rounded(value: float) -> float:
    return round(value, 4)
