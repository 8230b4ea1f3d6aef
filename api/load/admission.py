"""So many requests at once and no more: the rest waits a moment in a fair line, or is told to come again; none takes for ever."""

import asyncio
from contextlib import nullcontext
from math import inf
from typing import TYPE_CHECKING, Final

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access import is_local
from api.bodies import FILES, MOST_BYTES
from api.headers import STATIC
from api.load.arriving import Arriving
from api.load.callers import caller_of
from api.load.credentials import credential_of
from api.load.intake import STRANGER_BYTES
from api.load.recognising import recognise
from api.load.refusals import Busy, SentTooSlowly, TooCrowded, TookTooLong, TooMuchOfStranger, refuse
from api.load.turns import Full, Turns
from data.stores import StoreError

if TYPE_CHECKING:
    from api.load.memory import Memory
    from api.wiring import Application

HASHING: Final = ("/sign-in", "/first/", "/invitation/", "/reset/", "/account/password")
"""Where a password is sent. `/sign-in/service` sends none, and waits with the others all the same."""


class Admission:
    """Lets in as many requests as there are connections to the database for them.

    A body is read before its request takes a place, so that a slow sender holds none; files, which are large, have places of their
    own. A place is free again when the answer begins, or when the work ends that nobody waited for any longer.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(STATIC):
            await self.app(scope, receive, send)
            return
        app: Application = scope["app"].state.application
        turns, arriving = _turns(app.load, scope), Arriving(receive)
        try:
            if scope["path"] != FILES:
                await _gather(app, scope, turns, arriving)
            caller = caller_of(app, scope)[0]
            await turns.enter(caller)
        except (SentTooSlowly, TookTooLong, TooMuchOfStranger) as error:
            arriving.forget()
            await refuse(error, scope, receive, send)
            return
        except Full:
            is_whole = arriving.is_whole
            arriving.forget()
            await refuse(Busy() if is_whole else TooCrowded(), scope, receive, send)
            return
        except BaseException:
            arriving.forget()
            raise
        answering = _Answering(turns, caller, send)
        work = asyncio.create_task(self._serve(answering, scope, arriving))
        try:
            await self._watch(app.settings.request_seconds, work, answering, arriving, scope)
        except asyncio.CancelledError:
            work.cancel()
            raise

    async def _serve(self, answering: "_Answering", scope: Scope, arriving: Arriving) -> None:
        try:
            await self.app(scope, arriving.receive, answering.send)
        finally:
            answering.leave()
            arriving.forget()

    async def _watch(
        self, seconds: float, work: "asyncio.Task[None]", answering: "_Answering", arriving: Arriving, scope: Scope
    ) -> None:
        """Waits for the answer. The clock runs while the body is there and the answer has not begun."""
        while True:
            done, _ = await asyncio.wait({work}, timeout=seconds)
            if done:
                await work
                return
            if answering.began:
                await work
                return
            if arriving.is_whole:
                break
        if answering.give_up():
            await refuse(TookTooLong(), scope, arriving.receive, answering.plain)
        # Nobody waits for it any more: what it raises is told by the handler of errors, which stands inside.
        work.add_done_callback(lambda task: task.cancelled() or task.exception())


async def _gather(app: "Application", scope: Scope, turns: Turns, arriving: Arriving) -> None:
    """Waits for a body, of somebody who is not known here for a small one. Raises SentTooSlowly, TooMuchOfStranger,
    TookTooLong, Full."""
    size = _announced(scope)
    caller, is_account = caller_of(app, scope)
    is_known = is_account
    if not is_known and size > STRANGER_BYTES:
        is_known = await _is_let_in(app, scope, turns)
        if not is_known:
            raise TooMuchOfStranger
        caller, is_account = caller_of(app, scope)
    with app.load.intake.place(caller, is_account) if size else nullcontext():
        if not await arriving.gather(app.load.intake, MOST_BYTES if is_known else STRANGER_BYTES) and not is_known:
            raise TooMuchOfStranger


async def _is_let_in(app: "Application", scope: Scope, turns: Turns) -> bool:
    """Whether the database knows who asks, though this process does not yet: asked only for who shows something, or is here."""
    credential, here = credential_of(app, scope), is_local(Request(scope))
    if credential is None and not here:
        return False
    caller = caller_of(app, scope)[0]
    await turns.enter(caller)

    def end(task: "asyncio.Task[bool]") -> None:
        turns.leave(caller)
        task.exception()

    looking = asyncio.create_task(asyncio.to_thread(recognise, app, credential, here))
    looking.add_done_callback(end)
    if not (await asyncio.wait({looking}, timeout=app.settings.request_seconds))[0]:
        raise TookTooLong
    try:
        return looking.result()
    except StoreError:
        return True  # the application says what is wrong with the database, and the intake bounds what is held meanwhile


def _announced(scope: Scope) -> float:
    """How many bytes the head says will come; without bound where it does not say how many."""
    for name, value in scope["headers"]:
        if name == b"transfer-encoding":
            return inf
        if name == b"content-length":
            return int(value)
    return 0


class _Answering:
    """One answer on its way, and the place that it holds until it begins."""

    def __init__(self, turns: Turns, caller: str, send: Send) -> None:
        self._turns, self._caller = turns, caller
        self.plain = send
        self.began = False
        self._given_up = False
        self._left = False

    async def send(self, message: Message) -> None:
        if self._given_up:
            return
        if message["type"] == "http.response.start":
            self.began = True
            self.leave()
        await self.plain(message)

    def give_up(self) -> bool:
        """Nothing of the answer is sent from now on. False once it began."""
        self._given_up = not self.began
        return self._given_up

    def leave(self) -> None:
        if not self._left:
            self._left = True
            self._turns.leave(self._caller)


def _turns(memory: "Memory", scope: Scope) -> Turns:
    if scope["method"] == "POST":
        if scope["path"] == FILES:
            return memory.files
        if scope["path"].startswith(HASHING):
            return memory.hashing
    return memory.pages
