"""What a rule beyond ability says of a pair: how it stands, why, whom to ask, and what would open it."""

from dataclasses import dataclass
from enum import StrEnum

from matching.knowledge.catalogue import Text
from matching.verdicts.pair import Standing


class Addressee(StrEnum):
    """Who can answer a question."""

    EMPLOYER = "employer"
    ASSESSOR = "assessor"
    CANDIDATE = "candidate"
    COUNSELOR = "counselor"


@dataclass(frozen=True, slots=True)
class Until:
    """What would open a blocked pair: the action, who takes it, and its steps in order.

    `change` names the fact that the action changes, for programs: `licence:NAME`, `recognition`, `registration`,
    `accommodation:NAME`, `wish:NAME` (the person's own word), `age`; None where nothing that anyone can do changes it.
    """

    action: Text
    by: Text
    steps: tuple[Text, ...] = ()
    change: str | None = None


@dataclass(frozen=True, slots=True)
class RuleFinding:
    """One rule on one pair. Standing MET carries a warning only; a rule that has nothing to say gives no finding at all.

    `rule` is the name of a row of rules.yaml. `ways` are the sets of accommodations that exist at the posting and close it
    (MET_WITH); `would` those that would close it if the employer arranged them, neither refused by the person nor by the employer.
    `to_confirm`: it rests on a row that nobody has confirmed yet (mark K or P).
    """

    rule: str
    standing: Standing
    reason: Text
    question: Text | None = None
    addressee: Addressee | None = None
    until: Until | None = None
    ways: tuple[tuple[str, ...], ...] = ()
    would: tuple[tuple[str, ...], ...] = ()
    to_confirm: bool = False
