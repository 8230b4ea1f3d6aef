"""One timer for many waits: each is given up when its own time is over, and none that was answered."""

import asyncio

import pytest

from api.load.deadlines import Deadlines


def test_each_wait_ends_in_its_turn_and_an_answer_stands() -> None:
    async def wait() -> list[str]:
        deadlines, ended = Deadlines(asyncio.get_running_loop()), list[str]()

        async def one(name: str, answer: "asyncio.Future[str]") -> None:
            try:
                ended.append(await answer)
            except TimeoutError:
                ended.append(f"{name} gave up")

        loop = asyncio.get_running_loop()
        answers = {name: loop.create_future() for name in ("first", "second", "third")}
        waits = []
        for name, answer in answers.items():
            deadlines.watch(answer, 0.05)
            waits.append(asyncio.create_task(one(name, answer)))
            await asyncio.sleep(0.01)
        answers["second"].set_result("second was answered")
        await asyncio.gather(*waits)
        deadlines.watch(late := loop.create_future(), 0.05)
        with pytest.raises(TimeoutError):
            await late
        return ended

    assert asyncio.run(wait()) == ["second was answered", "first gave up", "third gave up"]
