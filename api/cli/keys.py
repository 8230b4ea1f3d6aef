"""The key of a command that records something: typed twice it is the same record, unless it is meant twice."""

from hashlib import sha256
from typing import Annotated
from uuid import uuid4

import typer

Again = Annotated[bool, typer.Option("--again", help="It happened once more: record it beside the same words recorded before.")]


def key_of(what: str, *words: str, again: bool = False) -> str:
    """Equal for equal words about the same thing; with `again`, another one each time."""
    if again:
        return uuid4().hex
    return f"typed-{sha256(chr(0).join((what, *words)).encode()).hexdigest()[:40]}"
