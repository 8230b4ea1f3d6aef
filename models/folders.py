"""A learned thing on disk is a folder: its files, a manifest that names their hashes, and a card for people."""

import glob
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import orjson

MANIFEST: Final = "manifest.json"
CARD: Final = "card.md"
SEAL: Final = "manifest_sha256"
"""The key under which a manifest keeps the hash of the rest of itself."""


class ArtefactError(ValueError):
    """A folder of a learned thing cannot be used; the message says which, why, and what to do."""


def sync_folder(folder: Path) -> None:
    """Let the disk have the names of a folder before going on."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def digest(content: bytes) -> str:
    """SHA-256, 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def write_folder(
    folder: Path, files: Mapping[str, bytes], manifest: Mapping[str, Any], card: str | Callable[[Mapping[str, Any]], str]
) -> None:
    """Write all files, the manifest with their hashes and its own, and the card, or nothing: a reader never sees half a folder.

    A card that is a function is written from the finished manifest. Equal content gives equal bytes. A folder already there is
    replaced.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    hashes = {name: digest(content) for name, content in sorted(files.items())}
    contents = dict(files)
    whole: dict[str, Any] = orjson.loads(orjson.dumps({**manifest, "files": hashes}))
    whole[SEAL] = _seal(whole)
    contents[MANIFEST] = orjson.dumps(whole, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n"
    contents[CARD] = (card if isinstance(card, str) else card(whole)).encode("utf-8")
    for left in folder.parent.glob(f".{glob.escape(folder.name)}-*"):  # of a run that was killed in the middle of this
        shutil.rmtree(left, ignore_errors=True)
    building = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        building.chmod(0o755)
        for name, content in contents.items():
            with (building / name).open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        sync_folder(building)
        former = building.with_name(building.name + "-former")
        if folder.exists():
            os.replace(folder, former)
        os.replace(building, folder)
        sync_folder(folder.parent)
        shutil.rmtree(former, ignore_errors=True)
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise


def read_manifest(folder: Path, kind: str) -> dict[str, Any]:
    """The manifest of a folder of that kind, itself and its files checked by hash. Raises ArtefactError with one clear line.

    Manifests from before there was a hash of their own are read without it.
    """
    path = folder / MANIFEST
    if not path.is_file():
        raise ArtefactError(f"{folder} holds no {MANIFEST}; give a folder that this program wrote, or make it again")
    try:
        manifest = orjson.loads(path.read_bytes())
    except orjson.JSONDecodeError as fault:
        raise ArtefactError(f"{path} is not readable as JSON; make the folder again") from fault
    if not isinstance(manifest, dict) or manifest.get("kind") != kind or not isinstance(manifest.get("files"), dict):
        raise ArtefactError(f"{path} does not describe a {kind}; give the folder of a {kind}")
    if SEAL in manifest and manifest[SEAL] != _seal(manifest):
        raise ArtefactError(f"{path} is not as it was written (its own hash differs); make the folder again")
    for name, expected in manifest["files"].items():
        file = folder / name
        if not file.is_file():
            raise ArtefactError(f"{folder} lacks its file {name}; make the folder again")
        if digest(file.read_bytes()) != expected:
            raise ArtefactError(f"{file} is not the file that {MANIFEST} describes (its hash differs); make the folder again")
    return manifest


def _seal(manifest: Mapping[str, Any]) -> str:
    """The hash of all that a manifest says apart from that hash."""
    rest = {key: value for key, value in manifest.items() if key != SEAL}
    return digest(orjson.dumps(rest, option=orjson.OPT_SORT_KEYS))


def write_atomically(path: Path, content: str) -> None:
    """Replace a small text file in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
        sync_folder(path.parent)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
