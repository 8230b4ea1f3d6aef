"""Edge colouring of a bipartite multigraph with as many colours as the largest degree (König 1916)."""

from collections.abc import Sequence


def colour_edges(left: Sequence[int], right: Sequence[int], colours: int) -> list[int]:
    """A colour 0..colours-1 for each edge, no two alike at a node; edge i joins left node `left[i]` and right node `right[i]`.

    1. For each edge take the first colour free at its left node, a, and the first free at its right node, b. 2. Where a is taken
    at the right node, follow the chain of edges a, b, a, ... that begins there and swap the two colours along it: the chain cannot
    reach the left node, because it would arrive by an edge of colour a, which is free there. 3. Give the edge the colour a.

    Takes time edges x (longest chain). Raises ValueError where a node has more edges than there are colours.
    """
    at_left: list[list[int]] = [[-1] * colours for _ in range(max(left, default=-1) + 1)]
    at_right: list[list[int]] = [[-1] * colours for _ in range(max(right, default=-1) + 1)]
    colour = [-1] * len(left)
    for edge, (u, v) in enumerate(zip(left, right, strict=True)):
        if -1 not in at_left[u] or -1 not in at_right[v]:
            raise ValueError(f"edge {edge} is one too many at its nodes for {colours} colours; give as many as the largest degree")
        a, b = at_left[u].index(-1), at_right[v].index(-1)
        if a != b and at_right[v][a] >= 0:
            _swap(at_right[v][a], a, b, (left, right), (at_left, at_right), colour)
        colour[edge] = a
        at_left[u][a] = at_right[v][a] = edge
    return colour


def _swap(
    edge: int,
    a: int,
    b: int,
    ends: tuple[Sequence[int], Sequence[int]],
    tables: tuple[list[list[int]], list[list[int]]],
    colour: list[int],
) -> None:
    """Swap a and b along the chain that begins with `edge` at its right end."""
    chain = []
    side, wanted = 0, b
    while edge >= 0:
        chain.append(edge)
        edge = tables[side][ends[side][edge]][wanted]
        side, wanted = 1 - side, a if wanted == b else b
    for one in chain:
        for side in (0, 1):
            tables[side][ends[side][one]][colour[one]] = -1
    for one in chain:
        colour[one] = b if colour[one] == a else a
        for side in (0, 1):
            tables[side][ends[side][one]][colour[one]] = one
