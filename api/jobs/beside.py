"""One worker beside the server, in a process of its own, so that one command serves pages and does what they ask for."""

import multiprocessing
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from types import FrameType
from typing import Final

from api.jobs.worker import Worker
from api.observing.setup import observe_process
from api.settings import Settings
from api.wiring import open_application

POLL: Final = 1.0
PATIENCE: Final = 20.0
"""Seconds for a worker that is told to stop to hand its job back; then it is ended, and the lease gives the job to another."""
AGAIN: Final = 5.0
"""Seconds before a worker that broke is started again."""


@contextmanager
def worker_beside(settings: Settings, told: Callable[[str], None]) -> Iterator[None]:
    """Keeps one worker on the same installation while the block runs, and ends it with the block.

    One that breaks is started again, which `told` hears. A worker whose server was killed ends by itself.
    """
    ending = Event()
    keeper = Thread(target=_keep, args=(settings, ending, told), name="worker keeper", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        ending.set()
        keeper.join()


def stop_on_signals(worker: Worker) -> None:
    """Ctrl+C and SIGTERM let a worker hand its job back at the next step, or finish it; a second one ends it at once."""

    def stop(number: int, _frame: FrameType | None) -> None:
        worker.stopping.set()
        signal.signal(number, signal.SIG_DFL)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)


def _keep(settings: Settings, ending: Event, told: Callable[[str], None]) -> None:
    # A fresh interpreter: a copy of this one would share its database connections and threads.
    fresh = multiprocessing.get_context("spawn")
    while not ending.is_set():
        process = fresh.Process(target=_work, args=(settings,), name="tongtu worker")
        process.start()
        while process.is_alive() and not ending.wait(0.2):
            pass
        if not ending.is_set():
            told(f"the worker ended with {process.exitcode}; starting another one")
            ending.wait(AGAIN)
            continue
        process.terminate()
        process.join(PATIENCE)
        if process.is_alive():
            told("the worker does not stop; its job goes to another one")
            process.kill()
            process.join()


def _work(settings: Settings) -> None:
    observe_process(settings)
    worker = Worker(open_application(settings))
    stop_on_signals(worker)
    Thread(target=_end_with_the_server, args=(worker,), name="server watch", daemon=True).start()
    worker.work(POLL)


def _end_with_the_server(worker: Worker) -> None:
    server = multiprocessing.parent_process()
    assert server is not None
    server.join()
    worker.stopping.set()
