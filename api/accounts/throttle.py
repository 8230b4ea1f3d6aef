"""How failed sign-ins slow down: by name and address together, by name from anywhere, and by address. Nobody is shut out for good.

A name from its own address waits longest. A name from everywhere waits at most a minute, since strangers can bring that about; an
address has many failures free, since a whole office may share it.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

from api.accounts.rules import DoorRules, Waiting
from api.wiring import Application
from data.stores import Failures

_LANE: Final = 64
"""Bits of an IPv6 address that one customer is given; the rest they choose as they like."""


@dataclass(frozen=True)
class Counters:
    """Under which digests a failure is counted."""

    pair: bytes
    name: bytes
    address: bytes

    @property
    def digests(self) -> tuple[bytes, ...]:
        return (self.pair, self.name, self.address)


def counters_of(app: Application, name: str, address: str) -> Counters:
    """The counters of a sign-in name as written, and of the sender's address."""
    place = network_of(address)

    def digest(*parts: str) -> bytes:
        return app.keys.digest("attempt", "\0".join(parts).encode("utf-8", "surrogatepass"))

    return Counters(digest("pair", name, place), digest("name", name), digest("address", place))


def seconds_to_wait(rules: DoorRules, counters: Counters, counted: Mapping[bytes, Failures], now: datetime) -> int:
    """How long the next attempt has to wait, in whole seconds; 0: not at all."""
    waits = ((counters.pair, rules.pair), (counters.name, rules.name), (counters.address, rules.address))
    return max(seconds_left(waiting, counted.get(digest), now) for digest, waiting in waits)


def network_of(address: str) -> str:
    """The address, for IPv6 its network: whoever has one address there has them all."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or ip_network((found, _LANE), strict=False))


def seconds_left(waiting: Waiting, failures: Failures | None, now: datetime) -> int:
    """How long the next attempt has to wait by one counter, in whole seconds."""
    if failures is None:
        return 0
    left = failures.last_at + waiting.after(failures.count) - now
    return max(0, math.ceil(left.total_seconds()))
