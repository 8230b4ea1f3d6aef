"""What people wish about working time beyond the hours a day, and which of it a posting meets, as bits."""

import re
from typing import Final

from matching.policy import Policy
from matching.records.posting import Posting

DAYTIME: Final = 1
WEEKEND: Final = 2
PART_TIME: Final = 4
FLEXIBLE: Final = 8
KINDS_OF_TIME: Final = 4

_WISHES: Final = (
    (
        DAYTIME,
        re.compile(
            r"(?:长白班|正常班|朝九晚五|(?<!早)白班(?![、/和或,]?[夜晚]))|不(?:想|愿意?|要|接受)?(?:再)?(?:上|倒|做|值|干)?(?:夜班|倒班)"
        ),
    ),
    (WEEKEND, re.compile(r"(?<!单)双休|周末(?:能|要|可以)?休|做五休二")),
    (PART_TIME, re.compile(r"兼职|半天|小时工|钟点|零工|非全日")),
    (FLEXIBLE, re.compile(r"时间(?:要|能|可以)?(?:灵活|自由|弹性)|弹性|灵活安排|接送孩子")),
)
_FLEXIBLE: Final = re.compile(r"时间(?:灵活|自由|弹性)|弹性|灵活(?:安排|排班|工时)|自由(?:安排|接单)|flexible")
_WEEKEND: Final = re.compile(r"(?<!单)双休|周末休|做五休二")
_WEEKEND_DAYS: Final = 5


def time_wished(text: str) -> int:
    """The bits of what a normalised text of wishes says about working time; 0 where it says nothing."""
    return sum(bit for bit, pattern in _WISHES if pattern.search(text))


def time_offered(posting: Posting, said: str, policy: Policy | None) -> tuple[int, int]:
    """(known, met): the bits that the posting lets one tell, and those among them that it meets. `said` is its lower-case text."""
    hours = posting.hours
    found: dict[int, bool] = {}
    if hours.shift is not None:
        found[DAYTIME] = hours.shift == "day"
    if _WEEKEND.search(said) is not None:
        found[WEEKEND] = True
    elif hours.days_per_week is not None:
        found[WEEKEND] = hours.days_per_week <= _WEEKEND_DAYS
    if hours.per_day is not None and policy is not None:
        found[PART_TIME] = hours.per_day <= policy.number("hours.part_time_per_day")
    if _FLEXIBLE.search(said) is not None or posting.contract == "gig":
        found[FLEXIBLE] = True
    elif posting.contract is not None:
        found[FLEXIBLE] = False
    return sum(found), sum(bit for bit, met in found.items() if met)
