"""What one server process keeps in its memory of who asks: nothing of it is shared with another process, or outlives this one."""

from dataclasses import dataclass, field
from typing import Final

from api.accounts.passwords import AT_ONCE
from api.load.holders import Holders
from api.load.intake import Intake
from api.load.kept_lists import KeptLists
from api.load.rates import Rates
from api.load.readiness import Readiness
from api.load.recording import Recorder
from api.load.turns import Turns

UPLOADS: Final = 2
PATIENCE: Final = 3.0
"""Seconds that a request waits for its turn before it is told to come again."""


@dataclass
class Memory:
    """`pages`: requests that may ask the database; `hashing`: those that bring a password; `files`: those that bring a file;
    `intake`: bodies on their way to any of them.
    `hosts`: Host headers that were found to name this service; no others get in here."""

    pages: Turns
    rates: Rates
    hashing: Turns = field(default_factory=lambda: Turns(AT_ONCE, AT_ONCE, 4 * AT_ONCE, PATIENCE))
    files: Turns = field(default_factory=lambda: Turns(UPLOADS, UPLOADS, UPLOADS, PATIENCE))
    intake: Intake = field(default_factory=Intake)
    holders: Holders = field(default_factory=Holders)
    lists: KeptLists = field(default_factory=KeptLists)
    recorder: Recorder = field(default_factory=Recorder)
    hosts: set[tuple[bytes, ...]] = field(default_factory=set)
    readiness: Readiness = field(default_factory=Readiness)


def fresh_memory(at_once: int, rate: float) -> Memory:
    """An empty memory. `at_once` requests are served at once, three quarters of them of one caller, and four times as many wait;
    an account may ask `rate` times a second."""
    return Memory(Turns(at_once, max(1, at_once * 3 // 4), 4 * at_once, PATIENCE), Rates(rate))
