"""Kept versions of one learned thing in a home: a folder a version, and a pointer to the one that serves."""

import fcntl
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from models.folders import ArtefactError, write_atomically

POINTER: Final = "current"
NOTHING: Final = "-"
"""What the pointer says when none of the versions serves; no version has this name."""
LOCK: Final = ".lock"
UNFINISHED: Final = "training"
"""The folder of trainings that are not finished; no version may have this name."""
_VERSION: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class Shelf:
    """`<models>/<kind>/<version>/` and `<models>/<kind>/current`; `kind` is "ranker" or "encoder"."""

    models: Path
    kind: str

    def folder(self, version: str) -> Path:
        return self.models / self.kind / version

    def versions(self) -> tuple[str, ...]:
        """All that are kept, by name."""
        folder = self.models / self.kind
        if not folder.is_dir():
            return ()
        names = (path.name for path in folder.iterdir() if path.is_dir() and _VERSION.fullmatch(path.name))
        return tuple(sorted(name for name in names if name != UNFINISHED))

    def unfinished(self) -> tuple[str, ...]:
        """The trainings that were begun and not finished, by the digest of what they train on."""
        folder = self.models / self.kind / UNFINISHED
        return tuple(sorted(path.name for path in folder.iterdir() if path.is_dir())) if folder.is_dir() else ()

    def current(self) -> str | None:
        """The version the pointer names, or None without one. Raises ArtefactError on a pointer that names no version."""
        if not self.has_pointer():
            return None
        pointer = self.models / self.kind / POINTER
        version = pointer.read_text("utf-8").strip()
        if version == NOTHING:
            return None
        if not _VERSION.fullmatch(version):
            raise ArtefactError(f"{pointer} does not name a version; write one of its neighbours' names into it")
        return version

    def has_pointer(self) -> bool:
        """Whether it was ever said what serves, and that is still there."""
        return (self.models / self.kind / POINTER).is_file()

    def check_kept(self, version: str) -> None:
        """Raises ArtefactError when that version is not kept here."""
        if version not in self.versions():
            raise ArtefactError(f"there is no {self.kind} {version!r} here; kept: {', '.join(self.versions()) or 'none'}")

    def point_to(self, version: str) -> None:
        """Move the pointer, in one step. Raises ArtefactError when that version is not kept here."""
        self.check_kept(version)
        write_atomically(self.models / self.kind / POINTER, version + "\n")

    @contextmanager
    def locked(self) -> Iterator[None]:
        """One change at a time, whoever makes it: from the look at what serves to the pointer."""
        folder = self.models / self.kind
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / LOCK).open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def point_to_nothing(self) -> None:
        """Say that none of the versions serves: what comes with the program does."""
        write_atomically(self.models / self.kind / POINTER, NOTHING + "\n")
