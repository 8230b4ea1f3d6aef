"""The employers of the synthetic city, and the intermediaries that pass some of their postings on."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from data.synthetic.draws import Dice, choose, fill, stream
from data.synthetic.numbers import credit_code
from data.synthetic.places import city_place
from data.synthetic.rows import employer_shapes, productions, shapes
from matching.records import Employer, EmployerKind, Intermediary, Place

_STYLES: Final = ("full", "partial", "text", "bare")


@dataclass(frozen=True, slots=True)
class Firm:
    """An employer with what only the generator knows: how it fills in forms and how willing it is.

    `style` is how demands are told; `candour` 0..1 the chance that a workplace fact is stated; `willing` 0..1 drives arrangements.
    """

    employer: Employer
    brand: str
    place: Place
    style: str
    candour: float
    willing: float


def generate_firms(seed: int, size: int) -> list[Firm]:
    """`size` employers of all kinds (10 or more give every kind)."""
    draw = stream(seed, "employers")
    dice = Dice(stream(seed, "employers/words"))
    table = employer_shapes()
    kinds = list(table)
    which = fill(draw, [table[kind].share for kind in kinds], size)
    styles = choose(draw, [0.56, 0.24, 0.12, 0.08], size)
    candour = draw.beta(6.0, 1.2, size)
    willing = draw.beta(2.2, 2.2, size)
    brands = _brands(draw, size)
    firms = []
    turn = dict.fromkeys(kinds, 0)
    for row in range(size):
        kind = kinds[which[row]]
        forms = table[kind].forms
        form = forms[turn[kind] % len(forms)]
        turn[kind] += 1
        firms.append(_firm(row, kind, form, brands[row], _STYLES[styles[row]], float(candour[row]), float(willing[row]), dice))
    return firms


def intermediaries() -> tuple[Intermediary, ...]:
    """Who passes postings on."""
    return (
        Intermediary(id="i_01", name="江城示范人力资源服务有限公司", code=credit_code("91", 99_000_001)),
        Intermediary(id="i_02", name="江城示范中小企业协会", code=credit_code("51", 99_000_002)),
        Intermediary(id="i_03", name="江城示范零工市场", code=credit_code("12", 99_000_003)),
    )


def _brands(draw: np.random.Generator, size: int) -> list[str]:
    """Two-character inventions, no two alike; beyond their number a third character is added."""
    characters: list[str] = productions()["names"]["brand"]
    pairs = [one + two for one in characters for two in characters if one != two]
    names = [pairs[i] for i in draw.permutation(len(pairs)).tolist()]
    longer = iter(name + third for third in characters for name in names if third not in name)
    while len(names) < size:
        names.append(next(longer))
    return names[:size]


def _firm(row: int, kind: EmployerKind, form: str, brand: str, style: str, candour: float, willing: float, dice: Dice) -> Firm:
    shape = employer_shapes()[kind]
    before = productions()["names"]["before"]
    place = _site(kind, dice)
    low, high = shape.staff
    # Sizes are spread evenly over their magnitudes: many small ones, few large.
    staff = round(low * (high / low) ** (dice.next() / (1 << 31)))
    told = dice.chance(0.85)
    employer = Employer(
        id=f"e_{row:05d}",
        name=form.format(brand=before + brand),
        code=credit_code(shape.code, row + 1) if dice.chance(0.95) else None,
        kind=kind,
        staff=staff if told else None,
        staff_text=f"{staff}人" if told else "",
        establishment=round(staff * dice.between(60, 95) / 100) if shape.establishment else None,
        industry=dice.pick(shape.industries),
        district=place.district,
        contact=f"hr{row:05d}@example.org" if dice.chance(0.9) else None,
        approved=dice.chance(0.9),
    )
    return Firm(employer, brand, place, style, candour, willing)


def _site(kind: EmployerKind, dice: Dice) -> Place:
    table = shapes()["districts"]
    rural = kind is EmployerKind.RURAL
    weights = [row["share"] * (row["rural"] * 4 if rural else 1.0 - 0.6 * row["rural"]) for row in table.values()]
    at = dice.next() / (1 << 31) * sum(weights)
    code = list(table)[-1]
    for name, weight in zip(table, weights, strict=True):
        if at < weight:
            code = name
            break
        at -= weight
    zone = None
    for name, share in table[code].get("zones", {}).items():
        if dice.chance(min(share * 1.4, 0.7)):
            zone = name
            break
    place = city_place(code, zone)
    return place.model_copy(update={"address": f"{place.text}示范路{dice.between(1, 399)}号"}) if dice.chance(0.6) else place
