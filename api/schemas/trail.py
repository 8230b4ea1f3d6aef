"""The audit trail over the wire: its lines without names, its proof, and a line of a list as it was shown."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from api.schemas.base import View
from matching.knowledge.catalogue import Text


class TrailLineView(View):
    """One line: who (an account and its role) did what to which record. No line holds a personal value."""

    sequence: int
    at: datetime
    account: str
    role: str
    role_text: Text
    action: str
    kind: str
    object: str
    detail: Mapping[str, Any]


class TrailProofView(View):
    """Whether every line is what it was when it was written. `head` is the hash of the last one: kept elsewhere, it proves later
    that nothing before it was changed. `broken_at` is the first line that does not fit, 0 for an end that was cut off."""

    holds: bool
    lines: int
    head: str
    broken_at: int | None
    text: Text


class ReplayView(View):
    """A line of a list, as the bytes that were frozen when it was made (`line`), or the moment its person was erased.

    `holds`: the bytes are proved by the digest of the line, and this by the hash of the run.
    """

    run: str
    made_at: datetime
    posting: str
    candidate: str
    place: int | None
    line: str | None
    holds: bool
    erased_at: datetime | None
    text: Text
