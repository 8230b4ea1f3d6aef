"""Rows of a form that somebody adds and takes away by buttons: `breaks.0.from`, `breaks.0.to`, `breaks.1.from` ..."""

from collections.abc import Mapping, Sequence
from typing import Final

ADD: Final = "add"
REMOVE: Final = "remove"
"""The names of the buttons: `add` with the name of a group, `remove` with the name of a row (`breaks.1`)."""

Row = dict[str, str]


def rows_in(form: Mapping[str, str], group: str, fields: Sequence[str]) -> list[Row]:
    """The rows of a group as they were typed, in order; a field that was not sent (a box without a tick) is empty."""
    numbers = sorted(
        {
            int(parts[1])
            for name in form
            if (parts := name.split("."))[0] == group and len(parts) == 3 and parts[1].isdecimal() and len(parts[1]) <= 4
        }
    )
    return [{field: form.get(f"{group}.{number}.{field}", "").strip() for field in fields} for number in numbers]


def pressed(form: Mapping[str, str], group: str, rows: Sequence[Row], fields: Sequence[str]) -> list[Row]:
    """The rows after the button that was pressed: one more that is empty, or one less."""
    kept = [row for number, row in enumerate(rows) if form.get(REMOVE) != f"{group}.{number}"]
    return [*kept, dict.fromkeys(fields, "")] if form.get(ADD) == group else kept


def is_row_button(form: Mapping[str, str]) -> bool:
    """Whether the form was sent by a button that adds or takes away a row, not to be saved."""
    return ADD in form or REMOVE in form
