"""The hours of a posting, from one row."""

from functools import lru_cache
from typing import Any, Final

from data.importers.columns_postings import SHIFTS
from data.importers.posting_row import PostingRow
from data.importers.terms import NO_HOURS, find_hours, made_hours, read_hours, says_nothing
from data.importers.words import own_names
from matching.knowledge.catalogue import Text
from matching.records import Hours

_find_in_title = lru_cache(maxsize=16_384)(find_hours)
_SHIFT_WORDS: Final = {**SHIFTS, **own_names(SHIFTS.values())}


def read_hour_cells(row: PostingRow, title: str, text: str) -> Hours:
    """The hours column first; what it leaves open from the title and the text."""
    cell = row.text("hours")
    stated = read_hours(cell) if cell else NO_HOURS
    if cell and says_nothing(stated):
        row.keep(
            "hours",
            Text(zh="看不懂的工作时间，按文字保留", en="working time not understood; kept as text"),
            Text(zh="写成“8小时双休”的样子", en="write it like 8小时双休"),
        )
        stated = Hours(text=cell)
    exact: dict[str, Any] = {}
    if "hours_per_day" in row.cells:
        exact["per_day"] = row.figure("hours_per_day", 0, 24, "个?小时")
    if "days_per_week" in row.cells:
        exact["days_per_week"] = row.figure("days_per_week", 0, 7, "天")
    if "shift" in row.cells:
        exact["shift"] = row.choice("shift", _SHIFT_WORDS)
    told = _told_hours(f"{title}\n{row.text('welfare')}".strip(), text)
    if not exact and not cell:
        return told
    parts: dict[str, Any] = {}
    for name in ("per_day", "days_per_week", "shift"):
        values = (exact.get(name), getattr(stated, name), getattr(told, name))
        parts[name] = next((value for value in values if value is not None), None)
    return made_hours(parts["per_day"], parts["days_per_week"], parts["shift"], stated.text or told.text)


def _told_hours(title: str, text: str) -> Hours:
    found = _find_in_title(title)
    if None not in (found.per_day, found.days_per_week, found.shift):
        return found
    more = find_hours(text)
    if found is NO_HOURS or more is NO_HOURS:
        return more if found is NO_HOURS else found
    missing = {name: value for name, value in more if name != "text" and getattr(found, name) is None and value is not None}
    return found.model_copy(update={**missing, "text": f"{found.text}；{more.text}"}) if missing else found
