"""The installation's secret: one master key in one file, and everything that is derived from it.

Losing the file means losing every name, contact and certificate number in the database: back it up apart from the database.
"""

import base64
import hmac
import os
import secrets
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from data.durable import sync_folder

FILE: Final = "master.key"
_HEADER: Final = "tongtu-master-key-1"
_NONCE: Final = 12
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS: Final = tuple(first + second for first in _LETTERS for second in _LETTERS)
"""Ten bits as two letters of base32 (RFC 4648)."""


class KeyFileError(Exception):
    """The key file is missing, damaged or unreadable; the message says where and what to do."""


class SealError(Exception):
    """A sealed value does not open with this key: damaged, moved to another row, or sealed with another key."""


def seal(key: bytes, plain: bytes, context: str) -> bytes:
    """AES-256-GCM: 12 random bytes of nonce, then ciphertext and tag. `context` must be given again to open it."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, context.encode())


def unseal(key: bytes, sealed: bytes, context: str) -> bytes:
    """The plain bytes of `seal`. Raises SealError."""
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], context.encode())
    except (InvalidTag, ValueError):
        kind = context.partition(":")[0]
        raise SealError(f"a sealed {kind} value does not open; restore the database from a backup") from None


class Keyring:
    """The master key and its uses: wrapping the key of each person, keyed hashes, opaque ids."""

    def __init__(self, master: bytes) -> None:
        if len(master) != 32:
            raise KeyFileError(f"a master key has 32 bytes, this one has {len(master)}")
        derive: Callable[[str], bytes] = cache(
            lambda purpose: HKDFExpand(SHA256(), 32, f"tongtu/{purpose}".encode()).derive(master)
        )
        self._derive = derive
        self._keyed: Callable[[str], hmac.HMAC] = cache(lambda purpose: hmac.new(derive(purpose), digestmod="sha256"))

    def __repr__(self) -> str:
        return f"Keyring({self.fingerprint})"

    @classmethod
    def create_or_load(cls, folder: Path) -> Self:
        """The keyring of `folder`; a new one (file mode 0600, written whole or not at all) if the folder has none.

        Raises KeyFileError if the file is there but is no key file.
        """
        if not (folder / FILE).exists():
            _write_once(folder / FILE, f"{_HEADER} {base64.b64encode(secrets.token_bytes(32)).decode()}\n")
        return cls.load(folder)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """The keyring of `folder`. Raises KeyFileError if there is none."""
        path = folder / FILE
        try:
            words = path.read_text("ascii").split()
        except FileNotFoundError:
            raise KeyFileError(f"no key file at {path}: put the backup of the installation's key file there") from None
        except (OSError, UnicodeDecodeError) as fault:
            raise KeyFileError(f"cannot read the key file {path} ({type(fault).__name__}): restore its backup") from None
        try:
            header, encoded = words
            master = base64.b64decode(encoded, validate=True)
        except ValueError:
            raise KeyFileError(f"{path} is no whole key file: restore its backup") from None
        if header != _HEADER or len(master) != 32:
            raise KeyFileError(f"{path} is no key file of this version: restore its backup")
        return cls(master)

    @property
    def fingerprint(self) -> str:
        """16 characters that tell one key from another and say nothing about it."""
        return self.digest("fingerprint", b"").hex()[:16]

    def digest(self, purpose: str, data: bytes) -> bytes:
        """HMAC-SHA256 (RFC 2104) under a key of its own for each purpose (HKDF-Expand, RFC 5869): 32 bytes."""
        # Beginning from a copy is half the work, and hands no other thread the interpreter on the way.
        keyed = self._keyed(purpose).copy()
        keyed.update(data)
        return keyed.digest()

    def identify(self, natural_key: str) -> str:
        """An opaque, stable id of a natural key: 20 characters a-z2-7 (100 bits), the same on every run of one installation."""
        number = int.from_bytes(self.digest("identify", natural_key.encode())[:13], "big") >> 4
        return "".join([_PAIRS[number >> shift & 1023] for shift in range(90, -1, -10)])

    def wrap(self, subject: str, key: bytes) -> bytes:
        """The key of one subject, sealed with the master key; it opens for this subject only."""
        return seal(self._derive("wrap"), key, f"key:{subject}")

    def unwrap(self, subject: str, wrapped: bytes) -> bytes:
        """The key of one subject. Raises SealError."""
        return unseal(self._derive("wrap"), wrapped, f"key:{subject}")


def new_key() -> bytes:
    """32 random bytes."""
    return secrets.token_bytes(32)


def _write_once(path: Path, content: str) -> None:
    """Writes a file that nobody else can read, whole or not at all, and never over another: the first of two writers wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
            for folder in (path.parent, path.parent.parent):
                sync_folder(folder)
        except FileExistsError:
            return
        except OSError as fault:
            raise KeyFileError(f"cannot create the key file {path} ({fault.strerror}): choose another folder") from None
    finally:
        draft.unlink()
