"""The workplace of a posting, from one row."""

from typing import Any, Final

from data.importers.columns_postings import ARRANGEMENTS, ASSUMED, FACT, TOILETS
from data.importers.demands import read_statuses
from data.importers.posting_row import PostingRow, Vocabulary
from data.importers.term_cells import read_term
from data.importers.terms import read_floor, read_steps
from data.importers.words import own_names
from matching.knowledge.catalogue import FACTS, Text
from matching.records import Workplace

_WORKPLACE: Final = frozenset(
    {"remote", "floor", "entrance_steps", "toilet", "commute", "assumed", *ARRANGEMENTS, *(FACT + name for name in FACTS)}
)
_NO_WORKPLACE: Final = Workplace()
_AT_HOME: Final = Workplace(remote=True)


def read_workplace(row: PostingRow, remote: bool | None, leftovers: list[str]) -> Workplace:
    """The workplace; `remote` is what the place says of it, words that are not understood go to the `leftovers`."""
    if _WORKPLACE.isdisjoint(row.cells):
        return _AT_HOME if remote else _NO_WORKPLACE
    stated = row.flag("remote")
    facts = {name: value for name in FACTS if (value := row.flag(FACT + name)) is not None}
    values: dict[str, Any] = {
        "remote": remote if stated is None else stated,
        "floor": read_term(row, "floor", read_floor, leftovers),
        "entrance_steps": read_term(row, "entrance_steps", read_steps, leftovers),
        "toilet": row.choice("toilet", _TOILETS),
        "commute": row.whole("commute", 0, 4, "级"),
        "assumed": frozenset(row.names("assumed", _ASSUMED)),
        "facts": facts,
        "statuses": read_statuses(row),
    }
    return _NO_WORKPLACE if row.rejected else Workplace(**values)


_TOILETS: Final = {**TOILETS, **own_names(TOILETS.values())}
_ASSUMED: Final = Vocabulary({**ASSUMED, **own_names(ASSUMED.values())}, Text(zh="工作场所项目", en="workplace value"))
