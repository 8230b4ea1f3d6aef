"""What the last run of each event found, kept for the next one: keyed versions and scores, sealed, a file an event."""

import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from matching.shortlist import Versions

if TYPE_CHECKING:
    from data.keys import Keyring
    from matching.rematch import KnownScores

_PURPOSE = "last-run"
_LIBRARIES = ("lightgbm", "numba", "numpy", "scikit-learn", "scipy")
"""On whose arithmetic a score rests."""
_HOUSE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class LastRuns:
    """One file an event under the home. Nothing rests on it: where one is missing, older or damaged, everything is made anew.

    People and postings are in it only as keyed digests of what they were, so that it names nobody. An erasure
    removes all of it here; elsewhere, and where a run was going on, what was kept under an earlier mark of erasures is not used
    and is removed when it is met.
    """

    folder: Path
    keys: "Keyring"

    def version_of(self, content: bytes) -> bytes:
        """16 bytes that change whenever the record does, and that say nothing without this installation's key."""
        from matching.rematch.known import VERSION_BYTES

        return self.keys.digest(_PURPOSE, content)[:VERSION_BYTES]

    def get(self, event: str, frame: str) -> "KnownScores | None":
        """What is known of an event in this frame, or None."""
        from data.keys import SealError, unseal
        from matching.rematch import KnownScores

        try:
            found = KnownScores.from_bytes(unseal(self._key, self._path(event).read_bytes(), self._context(event)))
        except (OSError, SealError, ValueError):
            return None
        if found.frame != frame:
            self._path(event).unlink(missing_ok=True)
            return None
        return found

    def put(self, event: str, known: "KnownScores") -> None:
        """Keep it in one step in place of the one before. A disk that is full keeps none, and the run stands all the same."""
        from data.keys import seal

        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, name = tempfile.mkstemp(prefix=".", dir=self.folder)
        except OSError:
            return
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(seal(self._key, known.to_bytes(), self._context(event)))
            os.replace(name, self._path(event))
        except OSError:
            Path(name).unlink(missing_ok=True)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def forget(self) -> None:
        """Remove all of it."""
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def _key(self) -> bytes:
        return self.keys.digest(_PURPOSE, b"file")

    def _path(self, event: str) -> Path:
        return self.folder / f"{self.keys.digest(_PURPOSE, event.encode()).hex()[:32]}.sealed"

    def _context(self, event: str) -> str:
        return f"{_PURPOSE}:{event}"


def frame_of(versions: Versions, mark: str) -> str:
    """One digest of everything beside people and postings that a score or a line depends on, the program's own text
    and that of its libraries included, and of the mark that the last erasure of anybody left."""
    told = versions.model_dump_json(exclude={"candidates", "postings"})
    return hashlib.sha256(f"{told}{_program()}{mark}".encode()).hexdigest()


@cache
def _program() -> str:
    digest = hashlib.sha256()
    for library in _LIBRARIES:
        digest.update(f"{library}={version(library)};".encode())
    for folder in ("matching", "models"):
        for path in sorted((_HOUSE / folder).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()
