"""Values as the words of a sheet's cells; an unknown value is an empty cell."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from data.importers.columns_postings import NO, YES
from matching.geography import DISTRICTS, area_of
from matching.knowledge import CATALOGUE
from matching.records import Place

SEPARATORS: Final = frozenset("、，,；;|")
"""What parts a list cell; a name that holds one is written in another way."""


def dimension(name: str) -> str:
    """A dimension by its Chinese name, or by its code where a list cell would take the name apart."""
    row = CATALOGUE.dimension(name)
    return row.code if SEPARATORS & set(row.zh) else row.zh


def arrangements(names: Iterable[str]) -> str:
    """Accommodations in catalogue order, by their Chinese names unless a list cell would take one apart."""
    rows = sorted((CATALOGUE.accommodation(name) for name in names), key=lambda row: CATALOGUE.order[row.name])
    return listed(row.name if SEPARATORS & set(row.zh) else row.zh for row in rows)


def word(words: Mapping[str, str], value: str) -> str:
    """The sheet's word for a value; a value without one (a licence of its own) is written as it is."""
    return next((shown for shown, meant in words.items() if meant == value), value)


def place_name(place: Place) -> str:
    """City and area by name, since other cities have a 青山区 too; a functional zone with the district it sits on."""
    area = area_of(place)
    if area is None:
        return place.text
    name = area.names[0]
    city = f"{place.city}市" if place.city is not None and not name.startswith(place.city) else ""
    beside = DISTRICTS.get(place.district or "") if area.zone is not None else None
    return city + name + ("" if beside is None else f"（{beside.names[0]}）")


def flag(value: bool | None) -> str:
    """是, 否, or nothing for "not said"."""
    return "" if value is None else YES if value else NO


def day(value: date | None) -> str:
    """2026-03-05."""
    return "" if value is None else value.isoformat()


def number(value: float | None) -> str:
    """Without a decimal point where it is whole."""
    return "" if value is None else f"{value:.10g}"


def listed(words: Iterable[str]) -> str:
    """The words of a list cell."""
    return "、".join(words)


def filled(cells: dict[str, str]) -> dict[str, str]:
    """The cells that hold something."""
    return {field: cell for field, cell in cells.items() if cell}
