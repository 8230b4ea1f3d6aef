"""Frozen lists as bytes, and how one entry leaves them without breaking the proof of the others.

A list is canonical JSON, deflated. Each entry has a keyed digest, kept apart; the hash of the list is the hash of its
posting, its counts and these digests. Erasing a person puts null in the place of the entry and keeps the digest.
"""

import zlib
from collections.abc import Iterable
from hashlib import sha256
from typing import Any, TypedDict

import orjson
from sqlalchemy import Connection, and_, delete, select, update

from data.keys import Keyring
from data.stores.canonical import canonical, check_key
from data.stores.frozen import FrozenEntries
from data.tables import left_out, listed, shortlists
from matching.shortlist import Counts, Entry, LeftOut, Shortlist

_LEVEL = 1
_DIGEST = 32


class FrozenList(TypedDict):
    """The columns of a stored shortlist."""

    posting: str
    fit: int
    review: int
    body: bytes
    digests: bytes
    hash: bytes


class FrozenReason(TypedDict):
    """The columns of a stored explanation."""

    candidate: str
    body: str
    digest: bytes


def freeze_list(keyring: Keyring, shortlist: Shortlist, frozen: FrozenEntries) -> FrozenList:
    """The columns of a shortlist. Raises ValueError for a score that is no number, or an entry of another posting."""
    for entry in shortlist.entries:
        if entry.posting != shortlist.posting:
            raise ValueError(f"the list of posting {shortlist.posting} holds an entry of posting {entry.posting}")
    entries = [frozen.freeze(keyring, entry) for entry in shortlist.entries]
    head = canonical({"counts": shortlist.counts, "event": shortlist.event, "posting": shortlist.posting})
    digests = b"".join(digest for _, digest in entries)
    body = b'{"entries":[' + b",".join(written for written, _ in entries) + b'],"head":' + head + b"}"
    return FrozenList(
        posting=check_key(shortlist.posting, "the posting of a list"),
        fit=len(shortlist.band("fit")),
        review=len(shortlist.band("review")),
        body=zlib.compress(body, _LEVEL),
        digests=digests,
        hash=sha256(head + digests).digest(),
    )


def thaw_list(body: bytes, candidate: str | None = None) -> Shortlist:
    """The shortlist of `freeze_list`, or what it holds of one candidate; people who were erased since are absent."""
    raw = orjson.loads(zlib.decompress(body))
    return Shortlist(
        event=raw["head"]["event"],
        posting=raw["head"]["posting"],
        counts=Counts.model_validate(raw["head"]["counts"]),
        entries=tuple(Entry.model_validate(entry) for entry in raw["entries"] if entry and candidate in (None, entry["candidate"])),
    )


def list_holds(keyring: Keyring, body: bytes, digests: bytes, expected: bytes) -> bool:
    """Whether a stored list is what it was when it was frozen, erased entries aside."""
    raw = orjson.loads(zlib.decompress(body))
    head = canonical(raw["head"])
    if sha256(head + digests).digest() != expected or len(digests) != _DIGEST * len(raw["entries"]):
        return False
    return all(
        entry is None or keyring.digest("entry", canonical(entry)) == digests[place * _DIGEST : (place + 1) * _DIGEST]
        for place, entry in enumerate(raw["entries"])
    )


def kept_entry(body: bytes, candidate: str) -> tuple[int, bytes] | None:
    """The place of a person on a stored list, counted from 0, and the entry as the bytes that were frozen; None: not on it."""
    for place, entry in enumerate(orjson.loads(zlib.decompress(body))["entries"]):
        if _is_of(entry, candidate):
            return place, canonical(entry)
    return None


def blank_places(body: bytes) -> int:
    """How many entries of a stored list were erased."""
    return sum(entry is None for entry in orjson.loads(zlib.decompress(body))["entries"])


def freeze_left_out(keyring: Keyring, one: LeftOut) -> FrozenReason:
    """The columns of a left-out candidate."""
    body = canonical(one)
    name = check_key(one.candidate, "the candidate left out")
    return FrozenReason(candidate=name, body=body.decode(), digest=keyring.digest("left-out", body))


def left_out_holds(keyring: Keyring, body: str | None, digest: bytes) -> bool:
    """Whether a stored explanation is what it was when it was frozen, or was erased."""
    return body is None or keyring.digest("left-out", body.encode()) == digest


def run_hash(versions: bytes, counts: bytes, lists: Iterable[bytes], left: Iterable[bytes]) -> bytes:
    """The hash of a whole run: of its versions, its counts, and the hashes of its lists and left-out candidates in order."""
    total = sha256()
    for part in (versions, counts):
        total.update(len(part).to_bytes(8, "big") + part)
    for group in (lists, left):
        joined = b"".join(group)
        total.update(len(joined).to_bytes(8, "big") + joined)
    return total.digest()


def blank_entries(connection: Connection, candidate: str) -> None:
    """Takes the person off every stored list and out of every stored explanation."""
    same = and_(listed.c.run == shortlists.c.run, listed.c.posting == shortlists.c.posting)
    query = (
        select(shortlists.c.run, shortlists.c.posting, shortlists.c.body).join(listed, same).where(listed.c.candidate == candidate)
    )
    for run, posting, body in connection.execute(query).all():
        raw = orjson.loads(zlib.decompress(body))
        raw["entries"] = [None if _is_of(entry, candidate) else entry for entry in raw["entries"]]
        kept = zlib.compress(orjson.dumps(raw, option=orjson.OPT_SORT_KEYS), _LEVEL)
        place = (shortlists.c.run == run) & (shortlists.c.posting == posting)
        connection.execute(update(shortlists).where(place).values(body=kept))
    connection.execute(delete(listed).where(listed.c.candidate == candidate))
    connection.execute(update(left_out).where(left_out.c.candidate == candidate).values(body=None))


def _is_of(entry: dict[str, Any] | None, candidate: str) -> bool:
    return entry is not None and entry["candidate"] == candidate
