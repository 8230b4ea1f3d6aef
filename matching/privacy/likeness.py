"""Lines in groups of those most alike, and of each group what is true of all of it: then nobody stands out of a list.

k-anonymity (Sweeney, International Journal of Uncertainty, Fuzziness and Knowledge-Based Systems 10(5), 2002, 557-570) by greedy
k-member clustering (Byun, Kamra, Bertino, Li, Efficient k-Anonymization Using Clustering Techniques, DASFAA 2007).
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Float64 = NDArray[np.float64]
Bool = NDArray[np.bool_]


class Statement(NamedTuple):
    """Something true of a person, in both languages. `step`: 0 for the finest words of a field."""

    field: str
    step: int
    zh: str
    en: str = ""


def agreed(lines: Sequence[Mapping[Statement, float]], k: int) -> tuple[frozenset[Statement], ...]:
    """Of each line, in the order given, the statements that hold for every line of its group; each group has `k` lines or more.

    A line maps each statement that is true of it to what telling it is worth, > 0, the same in every line.
    1. The line with the commonest statements opens a group. 2. The line that keeps most worth in common joins it, until there are
    `k`, and then all that say just what these have in common. 3. Whoever is left over joins the group that loses least. With fewer
    than `k` lines nothing is told of anybody. The order of the lines changes nothing but who is who among equal ones.
    Raises ValueError for k < 1.
    """
    if k < 1:
        raise ValueError(f"a crowd of {k} is none; give 1 or more")
    if len(lines) < k:
        return (frozenset(),) * len(lines)
    names = sorted({name for line in lines for name in line})
    place = {name: row for row, name in enumerate(names)}
    order = sorted(range(len(lines)), key=lambda row: sorted(lines[row]))
    worth = np.zeros(len(names))
    holds = np.zeros((len(names), len(lines)), dtype=np.bool_)
    for column, row in enumerate(order):
        for name, value in lines[row].items():
            worth[place[name]] = value
            holds[place[name], column] = True
    shown: list[frozenset[Statement]] = [frozenset()] * len(lines)
    for members, common in _groups(holds, worth, k):
        told = frozenset(names[row] for row in np.flatnonzero(common))
        for column in members:
            shown[order[column]] = told
    return tuple(shown)


def _groups(holds: Bool, worth: Float64, k: int) -> list[tuple[list[int], Bool]]:
    """Groups of columns of `holds` (statements, lines), each with what its lines have in common."""
    lines = holds.shape[1]
    commonness = (worth * holds.sum(axis=1)) @ holds
    said = holds.sum(axis=0)
    free = np.ones(lines, dtype=np.bool_)
    groups: list[tuple[list[int], Bool]] = []
    for first in np.argsort(-commonness, kind="stable").tolist():
        if not free[first]:
            continue
        if free.sum() < k:
            break
        members, common = [first], holds[:, first].copy()
        free[first] = False
        while len(members) < k:
            held = np.flatnonzero(common)
            kept = worth[held] @ holds[held]
            nearest = int(np.where(free, kept, -1.0).argmax())
            members.append(nearest)
            free[nearest] = False
            common &= holds[:, nearest]
        held = np.flatnonzero(common)
        alike = np.flatnonzero(free & (said == len(held)) & holds[held].all(axis=0))
        free[alike] = False
        groups.append((members + alike.tolist(), common))
    for column in np.flatnonzero(free).tolist():
        kept_by = [_kept(common & holds[:, column], common, worth, len(members)) for members, common in groups]
        members, common = groups[int(np.argmax(kept_by))]
        members.append(column)
        common &= holds[:, column]
    return groups


def _kept(with_it: Bool, without: Bool, worth: Float64, members: int) -> float:
    """What a group tells after one more line joined it, less what it told before."""
    return float((members + 1) * worth[with_it].sum() - members * worth[without].sum())
