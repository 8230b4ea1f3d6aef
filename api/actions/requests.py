"""Ask an employer for a change that the unlock board shows, and take the request back. Staff only; both are in the log."""

from contextlib import AbstractContextManager
from hashlib import sha256

from api.actions.errors import BadInput, NotFound
from api.actions.unlock_board import Opened, open_board, open_person_board
from api.actions.unlock_places import EMPLOYER
from api.schemas.unlock import RequestView
from api.wiring import Application
from data.stores import Request
from matching.knowledge.catalogue import Text
from matching.records import Viewer
from matching.unlock import Change, Table
from matching.unlock.rows import is_on_site

CHANGE = Text(zh="可以向单位提出的变化", en="change to ask the employer for")
_KEY_USED = Text(
    zh="这个幂等键已经用于另一项请求；请换一个。", en="This idempotency key was used for another request; take a new one."
)


def ask_employer(
    app: Application,
    viewer: Viewer,
    event_id: str,
    change: str,
    key: str,
    posting: str | None = None,
    employer: str | None = None,
    candidate: str | None = None,
) -> tuple[RequestView, ...]:
    """Record that the employer is asked for a change (by its key), at one posting, or at all of its postings that it opens: to
    anybody, or to one person (`candidate`), who is not named to the employer.

    The same `key` again, or a change asked for already, records nothing twice. Raises NotFound where the board shows no such
    change, BadInput for a key that stands for another request.
    """
    with _opened(app, viewer, event_id, candidate) as opened:
        table = opened.board.table
        wanted = _postings(table, change, posting, employer)
        asked = table.changes[change]
    with app.database.begin(viewer) as stores:
        try:
            made = [stores.requests.ask(viewer, event_id, name, change, _own_key(key, name, posting)) for name in wanted]
        except ValueError:
            raise BadInput(_KEY_USED) from None
    return tuple(_view(one, asked) for one in made)


def take_back(
    app: Application,
    viewer: Viewer,
    event_id: str,
    change: str,
    posting: str | None = None,
    employer: str | None = None,
    candidate: str | None = None,
) -> int:
    """Take requests back; how many stood. Raises NotFound where the board shows no such change."""
    with _opened(app, viewer, event_id, candidate) as opened:
        wanted = _postings(opened.board.table, change, posting, employer)
    with app.database.begin(viewer) as stores:
        return sum(stores.requests.take_back(viewer, name, change) for name in wanted)


def _opened(app: Application, viewer: Viewer, event_id: str, candidate: str | None) -> AbstractContextManager[Opened]:
    return open_board(app, viewer, event_id) if candidate is None else open_person_board(app, viewer, event_id, candidate)


def _postings(table: Table, change: str, posting: str | None, employer: str | None) -> list[str]:
    """The postings at which the board shows the change as one to ask the employer for."""
    if change not in table.changes or not is_on_site(table.changes[change]):
        raise NotFound(CHANGE, change)
    sites = [table.ground.sites[gain.site] for gain in table.gains[change]]
    if posting is not None:
        found = [site.posting for site in sites if site.posting == posting]
    else:
        found = [site.posting for site in sites if site.employer == employer]
    if not found:
        raise NotFound(EMPLOYER if posting is None else CHANGE, change)
    return found


def _own_key(key: str, name: str, posting: str | None) -> str:
    """A key for each posting; that of a single posting is the sender's."""
    return key if posting is not None else sha256(f"{key}\0{name}".encode()).hexdigest()[:40]


def _view(one: Request, change: Change) -> RequestView:
    return RequestView(
        posting=one.posting,
        change=one.change,
        text=change.text,
        asked_at=one.asked_at,
        asked_by=one.asked_by,
        standing=one.undone_at is None,
    )
