"""From types, grades and ages to what people can do: several impairments, everyday aids and training, combined to one function."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from data.synthetic.draws import Int64, choose, choose_by, stream
from data.synthetic.rows import impairments, shapes
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import ACCESS_SKILLS

Levels = NDArray[np.int8]
Bool = NDArray[np.bool_]

DIMENSIONS: Final = tuple(row.name for row in CATALOGUE.dimensions)
IMPAIRMENTS: Final = tuple(impairments().levels)
TYPES: Final = tuple(shapes()["register"])
"""Types of the register's shape; the row order of every table by type."""

_LEAN: Final = 0.7
_STEP: Final = 1.0
"""Normal deviate from which a person lies one level beside the usual one: about a sixth of people on either side."""


@dataclass(frozen=True)
class Function:
    """(n, 45) aided levels; (n, impairments) degree 0 (none) - 3; (n, owned aids) and (n, access skills) held."""

    levels: Levels
    degrees: Levels
    aids: Bool
    skills: Bool


def make_function(seed: int, types: Int64, others: Int64, severe: Bool, grades: Int64, ages: Int64, education: Int64) -> Function:
    """Draw impairments and function.

    `types` and `others` are rows of TYPES, -1 for none (`others`: the second type of a multiple one); `grades` 1-4 (0: not graded,
    taken as the lighter degree); `ages` in years; `education` ranks 0-7.
    """
    degrees = _degrees(seed, types, others, severe, grades, ages)
    levels = _usual(seed, ages, education)
    table = impairments()
    for column, name in enumerate(IMPAIRMENTS):
        rows = np.flatnonzero(degrees[:, column])
        if len(rows):
            draw = stream(seed, f"function/{name}")
            own = _limits(name, degrees[rows, column], draw)
            for aid in table.everyday:
                if name in aid.impairments:
                    share = np.array(aid.share)[degrees[rows, column] - 1]
                    _raise(own, aid.raises, draw.random(len(rows)) < share)
            levels[rows] = np.minimum(levels[rows], own)
    aids, skills = _belongings(seed, degrees, ages)
    return Function(levels, degrees, aids, skills)


def _degrees(seed: int, types: Int64, others: Int64, severe: Bool, grades: Int64, ages: Int64) -> Levels:
    draw = stream(seed, "impairments")
    table = impairments()
    found = np.zeros((len(types), len(IMPAIRMENTS)), dtype=np.int8)
    by_grade = np.array([[0.7, 0.3, 0.0], *shapes()["degrees"]])
    for kinds, heavy in ((types, severe), (others, severe & (draw.random(len(types)) < 0.5))):
        degree = choose_by(draw, by_grade, grades) + 1
        for row, name in enumerate(TYPES):
            for side, severity in ((True, "severe"), (False, "mild")):
                rows = np.flatnonzero((kinds == row) & (heavy == side))
                options = table.primary[name]["severe" if severity == "severe" else "mild"]
                picked = choose(draw, list(options.values()), len(rows))
                columns = np.array([IMPAIRMENTS.index(option) for option in options])[picked]
                found[rows, columns] = np.maximum(found[rows, columns], degree[rows])
    first = found.copy()
    for name, beside in table.beside.items():
        for other, share in beside.items():
            _add_lighter(found, other, (first[:, IMPAIRMENTS.index(name)] > 0) & (draw.random(len(types)) < share), draw)
    for other, share in table.aged.items():
        _add_lighter(found, other, (ages >= 50) & (draw.random(len(types)) < share), draw)
    # A heavier impairment of the same organ leaves no room for the lighter one.
    for heavier, lighter in (
        ("blind", "low_vision"),
        ("deaf", "hard_of_hearing"),
        ("no_speech", "speech"),
        ("high_spinal", "wheelchair"),
    ):
        found[found[:, IMPAIRMENTS.index(heavier)] > 0, IMPAIRMENTS.index(lighter)] = 0
    return found


def _add_lighter(found: Levels, name: str, marked: Bool, draw: np.random.Generator) -> None:
    column = IMPAIRMENTS.index(name)
    lighter = np.where(draw.random(len(found)) < 0.8, 1, 2).astype(np.int8)
    found[:, column] = np.where(marked, np.maximum(found[:, column], lighter), found[:, column])


def _limits(name: str, degree: Levels, draw: np.random.Generator) -> Levels:
    """(n, 45) levels that this impairment leaves; 4 where it touches nothing. One lean a person, some noise a dimension."""
    limits = np.full((len(degree), len(DIMENSIONS)), 4, dtype=np.int8)
    lean = draw.standard_normal(len(degree))
    for dimension, usual in impairments().levels[name].items():
        mode = np.array(usual, dtype=np.int8)[degree - 1]
        deviate = _LEAN * lean + np.sqrt(1 - _LEAN**2) * draw.standard_normal(len(degree))
        step = (deviate > _STEP).astype(np.int8) - (deviate < -_STEP).astype(np.int8)
        limits[:, CATALOGUE.position[dimension]] = np.where(mode == 0, 0, np.clip(mode + step, 0, 4))
    return limits


def _raise(levels: Levels, raises: dict[str, tuple[int, int]], holders: Bool) -> None:
    for dimension, (steps, cap) in raises.items():
        column = CATALOGUE.position[dimension]
        raised = np.maximum(levels[:, column], np.minimum(levels[:, column] + steps, cap))
        levels[:, column] = np.where(holders, raised, levels[:, column])


def _usual(seed: int, ages: Int64, education: Int64) -> Levels:
    """What people of an age and schooling can do when nothing limits them."""
    draw = stream(seed, "usual")
    n = len(ages)
    levels = np.full((n, len(DIMENSIONS)), 4, dtype=np.int8)

    def put(name: str, mean: Any, spread: float = 0.5) -> None:
        noisy = np.rint(np.asarray(mean, dtype=np.float64) + draw.normal(0.0, spread, n))
        levels[:, CATALOGUE.position[name]] = np.clip(noisy, 0, 4).astype(np.int8)

    late = np.clip((ages - 45) / 15, 0, 1)
    put("reading", np.array([1.2, 2.3, 3.2, 3.9, 4.2, 4.4, 4.5, 4.5])[education])
    put("writing", np.array([1.0, 1.9, 2.7, 3.2, 3.8, 4.2, 4.5, 4.5])[education])
    put("numeracy", np.array([1.4, 2.2, 2.9, 3.2, 3.6, 4.0, 4.3, 4.5])[education])
    put("learning", np.array([3.2, 3.4, 3.8, 4.0, 4.2, 4.3, 4.4, 4.4])[education] - 0.4 * late)
    put("keyboard_input", np.array([0.6, 1.3, 2.4, 3.1, 3.8, 4.1, 4.3, 4.3])[education] + 0.5 - 1.6 * late, 0.6)
    put("planning", np.array([3.3, 3.4, 3.7, 3.8, 4.0, 4.2, 4.3, 4.3])[education])
    put("public_contact", np.full(n, 3.8))
    put("stress", np.full(n, 3.7))
    put("change", np.full(n, 3.9))
    put("attention", np.full(n, 4.1))
    put("speaking", np.full(n, 4.2))
    for name in ("lifting", "endurance", "climbing", "bending", "standing"):
        put(name, 4.2 - 0.9 * late)
    put("night_shift", 3.9 - 1.5 * late, 0.8)
    put("commute", np.full(n, 4.0))
    put("climate", 4.2 - 0.5 * late)
    driving = choose(draw, [0.32, 0.28, 0.08, 0.29, 0.03], n)
    levels[:, CATALOGUE.position["driving"]] = driving
    return levels


def _belongings(seed: int, degrees: Levels, ages: Int64) -> tuple[Bool, Bool]:
    draw = stream(seed, "belongings")
    table = impairments()
    younger = np.clip(1.15 - (ages - 25) * 0.008, 0.7, 1.15)
    skills = np.zeros((len(ages), len(ACCESS_SKILLS)), dtype=bool)
    aids = np.zeros((len(ages), len(table.owned)), dtype=bool)

    def held(shares: dict[str, float]) -> Bool:
        chance = np.zeros(len(ages))
        for name, share in shares.items():
            chance = np.maximum(chance, np.where(degrees[:, IMPAIRMENTS.index(name)] > 0, share, 0.0))
        drawn: Bool = draw.random(len(ages)) < chance * younger
        return drawn

    for row in table.access_skills:
        skills[:, ACCESS_SKILLS.index(row.name)] |= held(row.impairments)
    for column, row in enumerate(table.owned):
        aids[:, column] = held(row.impairments)
        if row.skill is not None:
            trained = aids[:, column] & (draw.random(len(ages)) < 0.92)
            skills[:, ACCESS_SKILLS.index(row.skill)] |= trained
    return aids, skills
