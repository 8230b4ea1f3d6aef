"""The body of a request as it arrives: within a time that grows with its size, so that nobody sends for ever."""

import asyncio
from collections import deque
from typing import Final

from starlette.types import Message, Receive

from api.load.intake import Intake
from api.load.refusals import SentTooSlowly

GRACE_SECONDS: Final = 20.0
LEAST_RATE: Final = 8_000
"""Bytes a second beside the grace: a poor telephone line."""


class Arriving:
    """Hands on what `receive` gives. Raises SentTooSlowly where it falls behind `GRACE_SECONDS` and `LEAST_RATE`.

    What is gathered takes room in an intake until `forget`.
    """

    def __init__(self, receive: Receive, grace: float | None = None) -> None:
        self._receive = receive
        self._grace = GRACE_SECONDS if grace is None else grace
        self._gathered: deque[Message] = deque()
        self._bytes = 0
        self._held: tuple[Intake, int] | None = None
        self._began: float | None = None
        self.is_whole = False

    async def gather(self, intake: Intake, most: int) -> bool:
        """Waits for the whole body. False once it is larger than `most` bytes, and the rest is not there yet. Raises
        SentTooSlowly, Full."""
        while not self.is_whole and self._bytes <= most:
            message = await self._next()
            if message["type"] == "http.disconnect":  # nobody is there to be answered: nothing is begun for them
                raise SentTooSlowly
            size = len(message.get("body", b""))
            intake.take(size)
            self._held = (intake, size if self._held is None else self._held[1] + size)
            self._gathered.append(message)
        return self._bytes <= most

    def forget(self) -> None:
        """Gives back the room that the gathered body took. It is not read any more."""
        self._gathered.clear()
        if self._held is not None:
            held, self._held = self._held, None
            held[0].give_back(held[1])

    async def receive(self) -> Message:
        """The next part: of what was gathered, then of what still comes, then that the sender is gone."""
        if self._gathered:
            return self._gathered.popleft()
        if self.is_whole:
            return await self._receive()
        return await self._next()

    async def _next(self) -> Message:
        loop = asyncio.get_running_loop()
        if self._began is None:
            self._began = loop.time()
        try:
            async with asyncio.timeout_at(self._began + self._grace + self._bytes / LEAST_RATE):
                message = await self._receive()
        except TimeoutError:
            raise SentTooSlowly from None
        self._bytes += len(message.get("body", b""))
        self.is_whole = message["type"] != "http.request" or not message.get("more_body", False)
        return message
