"""Who cannot be served, and what is in the way, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from matching.allocation.capacity import Capacity, CapacityKind
from matching.knowledge.catalogue import Text

SHOWN: Final = 6


class ShortageKind(StrEnum):
    """No further post is allowed; a resource is used up; too many need the same few posts and booths; or the last two together."""

    PAIRS = "pairs"
    RESOURCE = "resource"
    CROWD = "crowd"
    BOTH = "both"


WORDS: Final = {
    ShortageKind.PAIRS: Text(
        zh="{n} 人允许的岗位少于保证的面试次数:请为他们找岗位,或看哪些改变能打开岗位",
        en="{n} with fewer allowed posts than guaranteed interviews: find posts for them, or see what would open some",
    ),
    ShortageKind.RESOURCE: Text(
        zh="{n} 人未排满:{names}只有 {holds} 个时段,而所有需要的人共要 {need} 个",
        en="{n} short of interviews: {names} have {holds} slots in all, and everybody who needs them is promised {need}",
    ),
    ShortageKind.CROWD: Text(
        zh="{n} 人未排满:{names}一共容得下 {holds} 次,而只能去那里的人共要 {need} 次",
        en="{n} short of interviews: {names} hold {holds} in all, and those who can go nowhere else are promised {need}",
    ),
    ShortageKind.BOTH: Text(
        zh="{n} 人未排满:{names}一共容得下 {holds} 次,而只能去那里的人共要 {need} 次;{lent}也已用完",
        en="{n} short of interviews: {names} hold {holds} in all, and those who can go nowhere else are promised {need}; "
        "{lent} used up, too",
    ),
}
NOT_PROVED: Final = Text(zh="{n} 人未排满:{names}已满", en="{n} short of interviews: {names} full")


@dataclass(frozen=True, slots=True)
class Shortage:
    """People (rows) who miss guaranteed interviews for one reason.

    `among`: everybody (rows) who can turn to the same capacities only. They are promised `need`, and these hold `holds` for them
    (pins taken out of both; in interviews, for a resource in slots): `need > holds` is the proof that some must miss out, whoever
    it is. `in_the_way` names them; with BOTH, first the resources that are used up as well. `proved` is False only where resources
    cross: then `in_the_way` is what is full, and the bound of the solution is the proof.
    """

    kind: ShortageKind
    people: tuple[int, ...]
    among: tuple[int, ...]
    need: int
    holds: int
    in_the_way: tuple[Capacity, ...]
    proved: bool

    @property
    def text(self) -> Text:
        """One sentence, with the figures of the proof."""
        lent = [capacity for capacity in self.in_the_way if capacity.kind is CapacityKind.RESOURCE]
        places = [capacity for capacity in self.in_the_way if capacity.kind is not CapacityKind.RESOURCE]
        names = _names(places if self.kind is ShortageKind.BOTH else self.in_the_way)
        words = WORDS[self.kind] if self.proved else NOT_PROVED
        return words.format(n=len(self.people), names=names, lent=_names(lent), need=self.need, holds=self.holds)


def _names(capacities: Sequence[Capacity]) -> Text:
    zh, en = "、".join(c.words.zh for c in capacities[:SHOWN]), ", ".join(c.words.en for c in capacities[:SHOWN])
    if len(capacities) > SHOWN:
        zh, en = f"{zh}等 {len(capacities)} 处", f"{en} and {len(capacities) - SHOWN} more"
    return Text(zh=zh, en=en)
