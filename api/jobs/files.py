"""A file that a job is to read later: where it lies, and what it was when the job was asked for."""

import hashlib
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict

from api.actions.errors import BadInput
from matching.knowledge.catalogue import Text

_CHANGED = Text(
    zh="{file}：提交任务之后，文件已被改动或移走；请用现在的文件重新提交。",
    en="{file}: the file was changed or taken away since the job was asked for; ask again with the file as it is now.",
)


class NamedFile(BaseModel):
    """A path on the machine of the worker, and the SHA-256 of the content that is meant."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: Path
    sha256: str

    @classmethod
    def of(cls, path: Path) -> Self:
        """The file as it is now. Raises OSError when it cannot be read."""
        return cls(path=path.resolve(), sha256=_digest(path))

    def check(self) -> None:
        """Raises BadInput when the file is no longer what was meant."""
        try:
            same = _digest(self.path) == self.sha256
        except OSError:
            same = False
        if not same:
            raise BadInput(_CHANGED.format(file=self.path.name))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
