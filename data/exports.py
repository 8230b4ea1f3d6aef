"""Files that were made in the background, sealed, in a folder of the home until their last day."""

import os
import re
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from data.durable import remove_drafts, sync_folder

_DRAFT: Final = ".draft-"
_NAME: Final = re.compile(r"(\d{4}-\d{2}-\d{2})_(j_[a-z2-7]+)\.sealed")


@dataclass(frozen=True, slots=True)
class ExportShelf:
    """One file a job, named by its last day and the job. What is in it only the key of the job opens."""

    folder: Path

    def put(self, job: str, sealed: bytes, until: date) -> None:
        """Keep the file of a job until the end of a day, in one step, in place of what an earlier attempt left."""
        self.folder.mkdir(parents=True, exist_ok=True)
        former = self._of(job)
        handle, name = tempfile.mkstemp(prefix=_DRAFT, dir=self.folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(sealed)
                file.flush()
                os.fsync(file.fileno())
            path = self.folder / f"{until.isoformat()}_{job}.sealed"
            if _NAME.fullmatch(path.name) is None:
                raise ValueError(f"{job!r} is no id of a job; no file is kept under it")
            os.replace(name, path)
            sync_folder(self.folder)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        for other in former:
            if other != path:
                other.unlink(missing_ok=True)

    def get(self, job: str, today: date) -> bytes | None:
        """The sealed file of a job, or None where there is none or its last day is over."""
        for path in self._of(job):
            if date.fromisoformat(path.name[:10]) >= today:
                return path.read_bytes()
        return None

    def remove(self, job: str) -> None:
        """Take the file of a job away; nothing there is no error."""
        for path in self._of(job):
            path.unlink(missing_ok=True)

    def forget(self, today: date) -> int:
        """Remove every file whose last day is over, and what a worker that was killed left half written. Returns how many files."""
        remove_drafts(self.folder, f"{_DRAFT}*", today)
        over = [path for path, _ in self._all() if date.fromisoformat(path.name[:10]) < today]
        for path in over:
            path.unlink(missing_ok=True)
        return len(over)

    def _of(self, job: str) -> list[Path]:
        return [path for path, owner in self._all() if owner == job]

    def _all(self) -> list[tuple[Path, str]]:
        if not self.folder.is_dir():
            return []
        found = ((path, _NAME.fullmatch(path.name)) for path in sorted(self.folder.iterdir()))
        return [(path, named[2]) for path, named in found if named is not None]
