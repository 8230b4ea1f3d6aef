"""Readings put into postings: into those of a file before they are published, and again into those that are stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from api.confirmable import with_confirmed
from api.wiring import Application
from matching.collection import paused_collection
from matching.prematch import Progress
from matching.records import Posting, PostingStatus, Viewer

_PAGE: Final = 500


@dataclass(frozen=True)
class Reread:
    """How many stored open postings were read again, and how many of them changed."""

    postings: int
    changed: int


def read_into(app: Application, viewer: Viewer, postings: Sequence[Posting]) -> list[Posting]:
    """Postings of a file with what was read in them, and what was confirmed of them before.

    What is stated stays, so does what was confirmed; equal postings give equal ones until the reader changes.
    """
    with app.database.read(viewer) as stores:
        confirmed = stores.confirmations.standing(viewer, [posting.id for posting in postings])
    made = _read(postings)
    return [with_confirmed(posting, confirmed[posting.id]) if posting.id in confirmed else posting for posting in made]


def reread_stored(app: Application, viewer: Viewer, progress: Progress | None = None) -> Reread:
    """Read every stored open posting again, in steps of one transaction each; stated and confirmed demands are never touched.

    Running it twice changes nothing the second time.
    """
    read = changed = 0
    after: str | None = None
    with app.database.read(viewer) as stores:
        total = stores.postings.count(viewer, status=PostingStatus.OPEN)
    while True:
        with app.database.begin(viewer) as stores:
            page = stores.postings.list(viewer, None, after, _PAGE, status=PostingStatus.OPEN)
            if page:
                changed += stores.postings.revise(viewer, _read(page))
        if not page:
            return Reread(read, changed)
        read += len(page)
        after = page[-1].id
        if progress is not None:
            progress(read, total)


def _read(postings: Sequence[Posting]) -> list[Posting]:
    from models.demands import Unread, apply_reading, read_postings

    with paused_collection():
        readings = read_postings([Unread(one.title, one.text, one.kind, one.hours) for one in postings])
        return [apply_reading(posting, reading) for posting, reading in zip(postings, readings, strict=True)]
