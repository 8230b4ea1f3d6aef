"""Where an unfinished training keeps what it has finished, so that a run killed at any moment can be taken up again."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

import orjson

from models.folders import digest, sync_folder

_SUFFIX: Final = ".stage"


@dataclass(frozen=True, slots=True)
class Stages:
    """The finished stages of one run, a file each. A file holds the hash of its content first: a torn one does not count."""

    folder: Path

    @classmethod
    def of(cls, home: Path, run: Mapping[str, Any]) -> Self:
        """Those of the run that `run` describes (data, settings, seed, versions): another description is another folder."""
        return cls(home / digest(orjson.dumps(dict(run), option=orjson.OPT_SORT_KEYS))[:32])

    def done(self) -> dict[str, bytes]:
        """Stage -> content, of all that are whole."""
        found: dict[str, bytes] = {}
        for path in sorted(self.folder.glob(f"*{_SUFFIX}")):
            mark, _, content = path.read_bytes().partition(b"\n")
            if mark == digest(content).encode("ascii"):
                found[path.name.removesuffix(_SUFFIX)] = content
        return found

    def keep(self, stage: str, content: bytes) -> None:
        """Keep a finished stage, in one step: a reader sees all of it or nothing."""
        self.folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".", dir=self.folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(digest(content).encode("ascii") + b"\n" + content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(name, self.folder / f"{stage}{_SUFFIX}")
            sync_folder(self.folder)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def clear(self) -> None:
        """Remove the run: it is finished. Nothing there is no error."""
        shutil.rmtree(self.folder, ignore_errors=True)
        if self.folder.parent.is_dir() and not any(self.folder.parent.iterdir()):
            self.folder.parent.rmdir()
