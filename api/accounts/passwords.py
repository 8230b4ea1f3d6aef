"""Passwords as argon2id hashes (RFC 9106), at most two computed at once: each takes memory and a core for a while."""

from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Final

from api.actions.errors import ActionError
from matching.knowledge.catalogue import Text

if TYPE_CHECKING:
    from argon2 import PasswordHasher

AT_ONCE: Final = 2
RETRY_SECONDS: Final = 1


class TooBusy(ActionError):
    """All hashing places are taken: nothing was checked, and trying again shortly will do."""

    status = 503
    title = Text(zh="暂时无法使用", en="Not available at the moment")

    def __init__(self) -> None:
        super().__init__(
            Text(zh="同时登录的人太多，请过一会儿再试。", en="Too many people are signing in at this moment. Try again shortly.")
        )
        self.headers = {"retry-after": str(RETRY_SECONDS)}


class Passwords:
    """Hashes and compares. `memory` in KiB and `rounds` as argon2 takes them; one lane, since a core is one of few."""

    def __init__(self, memory: int, rounds: int) -> None:
        self._memory = memory
        self._rounds = rounds
        self._places = BoundedSemaphore(AT_ONCE)
        self._hasher: PasswordHasher | None = None
        self._nobody = ""

    def hash(self, password: str) -> str:
        """A salted hash with its parameters. Raises TooBusy."""
        with self._place():
            return self._ready().hash(password)

    def matches(self, stored: str | None, password: str) -> bool:
        """Whether a password is the stored one. None is nobody's, and takes as long to say. Raises TooBusy."""
        from argon2.exceptions import InvalidHashError, VerificationError

        with self._place():
            hasher = self._ready()
            try:
                return hasher.verify(stored or self._nobody, password) and stored is not None
            except (VerificationError, InvalidHashError):
                return False

    def is_dated(self, stored: str) -> bool:
        """Whether a hash was made with other parameters than today's."""
        return self._ready().check_needs_rehash(stored)

    def _ready(self) -> "PasswordHasher":
        if self._hasher is None:
            from argon2 import PasswordHasher
            from argon2.low_level import Type

            hasher = PasswordHasher(self._rounds, self._memory, parallelism=1, type=Type.ID)
            self._nobody = hasher.hash("nobody's")
            self._hasher = hasher
        return self._hasher

    def _place(self) -> "_Place":
        return _Place(self._places)


class _Place:
    """One of the places, or TooBusy at once: whoever waited here would hold a thread that the pages need."""

    def __init__(self, places: BoundedSemaphore) -> None:
        self._places = places

    def __enter__(self) -> None:
        if not self._places.acquire(blocking=False):
            raise TooBusy

    def __exit__(self, *_: object) -> None:
        self._places.release()
