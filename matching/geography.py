"""Districts and zones of Wuhan by name and code, and straight distances between their centres."""

from functools import lru_cache
from math import asin, cos, radians, sin, sqrt

from pydantic import Field

from matching.knowledge.catalogue import Signable, Text
from matching.knowledge.source import packaged, read_rows
from matching.records.place import WUHAN, Place


class Area(Signable):
    """A district (with `code`) or a functional zone (with `zone` and the districts it sits on)."""

    code: str | None = None
    zone: str | None = None
    names: tuple[str, ...] = Field(min_length=1)
    en: str
    districts: tuple[str, ...] = ()
    lat: float = Field(ge=-90, le=90)
    lng: float = Field(ge=-180, le=180)

    @property
    def key(self) -> str:
        """The zone's name, or the district's code: what wishes and minutes call the area."""
        return self.zone or self.code or ""

    @property
    def text(self) -> Text:
        return Text(zh=self.names[0], en=self.en)


def load_areas(text: str) -> tuple[Area, ...]:
    """Parse districts.yaml. Raises KnowledgeError on a wrong row, a code, zone or name twice, or a zone on no known district."""
    areas = read_rows(text, "districts.yaml", Area).unique(lambda row: row.zone or row.code)
    codes = {area.code for area in areas if area.code is not None}
    named: dict[str, Area] = {}
    for area in areas:
        if (area.code is None) == (area.zone is None):
            raise areas.fault(area, "an area is a district with a code or a zone with districts; give one of code and zone")
        if (area.zone is None) == bool(area.districts):
            raise areas.fault(area, "a zone lists the districts it sits on, and a district lists none; correct districts")
        for code in area.districts:
            if code not in codes:
                raise areas.fault(area, f"unknown district {code!r}; use the code of a row of this file", "districts")
        for name in area.names:
            if named.setdefault(name, area) is not area:
                raise areas.fault(area, f"the name {name!r} stands for another area already; keep it in one row", "names")
    return tuple(areas)


AREAS = load_areas(packaged("districts.yaml"))
DISTRICTS = {area.code: area for area in AREAS if area.code is not None}
ZONES = {area.zone: area for area in AREAS if area.zone is not None}
_NAMES = sorted(((name, area) for area in AREAS for name in area.names), key=lambda pair: -len(pair[0]))


def find_area(text: str) -> Area | None:
    """The district or zone that the text names, the longest name first; None when it names none."""
    return next((area for name, area in _NAMES if name in text), None)


def area_of(place: Place) -> Area | None:
    """The zone of a place if it has one, else its district, else None."""
    if place.zone is not None and place.zone in ZONES:
        return ZONES[place.zone]
    return DISTRICTS.get(place.district) if place.district is not None else None


def same_area(one: Place, other: Place) -> bool | None:
    """Whether both places share a district (a zone counts as each district it sits on); None when either is unknown."""
    first, second = area_of(one), area_of(other)
    if first is None or second is None:
        return None
    return bool(_districts(first) & _districts(second))


def _districts(area: Area) -> frozenset[str]:
    return frozenset(area.districts) if area.code is None else frozenset({area.code})


@lru_cache(maxsize=4_096)
def _kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    lat1, lng1, lat2, lng2 = map(radians, (*one, *other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lng2 - lng1) / 2) ** 2
    return 2 * 6_371.0 * asin(sqrt(half))


def distance_km(one: Place, other: Place) -> float | None:
    """Great-circle kilometres between the areas' centres (haversine); None unless both are known places in Wuhan.

    A prior only: rivers and bridges are no part of it.
    """
    if one.city not in (None, WUHAN) or other.city not in (None, WUHAN):
        return None
    first, second = area_of(one), area_of(other)
    if first is None or second is None:
        return None
    return _kilometres((first.lat, first.lng), (second.lat, second.lng))
