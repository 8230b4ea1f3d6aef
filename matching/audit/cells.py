"""Which cells of a table of people stay in the house: small ones, and those from which a small one follows (design section 7)."""

import numpy as np

from matching.audit.groups import Bool, Int64
from matching.suppression import SMALLEST


def hide_people(people: Int64, least: int, unguarded: Bool) -> Bool:
    """(rows, columns): which sizes of groups stay in the house when sizes from `least` on are shown, and the sums are known.

    That a group is empty tells of nobody; the size of an `unguarded` group may follow from others.
    """
    empty = people == 0
    return cover((people < SMALLEST) & ~empty & ~unguarded, (people < least) & ~empty & ~unguarded, people[None], empty)


def hide_counts(counts: Int64, people: Int64, left: Int64, unguarded: Bool, within: Bool) -> Bool:
    """(rows, columns): which counts of a stage to hide, of `people` in each group.

    A count under 5 is hidden, and one that leaves fewer than 5 out: of the group, or (somebody, but fewer than 5) of those before,
    of whom `left` did not come.
    `within` are counts that are not shown anyway, and of these `unguarded` may follow from others.
    """
    empty = people == 0
    few = (counts < SMALLEST) | (people - counts < SMALLEST) | ((left > 0) & (left < SMALLEST))
    return cover(few & ~empty & ~unguarded, within & ~empty, np.stack([counts, people - counts]), empty)


def cover(small: Bool, hidden: Bool, quantities: Int64, empty: Bool) -> Bool:
    """Hide more cells (rows, columns) until no line gives a `small` one away: a line that has one has two or more `hidden`, which
    together are at least 5 in each of the `quantities` (q, rows, columns) whose sums are known.

    `empty` cells hold nobody: they hide nothing and are never hidden. The smallest cells by the first quantity go first.
    """
    guarded, hidden = small.copy(), hidden | small
    changed = True
    while changed:
        changed = False
        for axis in (0, 1):
            for line in range(hidden.shape[axis]):
                at = (line, slice(None)) if axis == 0 else (slice(None), line)
                extra = _another(guarded[at], hidden[at], quantities[(slice(None), *at)], empty[at])
                if extra is not None:
                    hidden[at][extra] = guarded[at][extra] = changed = True
    return hidden


def _another(guarded: Bool, hidden: Bool, quantities: Int64, empty: Bool) -> int | None:
    """The place of one more cell to hide in a line, or None if it needs none or has none left."""
    if not guarded.any():
        return None
    if hidden.sum() >= 2 and (quantities[:, hidden].sum(axis=1) >= SMALLEST).all():
        return None
    left = np.flatnonzero(~hidden & ~empty)
    return int(left[np.argmin(quantities[0, left])]) if len(left) else None
