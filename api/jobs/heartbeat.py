"""What keeps a job's lease alive while its work has no progress to tell: an encoder that loads, a long transaction, a training."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread
from time import monotonic

from api.jobs.steps import WORKER
from api.wiring import Application
from data.stores import DatabaseUnavailable, Fence, LeaseLost


@contextmanager
def beating(app: Application, fence: Fence, longest: timedelta) -> Iterator[None]:
    """Renews the lease three times in its length, in a thread of its own, until the block ends.

    After `longest`, however the clock is set meanwhile, it stops: whoever still works then counts as stuck, and another worker
    takes the job.
    """
    over = Event()
    last = monotonic() + longest.total_seconds()

    def beat() -> None:
        while not over.wait(fence.lease.total_seconds() / 3) and monotonic() < last:
            try:
                with app.database.jobs(WORKER) as jobs:
                    jobs.renew(WORKER, fence)
            except DatabaseUnavailable:  # somebody publishes, and nobody can claim meanwhile: the next beat renews
                continue
            except LeaseLost:
                return

    thread = Thread(target=beat, name=f"heartbeat {fence.job}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
