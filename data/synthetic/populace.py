"""Who lives in the synthetic city, as columns: types, grades, ages, homes, schooling, function, work and wishes."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data.synthetic.abilities import TYPES, Function, make_function
from data.synthetic.draws import Float64, Int64, choose, choose_by, stream
from data.synthetic.numbers import citizen_number, sequences
from data.synthetic.rows import occupations, shapes
from matching.records import (
    PostingKind,
)

BANDS: Final = tuple((low, high) for low, high in shapes()["age_bands"])
OCCUPATIONS: Final = occupations()
CREDENTIALS: Final = tuple(shapes()["credentials"])
_RURAL: Final = (PostingKind.RURAL_BASE, PostingKind.RURAL_HOUSEHOLD)
_MANUAL: Final = frozenset({"cleaning", "sheltered", "kitchen", "farm", "plant", "guard", "service"})
_FINELY: Final = frozenset(shapes()["graded_finely"])


@dataclass(frozen=True)
class Columns:
    """Everything drawn about n people before a record is made; -1 in `types` means no impairment is certified."""

    types: Int64
    kinds: Int64
    grades: Int64
    categories: Int64
    ages: Int64
    births: list[date]
    males: Int64
    citizens: list[str]
    districts: list[str]
    zones: list[str | None]
    rural: NDArray[np.bool_]
    education: Int64
    function: Function
    worked: Int64
    wanted: Int64
    years: Float64


def draw_columns(seed: int, size: int, today: date) -> Columns:
    draw = stream(seed, "people")
    table = shapes()
    kinds = choose(draw, list(table["credentials"].values()), size)
    names = list(table["types"])
    drawn = choose(draw, [table["types"][name]["share"] for name in names], size)
    pairs = np.array([[TYPES.index(one), TYPES.index(two)] for one, two in table["multiple"]])
    pair = pairs[choose(draw, np.ones(len(pairs)), size)]
    multiple = drawn == names.index("multiple")
    of_name = np.array([TYPES.index(name) if name in TYPES else -1 for name in names])
    types = np.where(multiple, pair[:, 0], of_name[drawn])
    others = np.where(multiple, pair[:, 1], -1)
    categories = np.array([table["types"][name]["category"] for name in names])[drawn]
    # Veterans and work injuries have other impairments than the register, and household members none that is certified.
    injured = np.isin(kinds, [CREDENTIALS.index("veteran"), CREDENTIALS.index("work_injury")])
    body = [TYPES.index(name) for name in ("physical", "hearing", "visual", "other")]
    types = np.where(injured, np.array(body)[choose(draw, [70, 10, 10, 10], size)], types)
    member = kinds == CREDENTIALS.index("household_member")
    types, others = np.where(member, -1, types), np.where(injured | member, -1, others)
    severe, ages = _severity_and_age(draw, types)
    grades = _grades(draw, types, severe, kinds)
    education = _education(draw, types, ages)
    districts, zones, rural = _homes(draw, size)
    function = make_function(seed, types, others, severe, np.where(injured | member, 0, grades), ages, education)
    wanted = _occupation_wishes(draw, types, education, rural, ages)
    change = draw.random(size) < 0.45
    worked = np.where(change, _occupation_wishes(draw, types, education, rural, ages)[:, 0], wanted[:, 0])
    years = np.minimum(np.clip(draw.gamma(1.4, 4.0, size), 0.3, None), np.maximum(ages - 18, 0))
    years = np.where((draw.random(size) < _never_worked(types, ages)) | (years < 0.3), 0.0, np.round(years, 1))
    offsets = draw.integers(1, 364, size)
    births = [_birth(today, int(age), int(offset)) for age, offset in zip(ages, offsets, strict=True)]
    males = (draw.random(size) < 0.58).astype(np.int64)
    order = sequences(np.array([birth.toordinal() for birth in births]), males)
    citizens = [citizen_number(birth, int(number)) for birth, number in zip(births, order, strict=True)]
    return Columns(
        types,
        kinds,
        grades,
        categories,
        ages,
        births,
        males,
        citizens,
        districts,
        zones,
        rural,
        education,
        function,
        worked,
        wanted,
        years,
    )


def _birth(today: date, age: int, offset: int) -> date:
    """A birthday `offset` days before the day on which the person turned `age` at the latest."""
    return today.replace(year=today.year - age, day=min(today.day, 28)) - timedelta(days=offset)


def _severity_and_age(draw: np.random.Generator, types: Int64) -> tuple[NDArray[np.bool_], Int64]:
    register = shapes()["register"]
    bands = np.zeros(len(types), dtype=np.int64)
    severe = np.zeros(len(types), dtype=bool)
    for row, name in enumerate((*TYPES, "nobody")):
        mine = np.flatnonzero(types == (row if name != "nobody" else -1))
        counts = register.get(name, {"mild": [10, 25, 25, 25, 15]})
        table = np.array([counts.get("mild", [0] * len(BANDS)), counts.get("severe", [0] * len(BANDS))], dtype=np.float64)
        cell = choose(draw, table.ravel(), len(mine))
        severe[mine], bands[mine] = cell // len(BANDS) == 1, cell % len(BANDS)
    low, high = np.array(BANDS).T
    span = high[bands] - low[bands] + 1
    return severe, low[bands] + np.floor(draw.random(len(types)) * span).astype(np.int64)


def _grades(draw: np.random.Generator, types: Int64, severe: NDArray[np.bool_], kinds: Int64) -> Int64:
    """1-4 of a disability certificate, 4-8 of a veteran's, 4-10 of a work injury, 0 of a household member."""
    tables = shapes()["grades"]
    finely = np.isin(types, [TYPES.index(name) for name in _FINELY])
    row = np.where(finely, 2, np.where(severe, 0, 1))
    grades = choose_by(draw, [tables["severe"], tables["mild"], tables["graded_finely"]], row) + 1
    grades = np.where(kinds == CREDENTIALS.index("veteran"), draw.integers(4, 9, len(types)), grades)
    grades = np.where(kinds == CREDENTIALS.index("work_injury"), draw.integers(4, 11, len(types)), grades)
    return np.where(kinds == CREDENTIALS.index("household_member"), 0, grades)


def _education(draw: np.random.Generator, types: Int64, ages: Int64) -> Int64:
    tables = shapes()["education"]
    band = np.clip(np.searchsorted([high for _, high in BANDS], ages), 0, len(BANDS) - 1)
    learning = np.isin(types, [TYPES.index("intellectual")])
    rank = choose_by(draw, [*tables["usual"], *tables["intellectual"]], band + np.where(learning, len(BANDS), 0))
    # Nobody has finished a school before its age.
    ceiling = np.select([ages < 18, ages < 20, ages < 22, ages < 25], [2, 3, 4, 5], 7)
    finished: Int64 = np.minimum(rank, ceiling)
    return finished


def _homes(draw: np.random.Generator, size: int) -> tuple[list[str], list[str | None], NDArray[np.bool_]]:
    table = shapes()["districts"]
    codes = list(table)
    which = choose(draw, [row["share"] for row in table.values()], size)
    rural = draw.random(size) < np.array([row["rural"] for row in table.values()])[which]
    uniform = draw.random(size).tolist()
    zones: list[str | None] = []
    for position, chance in zip(which.tolist(), uniform, strict=True):
        zone = None
        for name, share in table[codes[position]].get("zones", {}).items():
            if chance < share:
                zone = name
                break
            chance -= share
        zones.append(zone)
    return [codes[position] for position in which.tolist()], zones, rural


def _occupation_wishes(draw: np.random.Generator, types: Int64, education: Int64, rural: NDArray[np.bool_], ages: Int64) -> Int64:
    """(n, 3) occupations a person may want, in order; repeats are possible and mean fewer wishes."""
    weights = _wish_weights()
    key = (types + 1) * 32 + education * 4 + rural * 2 + (ages < 30)
    return np.stack([choose_by(draw, weights, key) for _ in range(3)], axis=1)


@lru_cache(maxsize=1)
def _wish_weights() -> Float64:
    """((types + 1) * 32, occupations): by type, education rank, rural and young, in the key order of `_occupation_wishes`."""
    wanted = shapes()["wanted"]
    table = np.zeros(((len(TYPES) + 1) * 32, len(OCCUPATIONS)))
    for row in range(len(table)):
        kind, education, rural, young = row // 32 - 1, row % 32 // 4, row % 4 // 2, row % 2
        own = wanted["common"] if kind < 0 else wanted["common"] | _scaled(wanted[TYPES[kind]])
        for column, occupation in enumerate(OCCUPATIONS):
            weight = float(own.get(occupation.key, wanted["common"].get(occupation.key, 0)))
            if occupation.education.rank > education:
                weight *= 0.08 ** min(occupation.education.rank - education, 2)
            if education >= 4 and occupation.family in _MANUAL:
                weight *= 0.12
            if occupation.family == "farm" or max(occupation.kinds, key=occupation.kinds.__getitem__) in _RURAL:
                weight *= 5.0 if rural else 0.15
            if young and occupation.family in ("ecommerce", "design", "digital"):
                weight *= 2.0
            table[row, column] = weight
    return table


def _scaled(weights: dict[str, int]) -> dict[str, float]:
    return {name: float(weight) for name, weight in weights.items()}


def _never_worked(types: Int64, ages: Int64) -> Float64:
    heavy = np.isin(types, [TYPES.index(name) for name in ("intellectual", "autism")])
    chance: Float64 = np.clip(np.where(heavy, 0.55, 0.18) + np.where(ages < 24, 0.3, 0.0), 0, 0.9)
    return chance
