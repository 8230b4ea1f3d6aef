"""Places of the city as sheets write them."""

from functools import lru_cache
from typing import Final

from matching.geography import DISTRICTS, ZONES
from matching.records import WUHAN, Place

DISTRICT_CODES: Final = tuple(DISTRICTS)


@lru_cache(maxsize=256)
def city_place(district: str, zone: str | None) -> Place:
    """A place in a district, by the name of its zone where it has one."""
    name = area_name(district, zone)
    return Place(text=name if name.startswith(WUHAN) else f"{WUHAN}市{name}", city=WUHAN, district=district, zone=zone)


def area_name(district: str, zone: str | None) -> str:
    """The first name of the zone, else of the district."""
    return DISTRICTS[district].names[0] if zone is None else ZONES[zone].names[0]


@lru_cache(maxsize=64)
def near_districts(district: str, more: int) -> frozenset[str]:
    """The district and its `more` nearest neighbours by centre."""
    here = DISTRICTS[district]

    def far(code: str) -> float:
        there = DISTRICTS[code]
        return (there.lat - here.lat) ** 2 + (there.lng - here.lng) ** 2

    return frozenset(sorted(DISTRICT_CODES, key=far)[: more + 1])
