"""Opaque secrets: drawn at random, handed out once, kept as keyed hashes only."""

import secrets
from base64 import b32encode
from typing import Final, Literal

from api.wiring import Application

Purpose = Literal["session", "link", "token"]

TOKEN_MARK: Final = "tongtu_"
"""Before every key of a program, so that scanners of source code can recognise one that was left there."""


def new_secret() -> str:
    """256 random bits, URL-safe, 43 characters."""
    return secrets.token_urlsafe(32)


def new_id(prefix: str) -> str:
    """An id that says nothing: the prefix and 60 random bits."""
    return prefix + b32encode(secrets.token_bytes(8))[:12].decode().lower()


def digest_of(app: Application, purpose: Purpose, secret: str) -> bytes:
    """What is stored of a secret: an HMAC under a key of its own for each purpose. Whoever reads the database cannot use it."""
    return app.keys.digest(f"secret-{purpose}", secret.encode("utf-8", "surrogatepass"))


def origin_of(app: Application, address: str) -> str:
    """A short keyed digest of an address, for the log: tells attempts from one place together without saying which."""
    return app.keys.digest("address", address.encode("utf-8", "surrogatepass")).hex()[:8]
