"""Slow work is done once for all who ask at once, and again by the next where it failed."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from api.kept import Kept


def test_who_asks_while_it_is_made_waits_for_that_one() -> None:
    kept: Kept[str, object] = Kept(2)
    made, begun, go_on = list[object](), Event(), Event()

    def make() -> object:
        begun.set()
        assert go_on.wait(10)
        made.append(object())
        return made[-1]

    with ThreadPoolExecutor(3) as threads:
        first = threads.submit(kept.get, "a", make)
        assert begun.wait(10)
        others = [threads.submit(kept.get, "a", make) for _ in range(2)]
        assert kept.get("b", lambda: "another") == "another"
        go_on.set()
        found = [one.result(10) for one in (first, *others)]
    assert found == made * 3


def test_where_making_fails_the_next_tries() -> None:
    kept: Kept[str, int] = Kept(2)
    together, tried = Barrier(2), list[int]()

    def make() -> int:
        tried.append(len(tried))
        if len(tried) == 1:
            raise ValueError
        return len(tried)

    def ask() -> int | None:
        together.wait(10)
        try:
            return kept.get("a", make)
        except ValueError:
            return None

    with ThreadPoolExecutor(2) as threads:
        found = {one.result(10) for one in [threads.submit(ask) for _ in range(2)]}
    assert (found, kept.peek("a"), tried) == ({None, 2}, 2, [0, 1])


def test_the_one_asked_for_longest_ago_goes_first() -> None:
    kept: Kept[str, str] = Kept(2)
    for name in ("a", "b", "a", "c"):
        kept.get(name, lambda name=name: name)  # type: ignore[misc]
    assert [kept.peek(name) for name in "abc"] == ["a", None, "c"]
    with pytest.raises(ZeroDivisionError):
        kept.get("d", lambda: str(1 // 0))
    assert [kept.peek(name) for name in "abcd"] == ["a", None, "c", None]
