"""What records were written from: the generator's own draws, for the truth alone. Features and rules cannot reach them."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from data.synthetic.draws import Float64, Int64
from data.synthetic.employers import generate_firms
from data.synthetic.populace import draw_columns
from data.synthetic.postings import Written, write_postings
from data.synthetic.rows import occupations
from matching.knowledge import CATALOGUE

_DIMENSIONS: Final = len(CATALOGUE.dimensions)


@dataclass(frozen=True, eq=False, repr=False)
class Origins:
    """The draws behind n candidates and m postings; occupations are rows of `occupations()`.

    wanted (n, 3) in order of preference, worked (n,), years (n,) of experience, education (n,) ranks 0-7, levels (n, 45) true
    abilities 0-4 with everyday aids; occupation (m,), asked (m, 45) what the job truly asks, 0-4, its building included.
    """

    wanted: Int64
    worked: Int64
    years: Float64
    education: Int64
    levels: Float64
    occupation: Int64
    asked: Float64


def recall_origins(seed: int, candidates: int, employers: int, today: date) -> Origins:
    """The origins of the city that `generate_city` makes of these very arguments, drawn again from the seed."""
    columns = draw_columns(seed, candidates, today)
    written = write_postings(seed, generate_firms(seed, employers), today)
    row_of = {row.key: i for i, row in enumerate(occupations())}
    return Origins(
        wanted=columns.wanted.astype(np.int64),
        worked=columns.worked.astype(np.int64),
        years=columns.years.astype(np.float64),
        education=columns.education.astype(np.int64),
        levels=columns.function.levels.astype(np.float64),
        occupation=np.array([row_of[one.occupation.key] for one in written], dtype=np.int64),
        asked=np.array([_asked(one) for one in written], dtype=np.float64).reshape(len(written), _DIMENSIONS),
    )


def _asked(one: Written) -> list[float]:
    levels = [float(one.asked.get(row.name, 0)) for row in CATALOGUE.dimensions]
    if not one.site.remote:
        climb = stairs_of(one.site.floor, one.site.lift, one.site.steps, one.site.ramp)
        stairs = CATALOGUE.position["stairs"]
        levels[stairs] = max(levels[stairs], climb)
    return levels


def stairs_of(floor: int, lift: bool, steps: int, ramp: bool) -> float:
    """What the way in asks of somebody who walks badly: 3 for a floor without a lift, 2 for three steps or more, 1 for fewer."""
    if floor not in (0, 1) and not lift:
        return 3.0
    return 0.0 if ramp or not steps else 2.0 if steps >= 3 else 1.0
