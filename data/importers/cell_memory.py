"""What a cell says is worked out once for all rows that say the same; of cells that may name somebody, nothing stays afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from data.importers import contact_cells, offers, places, posting_row, value_shapes

_REMEMBERED: Final[tuple[Any, ...]] = (
    contact_cells.mask_short,
    offers.where,
    places.read_place,
    places.city_of,
    posting_row.word,
    posting_row.one_line,
    posting_row.said_line,
    value_shapes.day_of,
)


@contextmanager
def cells_forgotten() -> Iterator[None]:
    """Reads a file; names, telephone numbers, addresses and birthdays in its cells stay in the process no longer than that."""
    try:
        yield
    finally:
        for one in _REMEMBERED:
            one.cache_clear()
