"""Which hidden cells of a table with known sums follow from the shown ones, and what to hide so that they do not.

Lines (rows and columns) are the nodes of a graph and hidden cells its edges. Hidden cells can be other numbers without any sum or
shown cell changing exactly along the cycles of the graph, up on every second edge and down on the others. So a hidden cell follows
from what is shown if and only if it lies on no cycle: it is a bridge (Gusfield, SIAM Journal on Computing 17, 1988).
"""

from heapq import heappop, heappush

import numpy as np

from matching.audit.groups import Bool, Int64

Cell = tuple[int, int]


def find_determined(hidden: Bool) -> Bool:
    """(rows, columns): which hidden cells follow from the others when the sums of all rows and columns are known.

    A table of one row has no sums of columns.
    """
    found = np.zeros(hidden.shape, np.bool_)
    graph = _with_sums(hidden)
    for at in np.argwhere(hidden).tolist():
        cell = (at[0], at[1])
        found[cell] = not _reaches(graph, cell)
    return found


def find_detour(hidden: Bool, weights: Int64, closed: Bool, cell: Cell) -> list[Cell]:
    """The cells to hide as well so that `cell` does not follow: the fewest, of these the lightest. Empty: none are needed, or it
    follows whatever is hidden. `closed` (rows, columns) cells are never hidden.
    """
    graph, open_ = _with_sums(hidden), _with_sums(~closed | hidden)
    rows, columns = graph.shape
    goal = rows + cell[1]
    waiting: list[tuple[int, int, int, list[Cell]]] = [(0, 0, cell[0], [])]
    done: set[int] = set()
    while waiting:
        number, weight, node, path = heappop(waiting)
        if node == goal:
            return path
        if node in done:
            continue
        done.add(node)
        for other in range(columns) if node < rows else range(rows):
            at = (node, other) if node < rows else (other, node - rows)
            if at == cell or not open_[at]:
                continue
            to = rows + other if node < rows else other
            if graph[at]:
                heappush(waiting, (number, weight, to, path))
            else:
                heappush(waiting, (number + 1, weight + int(weights[at]), to, [*path, at]))
    return []


def find_link(hidden: Bool, weights: Int64, closed: Bool, axis: int, lines: Bool) -> Cell | None:
    """The lightest cell to hide next so that all `lines` of an axis (0: rows) hang together by hidden cells: people may then have
    come from any of them instead of any other. None: they do, or no cell is left that could.
    """
    table, weigh, shut = (hidden, weights, closed) if axis == 0 else (hidden.T, weights.T, closed.T)
    wanted = np.flatnonzero(lines & table.any(axis=1))
    if not len(wanted):
        return None
    reached, columns = _component(table, int(wanted[0]))
    if reached[wanted].all():
        return None
    leaving = (reached[:, None] != columns[None, :]) & ~table & ~shut
    if not leaving.any():
        return None
    row, column = np.unravel_index(int(np.argmin(np.where(leaving, weigh, np.iinfo(np.int64).max))), table.shape)
    return (int(row), int(column)) if axis == 0 else (int(column), int(row))


def _with_sums(hidden: Bool) -> Bool:
    """A table of one row gets a second one that is never shown: the sums of its columns, which nobody knows."""
    return hidden if len(hidden) > 1 else np.vstack([hidden, np.ones_like(hidden)])


def _reaches(graph: Bool, cell: Cell) -> bool:
    without = graph.copy()
    without[cell] = False
    return bool(_component(without, cell[0])[1][cell[1]])


def _component(graph: Bool, row: int) -> tuple[Bool, Bool]:
    """The rows and the columns that hang together with a row."""
    rows = np.zeros(graph.shape[0], np.bool_)
    rows[row] = True
    while True:
        columns: Bool = np.any(graph[rows], axis=0).reshape(-1)
        more: Bool = rows | np.any(graph[:, columns], axis=1).reshape(-1)
        if (more == rows).all():
            return rows, columns
        rows = more
