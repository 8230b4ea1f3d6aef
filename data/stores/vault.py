"""The key of each subject (a person, a posting's contact, an open import): made when first needed, gone when destroyed."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, delete, select

from data.keys import Keyring, new_key, seal, unseal
from data.stores.bulk import insert_rows
from data.tables import keys


class Vault:
    """Seals and opens values under the keys of their subjects, inside one transaction."""

    def __init__(self, connection: Connection, keyring: Keyring, now: datetime) -> None:
        self._connection = connection
        self._keyring = keyring
        self._now = now

    def seal_all(self, kind: str, plain: dict[str, str]) -> dict[str, bytes]:
        """Sealed values by subject; a subject without a key gets one. `kind` says what the values are."""
        found = self._keys(plain)
        missing = [subject for subject in plain if subject not in found]
        if missing:
            fresh = {subject: new_key() for subject in missing}
            rows = [
                {"subject": subject, "wrapped": self._keyring.wrap(subject, key), "created_at": self._now}
                for subject, key in fresh.items()
            ]
            insert_rows(self._connection, keys, rows)
            found |= fresh
        return {subject: seal(found[subject], value.encode(), f"{kind}:{subject}") for subject, value in plain.items()}

    def seal_bytes(self, kind: str, subject: str, plain: bytes) -> bytes | None:
        """A sealed file of a subject; None where the subject has no key (any more)."""
        key = self._keys([subject]).get(subject)
        return None if key is None else seal(key, plain, f"{kind}:{subject}")

    def open_bytes(self, kind: str, subject: str, sealed: bytes) -> bytes | None:
        """The plain bytes of `seal_bytes`, or None once the key was destroyed. Raises SealError on damage."""
        key = self._keys([subject]).get(subject)
        return None if key is None else unseal(key, sealed, f"{kind}:{subject}")

    def open_all(self, kind: str, sealed: dict[str, bytes]) -> dict[str, str]:
        """Plain values by subject; a subject whose key was destroyed is absent. Raises SealError on damage."""
        found = self._keys(sealed)
        return {
            subject: unseal(found[subject], value, f"{kind}:{subject}").decode()
            for subject, value in sealed.items()
            if subject in found
        }

    def destroy(self, subject: str) -> None:
        """Makes everything that was sealed for this subject unreadable for good."""
        self._connection.execute(delete(keys).where(keys.c.subject == subject))

    def _keys(self, subjects: Iterable[str]) -> dict[str, bytes]:
        names = list(subjects)
        found: dict[str, bytes] = {}
        for start in range(0, len(names), 1_000):
            query = select(keys.c.subject, keys.c.wrapped).where(keys.c.subject.in_(names[start : start + 1_000]))
            for subject, wrapped in self._connection.execute(query):
                found[subject] = self._keyring.unwrap(subject, wrapped)
        return found


def person_subject(candidate: str) -> str:
    """Whose key seals the values of a candidate."""
    return f"candidate:{candidate}"
