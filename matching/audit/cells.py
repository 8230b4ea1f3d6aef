"""Which cells of a table of people stay in the house: small ones, and those from which a small one follows (design section 7)."""

import numpy as np

from matching.audit.detours import find_determined, find_detour, find_link
from matching.audit.groups import Bool, Int64
from matching.suppression import SMALLEST


def hide_people(people: Int64, least: int, unguarded: Bool, within: Bool) -> Bool:
    """(rows, columns): which sizes of groups stay in the house when sizes from `least` on are shown, and the sums are known.

    That a group is empty tells of nobody; the size of an `unguarded` group may follow from others. `within` are not shown anyway.
    """
    empty = people == 0
    small = (people < SMALLEST) & ~empty & ~unguarded
    return cover(small, ((people < least) & ~unguarded | within) & ~empty, people[None], empty)


def hide_counts(counts: Int64, people: Int64, left: Int64, within: Bool) -> Bool:
    """(rows, columns): which counts of a stage to hide, of `people` in each group.

    A count under 5 is hidden, and one that leaves fewer than 5 out: of the group, or (somebody, but fewer than 5) of those before,
    of whom `left` did not come. `within` are counts that are not shown anyway.
    """
    empty = people == 0
    few = (counts < SMALLEST) | (people - counts < SMALLEST) | ((left > 0) & (left < SMALLEST))
    return cover(few & ~empty, within & ~empty, np.stack([counts, people - counts]), empty)


def cover(small: Bool, hidden: Bool, quantities: Int64, empty: Bool) -> Bool:
    """Hide more cells (rows, columns) until no `small` one follows from the shown cells and the sums of the lines, and the hidden
    ones of each of its lines are two or more and together at least 5 in each of the `quantities` (q, rows, columns).

    `empty` cells hold nobody: they hide nothing and are never hidden. The fewest go first, of these the smallest by the first
    quantity. A small one that follows even if all are hidden stays: the only one of its line is the sum itself.
    """
    guarded, hidden = small.copy(), hidden | small
    changed = True
    while changed:
        changed = _hide_detours(guarded, hidden, quantities[0], empty)
        for axis in (0, 1):
            for line in range(hidden.shape[axis]):
                at = (line, slice(None)) if axis == 0 else (slice(None), line)
                extra = _another(guarded[at], hidden[at], quantities[(slice(None), *at)], empty[at])
                if extra is not None:
                    hidden[at][extra] = guarded[at][extra] = changed = True
    return hidden


def link(lines: tuple[Bool, Bool], hidden: Bool, weights: Int64, empty: Bool) -> Bool:
    """Hide more cells until the `lines` (of rows, of columns) whose sums are hidden hang together: then none of these sums follows
    from this table, whatever other tables with the same sums show."""
    hidden = hidden.copy()
    for axis, secret in enumerate(lines):
        while (cell := find_link(hidden, weights, empty, axis, secret)) is not None:
            hidden[cell] = True
    return hidden


def _hide_detours(guarded: Bool, hidden: Bool, weights: Int64, empty: Bool) -> bool:
    """Hide what it takes that no guarded cell follows; whether anything was hidden. What is hidden more gives nothing new away."""
    changed = False
    for row, column in np.argwhere(guarded & find_determined(hidden)).tolist():
        for cell in find_detour(hidden, weights, empty, (row, column)):
            hidden[cell] = changed = True
    return changed


def _another(guarded: Bool, hidden: Bool, quantities: Int64, empty: Bool) -> int | None:
    """The place of one more cell to hide in a line, or None if it needs none or has none left."""
    if not guarded.any():
        return None
    if hidden.sum() >= 2 and (quantities[:, hidden].sum(axis=1) >= SMALLEST).all():
        return None
    left = np.flatnonzero(~hidden & ~empty)
    return int(left[np.argmin(quantities[0, left])]) if len(left) else None
