"""So many at once, a short line behind them, and no caller ahead of its turn."""

import asyncio
from collections import Counter
from collections.abc import Coroutine, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.load.turns import Full, Turns


def run(work: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(asyncio.wait_for(work, 10))


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def enter_all(turns: Turns, callers: Sequence[str]) -> list[tuple[str, "asyncio.Task[None]"]]:
    """Everybody asks, one after the other; nobody leaves."""
    asked = []
    for caller in callers:
        asked.append((caller, asyncio.create_task(turns.enter(caller))))
        await settle()
    return asked


def states(asked: Sequence[tuple[str, "asyncio.Task[None]"]]) -> list[str]:
    def state(task: "asyncio.Task[None]") -> str:
        return "waits" if not task.done() else "refused" if task.exception() else "in"

    return [state(task) for _, task in asked]


def test_no_more_than_the_places_and_no_more_than_a_share_of_them() -> None:
    async def work() -> list[str]:
        return states(await enter_all(Turns(4, 3, 10, 60), ["a", "a", "a", "a", "b", "b"]))

    assert run(work()) == ["in", "in", "in", "waits", "in", "waits"]


def test_a_full_line_takes_from_whoever_has_most_of_it() -> None:
    async def work() -> tuple[list[str], list[str]]:
        turns = Turns(1, 1, 4, 60)
        asked = await enter_all(turns, ["a", "a", "a", "a", "a"])
        before = states(asked)
        asked += await enter_all(turns, ["b", "c", "b", "d"])
        return before, states(asked)

    before, after = run(work())
    assert before == ["in", "waits", "waits", "waits", "waits"]
    assert after == ["in", "waits", "refused", "refused", "refused", "waits", "waits", "refused", "waits"]


def test_the_round_goes_over_the_callers() -> None:
    async def work() -> list[str]:
        turns, order = Turns(1, 1, 10, 60), []

        async def serve(caller: str) -> None:
            await turns.enter(caller)
            order.append(caller)
            await asyncio.sleep(0)
            turns.leave(caller)

        tasks = []
        for caller in ["a", "a", "a", "a", "b", "c", "b"]:
            tasks.append(asyncio.create_task(serve(caller)))
        await asyncio.gather(*tasks)
        return order

    assert run(work()) == ["a", "a", "b", "c", "a", "b", "a"]


def test_whoever_waits_too_long_is_refused_and_leaves_the_line() -> None:
    async def work() -> tuple[int, int]:
        turns = Turns(1, 1, 10, 0.01)
        await turns.enter("a")
        with pytest.raises(Full):
            await turns.enter("b")
        left = turns.waiting
        turns.leave("a")
        await turns.enter("b")
        return left, turns.inside

    assert run(work()) == (0, 1)


def test_who_goes_away_while_waiting_holds_nothing() -> None:
    async def work() -> tuple[int, int]:
        turns = Turns(1, 1, 10, 60)
        _, (_, second) = await enter_all(turns, ["a", "b"])
        turns.leave("a")  # b has the place now, and does not know it yet
        second.cancel()
        await settle()
        return turns.inside, turns.waiting

    assert run(work()) == (0, 0)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 3)), max_size=40), st.integers(1, 4), st.integers(0, 5))
def test_the_bounds_hold_whatever_comes(asked: list[tuple[str, int]], places: int, line: int) -> None:
    async def work() -> Counter[str]:
        turns, found = Turns(places, max(1, places - 1), line, 60), Counter[str]()

        async def serve(caller: str, rounds: int) -> None:
            try:
                await turns.enter(caller)
            except Full:
                found["refused"] += 1
                return
            for _ in range(rounds):
                assert turns.inside <= places
                assert turns.waiting <= line
                await asyncio.sleep(0)
            turns.leave(caller)
            found["served"] += 1

        await asyncio.gather(*(serve(*one) for one in asked))
        assert (turns.inside, turns.waiting) == (0, 0)
        return found

    assert run(work()).total() == len(asked)
