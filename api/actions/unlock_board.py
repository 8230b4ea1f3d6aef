"""The unlock board of an event: from memory where nothing changed, else worked out anew."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256

from api.actions.errors import NotFound
from api.actions.lists import CANDIDATE, find_event, view_of
from api.actions.person_verdicts import find_person, pool_of
from api.actions.pools import check_staff, event_pool
from api.actions.unlock_views import row_views
from api.event_pools import EventPool
from api.schemas.lists import EventView
from api.schemas.unlock import UnlockRowView
from api.unlock_boards import UnlockBoard
from api.wiring import Application
from data.stores import Stores, canonical
from matching.collection import paused_collection
from matching.prematch import Progress
from matching.records import Course, Event, Training, Viewer
from matching.unlock import Offer, Unlock, survey, tabulate


@dataclass(frozen=True)
class Opened:
    """An event opened for unlock analysis, under its lock."""

    app: Application
    viewer: Viewer
    stores: Stores
    event: EventView
    pool: EventPool
    board: UnlockBoard

    def views(self, rows: Sequence[Unlock], people: bool = True, most: int = 5) -> tuple[UnlockRowView, ...]:
        return row_views(self.stores, self.viewer, self.board, rows, people, most)


@contextmanager
def open_board(app: Application, viewer: Viewer, event_id: str, progress: Progress | None = None) -> Iterator[Opened]:
    """The board of an event for staff; `progress` hears of postings tried if it must be made. Raises NotAllowed, NotFound."""
    check_staff(viewer)
    with app.database.read(viewer) as stores:
        event = find_event(stores, viewer, event_id)
        pool = event_pool(app, viewer, stores, event)
        with pool.unlocked.lock:
            board = board_of(app, viewer, stores, event, pool, progress)
            yield Opened(app, viewer, stores, view_of(stores, viewer, event), pool, board)


@contextmanager
def open_person_board(app: Application, viewer: Viewer, event_id: str, candidate: str) -> Iterator[Opened]:
    """The board of an event for one person alone, much sooner made than that of all: a change opens to somebody what it opens,
    whoever else takes part. Raises NotAllowed, NotFound (also for a person who takes no part)."""
    check_staff(viewer)
    with app.database.read(viewer) as stores:
        person = find_person(stores, viewer, candidate)
        event = find_event(stores, viewer, event_id)
        if event.candidates and candidate not in event.candidates:
            raise NotFound(CANDIDATE, candidate)
        pool = pool_of(app, viewer, stores, person, event)
        with pool.unlocked.lock:
            board = board_of(app, viewer, stores, event, pool)
            yield Opened(app, viewer, stores, view_of(stores, viewer, event), pool, board)


def board_of(
    app: Application, viewer: Viewer, stores: Stores, event: Event, pool: EventPool, progress: Progress | None = None
) -> UnlockBoard:
    """The board of a pool as the viewer may see it. Work on it under `pool.unlocked.lock`."""
    courses = stores.courses.list(viewer)
    taken = stores.courses.taken(viewer)
    trainings = [one for one in stores.services.trainings_of(viewer) if one.candidate in pool.rows and one.state != "dropped"]
    open_now = [course for course in courses if course.open_on(app.today, taken.get(course.id, 0))]
    digest = _digest(open_now, taken, trainings)
    with paused_collection():
        return pool.unlocked.get(digest, lambda: _make(event, pool, open_now, taken, trainings, progress))


def _make(
    event: Event,
    pool: EventPool,
    courses: list[Course],
    taken: dict[str, int],
    trainings: list[Training],
    progress: Progress | None,
) -> UnlockBoard:
    joined: dict[str, set[int]] = {}
    for one in trainings:
        joined.setdefault(one.course, set()).add(pool.rows[one.candidate])
    offers = tuple(
        Offer(course, course.seats_left(taken.get(course.id, 0)), frozenset(joined.get(course.id, ()))) for course in courses
    )
    ground = survey(pool.index, {posting.id: posting.employer for posting in pool.postings}, offers)
    return UnlockBoard(
        table=tabulate(ground, progress),
        offers=offers,
        ids=tuple(name for name, _ in pool.people),
        wishes=pool.wishes,
        postings=pool.postings,
        seed=event.id,
    )


def _digest(courses: list[Course], taken: dict[str, int], trainings: list[Training]) -> str:
    """Everything beside people and postings that a board depends on."""
    digest = sha256()
    for course in courses:
        digest.update(course.id.encode() + b"\0" + canonical(course) + str(taken.get(course.id, 0)).encode())
    for one in trainings:
        digest.update(f"{one.candidate}\0{one.course}\0{one.state}\n".encode())
    return digest.hexdigest()
