"""What is on disk stays there when the power goes: a file's place in its folder is written through as its content is."""

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

_WRITING: Final = timedelta(days=1)


def sync_folder(folder: Path) -> None:
    """Lets the disk have the names of a folder: what was put there, renamed or taken away. Raises OSError."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove_drafts(folder: Path, pattern: str, today: date) -> int:
    """Removes files of a folder that nobody can still be writing: last written before yesterday. Returns how many."""
    removed = 0
    for path in folder.glob(pattern):
        if datetime.fromtimestamp(path.stat().st_mtime, UTC).date() < today - _WRITING:
            path.unlink(missing_ok=True)
            removed += 1
    return removed
