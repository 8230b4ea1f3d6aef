"""A form that was sent after its session had expired: kept inside the sign-in page, sealed, until it can be sent on.

The server stores nothing. The seal keeps the fields from being read or changed on the way, and says whose session it was.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from api.accounts.sealed_words import open_word, seal_word
from api.wiring import Application

MOST_BYTES: Final = 65_536
MOST_FIELDS: Final = 400
_KIND: Final = "kept-form"
_SECRET_WORDS: Final = ("password", "secret", "token")
_SECRET_NAMES: Final = frozenset({"again"})
"""A password typed a second time."""
_NEVER: Final = ("/account", "/accounts", "/sign-in", "/sign-out", "/first", "/invitation", "/reset")
"""Addresses whose forms hold secrets, or mean nothing later."""


@dataclass(frozen=True)
class KeptForm:
    """Where a form goes and what it says. `account`: whose session it was sent in, None when the browser had none."""

    address: str
    fields: tuple[tuple[str, str], ...] = field(repr=False)
    account: str | None


def may_keep(path: str) -> bool:
    """Whether forms of an address are kept at all."""
    return not any(path == one or path.startswith(f"{one}/") for one in _NEVER)


def without_secrets(fields: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The fields that may be kept: none that is named like a secret, none that says the same as one."""
    secrets = {value.strip() for name, value in fields if _is_secret(name)} - {""}
    return tuple((name, value) for name, value in fields if not _is_secret(name) and value.strip() not in secrets)


def seal_form(app: Application, form: KeptForm) -> str:
    """The form as a word for a hidden field."""
    return seal_word(app, _KIND, [form.address, form.fields, form.account])


def open_form(app: Application, word: str) -> KeptForm | None:
    """The form of a hidden field; None for a word that this installation did not make."""
    found = open_word(app, _KIND, word)
    if found is None:
        return None
    address, fields, account = found
    return KeptForm(address, tuple((name, value) for name, value in fields), account)


def _is_secret(name: str) -> bool:
    return name.lower() in _SECRET_NAMES or any(word in name.lower() for word in _SECRET_WORDS)
