"""One sealed file that holds many: a tar stream with a list of hashes at its end, encrypted for one recovery key.

The format is age v1 (age-encryption.org): the `age` program opens it too. Making one needs the public half only, so that the
machine that makes backups every night cannot read them.
"""

import hashlib
import json
import os
import tarfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from io import BufferedIOBase, BytesIO
from pathlib import Path
from typing import IO, Any, Final

LIST: Final = "list.json"
_BLOCK: Final = 1 << 20


class ArchiveError(Exception):
    """The file is no whole backup, or is locked with another recovery key; the message says which and what to do."""


def new_recovery_key() -> tuple[str, str]:
    """A new pair: the secret half, which opens, and the public half, which seals (`age1...`)."""
    from pyrage import x25519

    made = x25519.Identity.generate()
    return str(made), str(made.to_public())


def write_archive(out: Path, recipient: str, files: Mapping[str, Path], about: Mapping[str, Any]) -> None:
    """Seals files under their names in the archive, and `about` beside their hashes. `out` appears whole or not at all.

    A file that vanished meanwhile is left out of the list. Raises ArchiveError for a bad recipient, OSError for a full disk.
    """
    from pyrage import RecipientError, encrypt_io, x25519

    try:
        recipients = [x25519.Recipient.from_str(recipient)]
    except RecipientError:
        raise ArchiveError("the public half of the recovery key is damaged; make a new key: tongtu backup key") from None
    draft = out.with_name(f".{out.name}.part")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as sealed:
            with _fed(lambda stream: _pack(stream, files, about)) as plain:
                encrypt_io(plain, sealed, recipients)
            sealed.flush()
            os.fsync(sealed.fileno())
        os.replace(draft, out)
    finally:
        draft.unlink(missing_ok=True)


def read_archive(archive: Path, secret: str, folder: Path | None) -> dict[str, Any]:
    """Opens an archive, checks every hash, and gives its `about`. With a folder its files are written there, else nowhere.

    Raises ArchiveError: another key, damage, a cut end, a file too many or too few. What was written until then stays.
    """
    from pyrage import DecryptError, decrypt_io

    identities = [_identity(secret)]
    problems: list[str] = []

    def open_sealed(stream: BufferedIOBase) -> None:
        try:
            with archive.open("rb") as sealed:
                decrypt_io(sealed, stream, identities)
        except DecryptError as fault:
            problems.append(str(fault))
        except OSError as fault:
            if not isinstance(fault, BrokenPipeError):
                problems.append(str(fault))

    try:
        with _fed(open_sealed) as plain:
            about, hashes, listed = _unpack(plain, folder)
            while plain.read(_BLOCK):
                pass
    except tarfile.TarError as fault:
        problems.append(str(fault))
        raise ArchiveError(_unreadable(archive, problems[0])) from None
    if problems:
        raise ArchiveError(_unreadable(archive, problems[0]))
    if listed is None or listed != hashes:
        raise ArchiveError(f"{archive.name} is not whole: what it holds is not what its list says; take another backup")
    return about


def _unreadable(archive: Path, why: str) -> str:
    return f"{archive.name} does not open ({why}): it is damaged or no backup, or it was made for another recovery key"


def _identity(secret: str) -> Any:
    from pyrage import IdentityError, x25519

    try:
        return x25519.Identity.from_str(secret.strip())
    except IdentityError:
        raise ArchiveError("this is no recovery key; it is one line that begins with AGE-SECRET-KEY-1") from None


def _pack(stream: BufferedIOBase, files: Mapping[str, Path], about: Mapping[str, Any]) -> None:
    hashes: dict[str, str] = {}
    with tarfile.open(fileobj=stream, mode="w|") as tar:
        for name, path in sorted(files.items()):
            try:
                opened = path.open("rb")
            except FileNotFoundError:
                continue
            with opened:
                hashes[name] = hashlib.file_digest(opened, "sha256").hexdigest()
                opened.seek(0)
                tar.addfile(_member(name, os.fstat(opened.fileno()).st_size), opened)
        listed = json.dumps({"about": dict(about), "sha256": hashes}, ensure_ascii=False, sort_keys=True).encode()
        tar.addfile(_member(LIST, len(listed)), BytesIO(listed))


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member


def _unpack(stream: BufferedIOBase, folder: Path | None) -> tuple[dict[str, Any], dict[str, str], dict[str, str] | None]:
    hashes: dict[str, str] = {}
    with tarfile.open(fileobj=stream, mode="r|") as tar:
        for member in tar:
            inside = tarfile.data_filter(member, str(folder or "/"))
            content = tar.extractfile(member)
            if content is None:
                continue
            if inside.name == LIST:
                found = json.loads(content.read())
                return found["about"], hashes, found["sha256"]
            hashes[inside.name] = _keep(content, None if folder is None else folder / inside.name)
    return {}, hashes, None


def _keep(content: IO[bytes], path: Path | None) -> str:
    """Writes what it reads to a path of nobody else's, and gives its hash."""
    digest = hashlib.sha256()
    if path is None:
        while block := content.read(_BLOCK):
            digest.update(block)
        return digest.hexdigest()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        while block := content.read(_BLOCK):
            digest.update(block)
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()


@contextmanager
def _fed(write: Callable[[BufferedIOBase], None]) -> Iterator[BufferedIOBase]:
    """What `write` writes in a thread of its own, to be read here; its error is raised here."""
    source, sink = os.pipe()
    faults: list[BaseException] = []

    def feed() -> None:
        try:
            with os.fdopen(sink, "wb") as stream:
                write(stream)
        except BrokenPipeError:
            pass
        except BaseException as fault:
            faults.append(fault)

    thread = threading.Thread(target=feed, name="archive", daemon=True)
    thread.start()
    try:
        with os.fdopen(source, "rb") as stream:
            yield stream
    finally:
        thread.join()
    if faults:
        raise faults[0]
