"""What a password may be: long enough, and none of those that are tried first. No rule about kinds of characters."""

from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Final

from api.accounts.names import plain_password
from api.accounts.rules import DoorRules
from matching.knowledge.catalogue import Text

_SHORT: Final = Text(
    zh="密码至少 {least} 个字符。可以用几个词连成一句话。",
    en="A password has at least {least} characters. A few words in a row will do.",
)
_LONG: Final = Text(zh="密码最多 {most} 个字符。", en="A password has at most {most} characters.")
_COMMON: Final = Text(
    zh="这个密码太常见，别人会先试它。请换一个。",
    en="This password is too common: it is among the first that others try. Take another.",
)
_PLAIN: Final = Text(
    zh="这个密码太简单（字符重复或连续）。请换一个。",
    en="This password is too simple (characters repeat or follow each other). Take another.",
)
_NAMED: Final = Text(
    zh="密码不能就是您的登录名、姓名、单位或本系统的名称。",
    en="A password is not your name, your organisation or the name of this service.",
)
_RUNS: Final = ("01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv5tgb")
_LEAST_DIFFERENT: Final = 5
_SERVICE: Final = ("tongtu", "通途")
_TRIED: Final = (
    *("password", "passw0rd", "passwort", "letmein", "welcome", "admin", "administrator", "root", "guest", "user", "test", "login"),
    *("qwerty", "asdfgh", "zxcvbn", "iloveyou", "iloveu", "sunshine", "princess", "dragon", "monkey", "football", "baseball"),
    *("master", "shadow", "superman", "batman", "michael", "trustno", "secret", "changeme", "default", "hello", "freedom"),
    *("woaini", "woaiwo", "wodemima", "mima", "aini", "nihao", "zhongguo", "china", "wuhan", "beijing", "shanghai", "xiaoming"),
    *("canlian", "daoyou", "laopo", "baobao", "我爱你", "密码", "残联", "武汉", "中国", "江城"),
)
"""Words that passwords are made of which are tried first; with digits and marks about them they are no better."""


def password_fault(password: str, rules: DoorRules, about: Iterable[str] = ()) -> Text | None:
    """What is wrong with a new password, or None. `about` are the names it must not consist of."""
    plain = plain_password(password)
    if len(plain) < rules.password_least:
        return _SHORT.format(least=rules.password_least)
    if len(plain) > rules.password_most:
        return _LONG.format(most=rules.password_most)
    bare = _bare(plain)
    if bare in _common():
        return _COMMON
    if len(set(bare)) < _LEAST_DIFFERENT or _is_run(bare):
        return _PLAIN
    if _is_made_of(bare, (*about, *_SERVICE)):
        return _NAMED
    return _COMMON if _is_made_of(bare, _TRIED) else None


def _is_made_of(bare: str, words: Iterable[str]) -> bool:
    """Whether little but digits is left of a password without these words, of which it holds one."""
    rest = bare
    for word in sorted({_bare(word) for word in words} - {""}, key=len, reverse=True):
        rest = rest.replace(word, "")
    return rest != bare and len(rest.strip("0123456789")) < _LEAST_DIFFERENT - 1


@cache
def _common() -> frozenset[str]:
    text = (resources.files("api.accounts") / "common_passwords.txt").read_text("utf-8")
    return frozenset(_bare(line) for line in text.splitlines() if line and not line.startswith("#"))


def _bare(password: str) -> str:
    """Lower case, without spaces and marks around it."""
    return "".join(password.casefold().split()).strip("!@#$%^&*.,;:?-_+=~。！？，")


def _is_run(password: str) -> bool:
    """Whether it is made of pieces of a row of keys, of the alphabet or of the digits, three or more at a time."""
    at = 0
    while at < len(password):
        length = max((_run(password, at, row) for one in _RUNS for row in (one, one[::-1])), default=0)
        if length < 3:
            return False
        at += length
    return True


def _run(password: str, at: int, row: str) -> int:
    length = 0
    while at + length < len(password) and password[at : at + length + 1] in row:
        length += 1
    return length
