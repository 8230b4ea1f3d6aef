"""Entries as they were frozen for the last run of an event: one that stands on the next run's lists again is not written again."""

import math

from data.keys import Keyring
from data.stores.canonical import canonical
from matching.shortlist import Entry


class FrozenEntries:
    """The bytes and digest of entries, by their identity; each entry is held, so that no other takes its place in memory."""

    def __init__(self) -> None:
        self._before: dict[int, tuple[Entry, bytes, bytes]] = {}
        self._now: dict[int, tuple[Entry, bytes, bytes]] = {}

    def freeze(self, keyring: Keyring, entry: Entry) -> tuple[bytes, bytes]:
        """Canonical bytes and keyed digest of an entry. Raises ValueError for a score that is no number."""
        found = self._before.get(id(entry))
        if found is None:
            if not all(map(math.isfinite, (entry.score, *(reason.weight for reason in entry.reasons)))):
                raise ValueError(f"the entry of {entry.candidate} on posting {entry.posting} has a score that is no number")
            # A copy: what writes the bytes leaves kilobytes of room behind them.
            written = bytes(memoryview(canonical(entry)))
            found = entry, written, keyring.digest("entry", written)
        self._now[id(entry)] = found
        return found[1:]

    def end_run(self) -> None:
        """Forget what was not frozen since this was asked last."""
        self._before, self._now = self._now, {}
