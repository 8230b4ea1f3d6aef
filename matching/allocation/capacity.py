"""What may run short: a person's interviews, a posting's, a booth's slots, a resource's."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from matching.knowledge.catalogue import Text


class CapacityKind(StrEnum):
    """Whose capacity it is; person and posting are counted in interviews, booth and resource in slots."""

    PERSON = "person"
    POSTING = "posting"
    BOOTH = "booth"
    RESOURCE = "resource"


NAMES: Final = {
    CapacityKind.PERSON: Text(zh="求职者“{name}”", en="person {name}"),
    CapacityKind.POSTING: Text(zh="岗位“{name}”", en="posting {name}"),
    CapacityKind.BOOTH: Text(zh="展位“{name}”", en="booth {name}"),
    CapacityKind.RESOURCE: Text(zh="{name}", en="{name}"),
}


@dataclass(frozen=True, slots=True)
class Capacity:
    """One capacity. `row`: its row among the people, posts, booths or resources; `limit`: what there is; `words`: its name in a
    sentence.
    """

    kind: CapacityKind
    row: int
    name: str
    limit: int
    words: Text


@dataclass(frozen=True, slots=True)
class Overrun:
    """More was taken than there is."""

    capacity: Capacity
    used: int
