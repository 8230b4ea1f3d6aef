"""Undoing an import: what was there before comes back whole, or nothing changes and what stands in the way is named."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Row, delete, insert, select, update

from data.stores.base import STAFF, Store, slices
from data.stores.employers import employer_subject
from data.stores.errors import NotAllowed
from data.stores.former_rows import KEPT, Former, Kept, Key, are, former_subject, read_former, read_rows
from data.stores.postings import posting_subject
from data.stores.resting import columns_naming, resting_on
from data.stores.vault import person_subject
from data.tables import candidates, former_rows, imports, postings
from matching.records import Role, Viewer

_NAMED_AS: Final[Mapping[str, str]] = {"candidates": "candidate", "postings": "posting", "courses": "course"}
"""As what other tables name a row of these."""

_OWN: Final = frozenset({"certificates", "merges"})
_SIDE: Final = frozenset({"employers", "intermediaries"})
"""What came along with postings. Where others use it by now, it stays as it is and stands in nobody's way."""

_SUBJECTS: Final = {"candidates": person_subject, "postings": posting_subject, "employers": employer_subject}


@dataclass(frozen=True)
class Obstacle:
    """Why an import cannot be undone. `cause`: `over` (its day has passed), `undone` (it was), `changed` (so many rows of `table`
    were changed since), `rests` (so many of its new rows are named in `table`)."""

    cause: str
    table: str = ""
    count: int = 0


@dataclass(frozen=True)
class Undone:
    """How many rows went, came back as they were, and were left because somebody else uses or erased them."""

    removed: int
    restored: int
    left: int


class UndoStore(Store):
    """Undoes imports. Staff undo their own; an organizer of the whole city those of others, too."""

    kind = "import"

    def obstacles(self, viewer: Viewer, import_id: str) -> tuple[Obstacle, ...]:
        """What keeps an import from being undone today; empty: nothing. Raises ValueError if it was never published."""
        if viewer.role not in STAFF:
            raise ValueError(f"there is no import {import_id}")
        return self._obstacles(self._published(import_id))[1]

    def undo(self, viewer: Viewer, import_id: str) -> Undone:
        """Puts back what was there before an import. Raises ValueError if anything stands in the way: nothing changes then."""
        self._require(viewer)
        row = self._published(import_id)
        if row.staged_by != viewer.account and not (viewer.role is Role.ORGANIZER and viewer.district is None):
            raise NotAllowed(f"import {import_id} is somebody else's; ask them, or an organizer of the city, to undo it")
        former, obstacles = self._obstacles(row)
        if obstacles:
            raise ValueError(f"import {import_id} cannot be undone: {obstacles[0].cause}")
        counts = {"removed": 0, "restored": 0, "left": 0}
        for name, rows in former.items():
            for kind, count in self._put_back(KEPT[name], rows).items():
                counts[kind] += count
        self._forget([import_id])
        stamp = {"state": "undone", "undone_at": self.session.now, "undone_by": viewer.account}
        self._connection.execute(update(imports).where(imports.c.id == import_id).values(**stamp))
        self.session.scrub = True
        self._note(viewer, "undo", import_id, removed=counts["removed"], restored=counts["restored"], left=counts["left"])
        return Undone(**counts)

    def forget(self, viewer: Viewer, today: date) -> int:
        """Destroys what was kept of imports whose day has passed. Returns of how many."""
        self._require(viewer, STAFF | {Role.ADMINISTRATOR})
        query = select(former_rows.c.import_id).distinct().join(imports, imports.c.id == former_rows.c.import_id)
        over = self._connection.execute(query.where(imports.c.undo_until < today)).scalars().all()
        self._forget(over)
        return len(over)

    def _forget(self, names: Sequence[str]) -> None:
        for name in names:
            self._connection.execute(delete(former_rows).where(former_rows.c.import_id == name))
            self.session.vault.destroy(former_subject(name))

    def _published(self, import_id: str) -> Row[Any]:
        row = self._connection.execute(select(imports).where(imports.c.id == import_id)).one_or_none()
        if row is None or row.state not in ("published", "undone"):
            raise ValueError(f"there is no import {import_id} that was published")
        return row

    # --- what stands in the way --------------------------------------------------------------------------------------------------

    def _obstacles(self, row: Row[Any]) -> tuple[dict[str, list[Former]], tuple[Obstacle, ...]]:
        if row.state == "undone":
            return {}, (Obstacle("undone"),)
        if row.undo_until is None or row.undo_until < self.session.today:
            return {}, (Obstacle("over"),)
        former = read_former(self._connection, self.session.vault, row.id)
        found = [
            Obstacle("changed", name, count)
            for name, rows in former.items()
            if name not in _SIDE and (count := len(rows) - len(self._untouched(KEPT[name], rows)))
        ]
        return former, (*found, *self._resting(former))

    def _untouched(self, kept: Kept, rows: Sequence[Former]) -> set[Key]:
        """The keys of rows that are as the import left them. Of a person erased since nothing is left to put back."""
        width = len(kept.keys)
        now = {
            tuple(row[:width]): tuple(row[width:])
            for row in read_rows(self._connection, kept, [one.key for one in rows], (*kept.keys, *kept.marks))
        }
        erased = self._erased(kept, rows)
        return {one.key for one in rows if now.get(one.key) == one.marks or one.erased or one.key in erased}

    def _erased(self, kept: Kept, rows: Sequence[Former]) -> set[Key]:
        """The keys of rows whose person was erased since."""
        if kept.person is None:
            return set()
        place = kept.keys.index(kept.person)
        gone: set[str] = set()
        for part in slices(sorted({one.key[place] for one in rows})):
            query = select(candidates.c.id).where(candidates.c.id.in_(part), candidates.c.erased_at.is_not(None))
            gone |= set(self._connection.execute(query).scalars())
        return {one.key for one in rows if one.key[place] in gone}

    def _resting(self, former: Mapping[str, Sequence[Former]]) -> Iterator[Obstacle]:
        """What names the rows that came with the import, table by table."""
        for name, kind in _NAMED_AS.items():
            rows = former[name]
            gone = self._erased(KEPT[name], rows)
            ids = sorted(one.key[0] for one in rows if one.was is None and not one.erased and one.key not in gone)
            own = {one.key[0] for one in rows}
            for one in resting_on(self._connection, kind, ids, _OWN, own):
                yield Obstacle("rests", one.table, one.count)

    # --- putting back ------------------------------------------------------------------------------------------------------------

    def _put_back(self, kept: Kept, rows: Sequence[Former]) -> dict[str, int]:
        untouched = self._untouched(kept, rows)
        gone = self._erased(kept, rows)
        able = [one for one in rows if one.key in untouched and one.key not in gone and not one.erased]
        fresh = [one for one in able if one.was is None]
        used = self._used(kept, fresh)
        self._remove(kept, [one.key for one in fresh if one.key not in used])
        for one in able:
            if one.was is not None:
                self._restore(kept, one)
        counted = kept.table.name not in _OWN
        return {
            "removed": len(fresh) - len(used) if counted else 0,
            "restored": sum(one.was is not None for one in able) if counted else 0,
            "left": len(rows) - len(able) + len(used) if counted else 0,
        }

    def _used(self, kept: Kept, fresh: Sequence[Former]) -> set[Key]:
        """Of new employers those that somebody else names by now."""
        if kept.table.name != "employers":
            return set()
        used: set[Key] = set()
        for part in slices([one.key[0] for one in fresh]):
            for column in columns_naming("employer"):
                found = self._connection.execute(select(column).where(column.in_(part)).distinct())
                used |= {(name,) for name in found.scalars()}
        return used

    def _remove(self, kept: Kept, keys: Sequence[Key]) -> None:
        if kept.table is postings:
            for part in slices(keys):
                parted = update(postings).where(are(kept, part)).values(merged_into=None)
                self._connection.execute(parted)
        for part in slices(keys, 200):
            self._connection.execute(delete(kept.table).where(are(kept, part)))
        subject = _SUBJECTS.get(kept.table.name)
        if subject is not None:
            for key in keys:
                self.session.vault.destroy(subject(key[0]))

    def _restore(self, kept: Kept, one: Former) -> None:
        assert one.was is not None
        if one.marks is None:
            self._connection.execute(insert(kept.table).values(**one.was))
            return
        values = {name: value for name, value in one.was.items() if name not in kept.keys}
        self._connection.execute(update(kept.table).where(are(kept, [one.key])).values(**values))
