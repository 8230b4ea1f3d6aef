"""Who is signed in: opening a session, finding it again at each request, listing and ending one's own."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from api.accounts.rules import DoorRules, door_rules
from api.accounts.secrets import digest_of, new_id, new_secret
from api.actions.errors import NotFound
from api.wiring import Application
from data.stores import Account, DatabaseUnavailable, SignedIn, StoredSession
from matching.knowledge.catalogue import Text
from matching.records import DOOR, Viewer

CLOCK_SLACK: Final = timedelta(hours=1)
"""How far ahead a session may have been seen: servers' clocks differ, but never by so much unless one was wrong."""
_SESSION = Text(zh="登录记录", en="session")


@dataclass(frozen=True)
class Signed:
    """A session just opened: the token goes into the cookie and is kept nowhere else."""

    token: str
    account: Account


def has_accounts(app: Application) -> bool:
    """Whether anybody has to sign in: from the first account on, for good."""
    if not app.has_accounts:
        with app.database.read(DOOR) as stores:
            app.has_accounts = stores.accounts.exist(DOOR)
    return app.has_accounts


def open_session(app: Application, account: str, device: str, way: str, replaces: str | None = None) -> Signed:
    """Signs an account in with a new token, and ends the session that the browser had before. Raises NotFound."""
    token = new_secret()
    expires = app.clock() + door_rules(app.today).session_whole
    with app.database.door(DOOR) as stores:
        found = stores.accounts.get(DOOR, account)
        if found is None or found.ended_at is not None:
            raise NotFound(Text(zh="账户", en="account"), account)
        old = None if replaces is None else stores.sessions.find(DOOR, digest_of(app, "session", replaces))
        if old is not None:
            stores.sessions.end(DOOR, old.session.account, old.session.id)
        stores.sessions.open(DOOR, digest_of(app, "session", token), new_id("s_"), account, device, expires)
        stores.accounts.note_sign_in(DOOR, account, way)
    app.has_accounts = True
    return Signed(token, found)


def find_session(app: Application, token: str) -> SignedIn | None:
    """The open session of a token, or None. One read; its last use is written at most once a minute, and never waits.

    The token of a session that was ended is noted in the log when it is shown again: it may have been stolen.
    """
    digest = digest_of(app, "session", token)
    with app.database.read(DOOR) as stores:
        found = stores.sessions.find(DOOR, digest)
    if found is None:
        return None
    session, now, rules = found.session, app.clock(), door_rules(app.today)
    if session.ended_at is not None or found.account.ended_at is not None:
        if session.refused_at is None:
            with suppress(DatabaseUnavailable), app.database.door(DOOR) as stores:
                stores.sessions.refuse(DOOR, digest)
        return None
    if not is_open(found, now, rules):
        return None
    if now - session.seen_at >= rules.session_touch:
        with suppress(DatabaseUnavailable), app.database.door(DOOR, wait=False) as stores:
            stores.sessions.touch(DOOR, digest)
    return found


def is_open(found: SignedIn, now: datetime, rules: DoorRules) -> bool:
    """Whether a session opens anything at a moment: neither it nor its account ended, it did not expire, idle or whole, and it was
    not seen in the future: where a clock was set back, nobody can say how long it has been idle."""
    session = found.session
    ended = session.ended_at is not None or found.account.ended_at is not None
    idle = now - session.seen_at
    return not (ended or now >= session.expires_at or idle > rules.session_idle or idle < -CLOCK_SLACK)


def account_of_session(app: Application, token: str) -> str | None:
    """Whose session a token is or was, expired or not; None for a token of nobody."""
    with app.database.read(DOOR) as stores:
        found = stores.sessions.find(DOOR, digest_of(app, "session", token))
    return None if found is None else found.account.id


def sign_out(app: Application, token: str) -> None:
    """Ends the session of a token on the server: from now on the token opens nothing."""
    with app.database.door(DOOR) as stores:
        found = stores.sessions.find(DOOR, digest_of(app, "session", token))
        if found is not None:
            stores.sessions.end(DOOR, found.account.id, found.session.id)


def list_sessions(app: Application, viewer: Viewer) -> tuple[StoredSession, ...]:
    """The viewer's own sessions that are still open, newest first."""
    idle = door_rules(app.today).session_idle
    with app.database.read(viewer) as stores:
        found = stores.sessions.list(viewer, viewer.account)
    return tuple(one for one in found if app.clock() - one.seen_at <= idle)


def end_session(app: Application, viewer: Viewer, session: str) -> None:
    """Ends one of the viewer's own sessions. Raises NotFound."""
    with app.database.door(viewer) as stores:
        if not stores.sessions.end(viewer, viewer.account, session):
            raise NotFound(_SESSION, session)


def end_other_sessions(app: Application, viewer: Viewer, keep: str | None) -> int:
    """Ends all of the viewer's own sessions but the one of the id `keep`; how many there were."""
    with app.database.door(viewer) as stores:
        return stores.sessions.end_all(viewer, viewer.account, keep)
