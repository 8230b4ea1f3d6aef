"""Signing in with a name and a password."""

from contextlib import suppress
from dataclasses import dataclass

from api.accounts.names import plain_name, plain_password
from api.accounts.passwords import TooBusy
from api.accounts.rules import door_rules
from api.accounts.secrets import origin_of
from api.accounts.throttle import counters_of, network_of, seconds_to_wait
from api.actions.errors import ActionError, TooMany
from api.actions.sessions import Signed, open_session
from api.wiring import Application
from data.stores import Known
from matching.knowledge.catalogue import Text
from matching.records import DOOR

_LONGEST = 1_000
_WRONG = Text(
    zh="登录名或密码不对。请再试一次；忘了密码时，请管理员给您一个重设密码的链接。",
    en="The name or the password is wrong. Try again; if you forgot the password, ask the administrator for a link to reset it.",
)
_NO_ACCOUNT = Text(
    zh="您在统一登录服务的身份还没有对应这里的账户。请联系管理员。",
    en="Your identity at the common service opens no account here yet. Ask the administrator.",
)
_WAIT = Text(zh="失败的次数太多，请等 {seconds} 秒再试。", en="It failed too often. Wait {seconds} seconds, then try again.")


class WrongPassword(ActionError):
    """Name and password do not belong together; which of them is wrong is nobody's business."""

    status = 422
    title = Text(zh="不能登录", en="Signing in failed")

    def __init__(self) -> None:
        super().__init__(_WRONG)


class UnknownIdentity(ActionError):
    """The service knows somebody whom no account here was connected with."""

    status = 403
    title = Text(zh="不能登录", en="Signing in failed")

    def __init__(self) -> None:
        super().__init__(_NO_ACCOUNT)


@dataclass(frozen=True)
class Visit:
    """Where somebody signs in from: the sender's address, a rough word for the browser, and the token it had before."""

    address: str
    device: str
    replaces: str | None = None


def sign_in(app: Application, name: str, password: str, visit: Visit) -> Signed:
    """Opens a session. A name that nobody has takes as long as one that somebody has.

    Raises WrongPassword, TooMany after too many failures (nothing is compared then), TooBusy.
    """
    name, password = plain_name(name[:_LONGEST]), plain_password(password[:_LONGEST])
    rules = door_rules(app.today)
    counters = counters_of(app, name, visit.address)
    with app.database.read(DOOR) as stores:
        wait = seconds_to_wait(rules, counters, stores.attempts.counted(DOOR, counters.digests), app.clock())
        known = stores.accounts.known(DOOR, name) if name.isprintable() else None
    if wait:
        raise TooMany(_WAIT.format(seconds=wait), wait)
    stored = _usable(known)
    if not app.passwords.matches(stored, password) or known is None or stored is None:
        with app.database.door(DOOR) as stores:
            stores.attempts.fail(DOOR, counters.digests, rules.failures_forgotten)
            origin = origin_of(app, network_of(visit.address))
            stores.accounts.note_refusal(DOOR, None if known is None else known.account.id, _cause(known), origin)
        raise WrongPassword
    again = None
    with suppress(TooBusy):
        again = app.passwords.hash(password) if app.passwords.is_dated(stored) else None
    with app.database.door(DOOR) as stores:
        stores.attempts.clear(DOOR, (counters.pair,))
        if again is not None:
            stores.accounts.set_password(DOOR, known.account.id, again, action=None)
    return open_session(app, known.account.id, visit.device, "password", visit.replaces)


def sign_in_identified(app: Application, issuer: str, subject: str, visit: Visit) -> Signed:
    """Opens a session of the account that an identity of another service was connected with. Raises UnknownIdentity."""
    with app.database.read(DOOR) as stores:
        found = stores.accounts.identified(DOOR, issuer, subject) if subject.isprintable() else None
    if found is None or found.ended_at is not None:
        with app.database.door(DOOR) as stores:
            stores.accounts.note_refusal(DOOR, None, "unknown-identity", origin_of(app, network_of(visit.address)))
        raise UnknownIdentity
    return open_session(app, found.id, visit.device, "service", visit.replaces)


def _usable(known: Known | None) -> str | None:
    """The hash to compare with; None where nothing may open: nobody's name, an ended account, or one without a password."""
    return None if known is None or known.account.ended_at is not None else known.password


def _cause(known: Known | None) -> str:
    if known is None:
        return "unknown-name"
    if known.account.ended_at is not None:
        return "ended"
    return "no-password" if known.password is None else "wrong-password"
