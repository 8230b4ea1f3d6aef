"""Where uploaded files lie: a private folder of the home, under names of our own. Nothing of a file's own name becomes a path."""

import contextlib
import os
import re
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import BinaryIO, Final

from api.actions.errors import BadInput
from data.durable import sync_folder
from matching.knowledge.catalogue import Text

ENDINGS: Final = (".xlsx", ".xls", ".ods", ".csv", ".tsv", ".jsonl")
LONGEST: Final = 120
_FOLDER: Final = "uploads"
_ID: Final = re.compile(r"u_[0-9a-f]{32}")
_NAMELESS: Final = "file"
_WRONG_KIND: Final = Text(
    zh="{file}：不认识的文件类型“{ending}”；请另存为 xlsx、xls、ods、csv、tsv 或 jsonl 后再上传。",
    en="{file}: unknown kind of file {ending!r}; save it as xlsx, xls, ods, csv, tsv or jsonl and send it again.",
)
_NO_ENDING: Final = Text(
    zh="{file}：文件名没有扩展名，看不出是哪种表格；请另存为 xlsx 后再上传。",
    en="{file}: its name has no ending that tells what it is; save it as xlsx and send it again.",
)


def shown_name(given: str) -> str:
    """What a file is called on pages: the last part of what the browser said, printable, at most 120 characters."""
    last = PureWindowsPath(PurePosixPath(given.replace("\0", "")).name).name
    plain = "".join(character for character in last if character.isprintable()).strip()
    return plain[-LONGEST:] or _NAMELESS


def ending_of(name: str) -> str:
    """The ending of a file that can be read, in lower case. Raises BadInput for another."""
    ending = PurePosixPath(name).suffix.lower()
    if not ending:
        raise BadInput(_NO_ENDING.format(file=name))
    if ending not in ENDINGS:
        raise BadInput(_WRONG_KIND.format(file=name, ending=ending))
    return ending


def upload_path(home: Path, upload: str, ending: str) -> Path:
    """Where the file of an upload lies. Both come from our own records; anything else raises ValueError."""
    if not _ID.fullmatch(upload) or ending not in ENDINGS:
        raise ValueError("no upload has such an id or ending")
    return home / _FOLDER / f"{upload}{ending}"


def create_private(home: Path, upload: str) -> tuple[Path, BinaryIO]:
    """A new empty file that only this account of the machine can read, still without its ending."""
    if not _ID.fullmatch(upload):
        raise ValueError("no upload has such an id")
    folder = home / _FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{upload}.part"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    return path, os.fdopen(handle, "wb")


def place_file(part: Path, path: Path) -> None:
    """Gives a file that was sent its name, once the disk has all of it."""
    with part.open("rb") as sent:
        os.fsync(sent.fileno())
    part.rename(path)
    sync_folder(path.parent)


def files_left(home: Path) -> dict[str, date]:
    """Uploads that have a file here, with the day on which it was last written."""
    left: dict[str, date] = {}
    for path in sorted((home / _FOLDER).glob("u_*")):
        with contextlib.suppress(FileNotFoundError):  # whoever imported it removes it now
            if _ID.fullmatch(path.stem):
                left[path.stem] = datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
    return left


def remove_file(home: Path, upload: str) -> None:
    """Removes the file of an upload, whatever its ending; quiet where there is none."""
    if _ID.fullmatch(upload):
        for ending in (*ENDINGS, ".part"):
            (home / _FOLDER / f"{upload}{ending}").unlink(missing_ok=True)
