"""Keys of programs: made by an account for itself, within scopes and until a day, and looked up at each request of a program."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from api.accounts.rules import door_rules
from api.accounts.secrets import TOKEN_MARK, digest_of, new_id, new_secret
from api.actions.errors import BadInput, NotFound
from api.wiring import Application
from data.stores import Bearer, DatabaseUnavailable, StoredToken
from matching.knowledge.catalogue import Text
from matching.records import DOOR, Viewer

_LONGEST_LABEL = 60
_NO_LABEL = Text(zh="请写明这个密钥给哪个程序用（最多 60 个字）。", en="Say which program this key is for (at most 60 characters).")
_NO_SCOPE = Text(zh="请至少选一项权限。", en="Choose at least one thing the key may do.")
_UNKNOWN_SCOPE = Text(zh="没有这种权限：{scope}。", en="There is no such permission: {scope}.")
_WRONG_DAYS = Text(zh="有效期为 1 至 {most} 天。", en="A key is valid for 1 to {most} days.")


@dataclass(frozen=True)
class NewToken:
    """A key just made: `secret` is shown once and kept nowhere."""

    id: str
    secret: str = field(repr=False)


def make_token(app: Application, viewer: Viewer, label: str, scopes: frozenset[str], days: int, known: frozenset[str]) -> NewToken:
    """A new key of the viewer's own account; `known` are the scopes there are. Raises BadInput."""
    label = label.strip()
    most = door_rules(app.today).token_longest.days
    if not 1 <= len(label) <= _LONGEST_LABEL or not label.isprintable():
        raise BadInput(_NO_LABEL)
    if not scopes:
        raise BadInput(_NO_SCOPE)
    if scopes - known:
        raise BadInput(_UNKNOWN_SCOPE.format(scope=min(scopes - known)))
    if not 1 <= days <= most:
        raise BadInput(_WRONG_DAYS.format(most=most))
    made = NewToken(new_id("k_"), TOKEN_MARK + new_secret())
    with app.database.door(viewer) as stores:
        digest = digest_of(app, "token", made.secret)
        stores.tokens.add(viewer, digest, made.id, label, scopes, app.clock() + timedelta(days=days))
    return made


def find_token(app: Application, secret: str) -> Bearer | None:
    """The key in use of a secret, or None. One read; its last use is written at most once a minute, and never waits."""
    digest = digest_of(app, "token", secret)
    with app.database.read(DOOR) as stores:
        found = stores.tokens.find(DOOR, digest)
    now = app.clock()
    if found is None or not opens(found, now):
        return None
    token = found.token
    if token.used_at is None or now - token.used_at >= door_rules(app.today).session_touch:
        with suppress(DatabaseUnavailable), app.database.door(DOOR, wait=False) as stores:
            stores.tokens.touch(DOOR, digest)
    return found


def opens(found: Bearer, now: datetime) -> bool:
    """Whether a key opens anything at a moment: its account has not ended, it was not taken back and did not expire."""
    return found.account.ended_at is None and found.token.revoked_at is None and now < found.token.expires_at


def list_tokens(app: Application, viewer: Viewer) -> tuple[StoredToken, ...]:
    """The viewer's own keys in use, newest first."""
    with app.database.read(viewer) as stores:
        return stores.tokens.list(viewer, viewer.account)


def revoke_token(app: Application, viewer: Viewer, token: str) -> None:
    """Takes one of the viewer's own keys back. Raises NotFound."""
    with app.database.door(viewer) as stores:
        if not stores.tokens.revoke(viewer, viewer.account, token):
            raise NotFound(Text(zh="密钥", en="key"), token)
