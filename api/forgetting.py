"""Whoever is erased leaves the memory of a server too, whichever process erased them."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Final

from api.actions.rematching import forget_erased
from api.jobs.steps import WORKER
from api.observing.lines import tell
from api.wiring import Application
from data.stores import DatabaseUnavailable

EVERY: Final = 60.0
"""Seconds between two looks."""


@contextmanager
def erased_forgotten(app: Application, every: float = EVERY) -> Iterator[None]:
    """Looks now and then whether somebody was erased, while the block runs, and then forgets everybody."""
    ending = Event()
    looking = Thread(target=_look, args=(app, ending, every), name="forgetting", daemon=True)
    looking.start()
    try:
        yield
    finally:
        ending.set()
        looking.join()


def _look(app: Application, ending: Event, every: float) -> None:
    while not ending.wait(every):
        try:
            forget_erased(app, WORKER)
        except DatabaseUnavailable:
            # Nobody can be sure now: what is not remembered cannot be wrong.
            app.forget_people()
        except Exception as fault:
            app.forget_people()
            tell("whom to forget cannot be looked up", logging.ERROR, fault)
