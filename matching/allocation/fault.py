"""What a check finds wrong with an allocation."""

from dataclasses import dataclass
from enum import StrEnum

from matching.knowledge.catalogue import Text


class FaultKind(StrEnum):
    """What is wrong: the table itself, a meeting that may not be, one that must be, one twice, a capacity, a price."""

    TABLE = "table"
    UNKNOWN = "unknown"
    NOT_ALLOWED = "not_allowed"
    EXCLUDED = "excluded"
    PIN = "pin"
    TWICE = "twice"
    CAPACITY = "capacity"
    PRICE = "price"


@dataclass(frozen=True, slots=True)
class Fault:
    """`names`: the ids concerned."""

    kind: FaultKind
    names: tuple[str, ...]
    text: Text
