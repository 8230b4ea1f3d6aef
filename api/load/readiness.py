"""Whether this process can serve: the database answers with the schema of this version, and the ranker loads."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from api.observing.lines import tell

if TYPE_CHECKING:
    from api.wiring import Application

KEPT_SECONDS: Final = 2.0
PATIENCE: Final = 5.0


@dataclass
class Readiness:
    """What was found last, for `KEPT_SECONDS`. A look that takes longer than `PATIENCE` finds nothing ready, and is not repeated
    while it goes on."""

    _found: tuple[float, Mapping[str, bool]] | None = None
    _looking: "asyncio.Task[Mapping[str, bool]] | None" = field(default=None, repr=False)

    async def of(self, app: "Application") -> Mapping[str, bool]:
        """Each thing that serving needs, and whether it is there."""
        loop = asyncio.get_running_loop()
        if self._found is not None and 0 <= loop.time() - self._found[0] < KEPT_SECONDS:
            return self._found[1]
        if self._looking is None or self._looking.done() or self._looking.get_loop() is not loop:
            self._looking = asyncio.create_task(asyncio.to_thread(_look, app))
        done, _ = await asyncio.wait({self._looking}, timeout=PATIENCE)
        found = self._looking.result() if done else dict.fromkeys(CHECKS, False)
        self._found = (loop.time(), found)
        return found


def _look(app: "Application") -> Mapping[str, bool]:
    return {name: _holds(name, check, app) for name, check in CHECKS.items()}


def _holds(name: str, check: Callable[["Application"], bool], app: "Application") -> bool:
    try:
        return check(app)
    except Exception as fault:  # whatever it is, this process cannot serve; its words may name places, and stay here
        tell("not ready", logging.WARNING, error=fault, kind=name)
        return False


def _database(app: "Application") -> bool:
    return app.database.is_current()


def _ranker(app: "Application") -> bool:
    return bool(app.ranker.version)


CHECKS: Final[Mapping[str, Callable[["Application"], bool]]] = {"database": _database, "ranker": _ranker}
