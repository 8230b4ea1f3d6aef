"""Districts and zones of Wuhan by name and code, and straight distances between their centres."""

from functools import lru_cache
from importlib import resources
from math import asin, cos, radians, sin, sqrt
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from matching.knowledge.catalogue import Text
from matching.records.place import WUHAN, Place


class Area(BaseModel):
    """A district (with `code`) or a functional zone (with `zone` and the districts it sits on)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str | None = None
    zone: str | None = None
    status: Literal["proposed", "signed"]
    names: tuple[str, ...]
    en: str
    districts: tuple[str, ...] = ()
    lat: float
    lng: float

    @property
    def text(self) -> Text:
        return Text(zh=self.names[0], en=self.en)


def _load() -> tuple[Area, ...]:
    rows = yaml.safe_load(resources.files("matching.knowledge").joinpath("districts.yaml").read_text("utf-8"))
    return tuple(Area.model_validate(row) for row in rows)


AREAS = _load()
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
