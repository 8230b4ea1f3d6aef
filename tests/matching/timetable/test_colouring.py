from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.timetable.colouring import colour_edges

edges = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 5)), max_size=60)


@given(edges)
def test_colouring_needs_as_many_colours_as_the_largest_degree(pairs: list[tuple[int, int]]) -> None:
    left, right = [a for a, _ in pairs], [b for _, b in pairs]
    degree = max([0, *Counter(left).values(), *Counter(right).values()])
    colours = colour_edges(left, right, degree)
    assert len(colours) == len(pairs)
    assert len(set(colours)) == degree
    assert set(colours) <= set(range(degree))
    for nodes in (left, right):
        assert max(Counter(zip(nodes, colours, strict=True)).values(), default=1) == 1


def test_colouring_with_too_few_colours_says_how_many() -> None:
    with pytest.raises(ValueError, match="edge 2 is one too many at its nodes for 2 colours"):
        colour_edges([0, 0, 0], [0, 1, 2], 2)
