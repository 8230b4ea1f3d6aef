"""Minutes between areas as a map would have them: distance, and the two rivers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data.synthetic.draws import Float64, Int64
from data.synthetic.truth.numbers import CityNumbers
from matching.geography import area_of, distance_km
from matching.records import WUHAN, Place

UNKNOWN_MINUTES = 60.0
"""Where home or work is not known."""


@dataclass(frozen=True, eq=False)
class Areas:
    """The areas of some places: (district, zone) or None, and which row each place has."""

    names: tuple[tuple[str | None, str | None] | None, ...]
    rows: Int64


def areas_of(places: Sequence[Place]) -> Areas:
    keys = [None if area_of(place) is None else (place.district, place.zone) for place in places]
    names: list[tuple[str | None, str | None] | None] = [None, *sorted({key for key in keys if key is not None}, key=repr)]
    row_of = {name: row for row, name in enumerate(names)}
    return Areas(tuple(names), np.array([row_of[key] for key in keys], dtype=np.int64))


def plain_minutes(areas: Areas, city: CityNumbers) -> Float64:
    """(areas, areas) one way, door to door, without anybody's detour; the same both ways."""
    bank_of = {name: bank for bank, names in city.banks.items() for name in names}
    found = np.full((len(areas.names), len(areas.names)), UNKNOWN_MINUTES)
    for i, one in enumerate(areas.names):
        for j, other in enumerate(areas.names):
            if one is None or other is None:
                continue
            kilometres = distance_km(_place(one), _place(other)) or 0.0
            banks = {bank_of.get(one[1] or one[0] or ""), bank_of.get(other[1] or other[0] or "")}
            found[i, j] = city.start + (city.inside if i == j else city.per_km * kilometres) + _crossing(banks, city)
    return found


def _crossing(banks: set[str | None], city: CityNumbers) -> float:
    """Hankou and Hanyang are parted by the Han, either of them from Wuchang by the Changjiang."""
    if len(banks) < 2 or None in banks:
        return 0.0
    return city.changjiang if "wuchang" in banks else city.han


def _place(area: tuple[str | None, str | None]) -> Place:
    return Place(city=WUHAN, district=area[0], zone=area[1])
