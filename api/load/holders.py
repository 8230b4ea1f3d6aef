"""Whose a credential was when the database was last asked. For counting and for finding what is kept: this lets nobody in."""

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import Final, Literal

_MOST: Final = 20_000


@dataclass(frozen=True, slots=True)
class Credential:
    """The keyed digest of a key of a program (`token`), or of the token of a browser's session."""

    kind: Literal["token", "session"]
    digest: bytes


@dataclass
class Holders:
    """Credential -> the account that it belonged to when the database was last asked. Those asked for longest ago go first."""

    _known: OrderedDict[Credential, str] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def remember(self, credential: Credential, account: str) -> None:
        with self._lock:
            self._known[credential] = account
            self._known.move_to_end(credential)
            while len(self._known) > _MOST:
                self._known.popitem(last=False)

    def of(self, credential: Credential) -> str | None:
        return self._known.get(credential)
