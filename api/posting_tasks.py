"""How many open postings ask for work: counted once for each state of the store, since the count reads all of them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock


@dataclass(frozen=True)
class PostingCounts:
    """`to_repair`: postings that the law does not let stand. `twins`: pairs that look the same. `overdue`: past their last day."""

    to_repair: int
    twins: int
    overdue: int


@dataclass
class PostingTasks:
    """The counts of the last state that was asked about."""

    _key: tuple[str, ...] | None = None
    _counts: PostingCounts = PostingCounts(0, 0, 0)
    _lock: Lock = field(default_factory=Lock, repr=False, compare=False)

    def get(self, key: tuple[str, ...], count: Callable[[], PostingCounts]) -> PostingCounts:
        """The counts under this key, counted if they are not at hand."""
        with self._lock:
            if self._key == key:
                return self._counts
        made = count()
        with self._lock:
            self._key, self._counts = key, made
        return made
