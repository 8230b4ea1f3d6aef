"""Changing one's own password."""

from typing import Final

from api.accounts.names import plain_password
from api.accounts.rules import door_rules
from api.accounts.throttle import counters_of, seconds_left
from api.actions.errors import TooMany
from api.actions.new_passwords import WrongField, check_password
from api.wiring import Application
from matching.knowledge.catalogue import Text
from matching.records import DOOR, Viewer

_OLD_WRONG: Final = Text(zh="现在的密码不对。", en="The present password is wrong.")
_SAME: Final = Text(zh="新密码和现在的一样。", en="The new password is the present one.")
_WAIT: Final = Text(zh="失败的次数太多，请等 {seconds} 秒再试。", en="It failed too often. Wait {seconds} seconds, then try again.")


def change_password(app: Application, viewer: Viewer, session: str | None, old: str, password: str, again: str) -> None:
    """Changes the viewer's own password and ends their sessions but the one of the id `session`.

    Raises WrongField, TooMany where the present password was guessed at too often, TooBusy.
    """
    rules = door_rules(app.today)
    counter = counters_of(app, viewer.account, "own password").pair
    with app.database.read(DOOR) as stores:
        known = stores.accounts.known_account(DOOR, viewer.account)
        wait = seconds_left(rules.pair, stores.attempts.counted(DOOR, (counter,)).get(counter), app.clock())
    if wait:
        raise TooMany(_WAIT.format(seconds=wait), wait)
    if known is None or not app.passwords.matches(known.password, plain_password(old)):
        with app.database.door(DOOR) as stores:
            stores.attempts.fail(DOOR, (counter,), rules.failures_forgotten)
        raise WrongField("old", _OLD_WRONG)
    account = known.account
    if plain_password(password) == plain_password(old):
        raise WrongField("password", _SAME)
    check_password(app, password, again, (account.name, account.called, account.organisation_name))
    hashed = app.passwords.hash(plain_password(password))
    with app.database.begin(DOOR) as stores:
        stores.accounts.set_password(DOOR, account.id, hashed, action="change-password")
        stores.sessions.end_all(DOOR, account.id, session)
        stores.attempts.clear(DOOR, (counter,))
