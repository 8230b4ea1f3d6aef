"""The verdicts of one person on the open postings, kept while neither the person's file nor a posting changes."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from api.kept import Kept

if TYPE_CHECKING:
    from api.event_pools import EventPool
    from matching.judgement import Applicant, Judgement, Opening
    from matching.policy import Policy
    from matching.records import Posting
    from matching.shortlist import VerdictName

StandingKey = tuple[tuple[str, ...], str, date]
"""Which postings (none: all), the digest of all that the viewer sees, and the day of the rules."""
PersonKey = tuple[str, str, StandingKey]
"""The person, the digest of their file, and the postings."""


@dataclass(frozen=True, eq=False)
class PairVerdict:
    """One posting with the verdict of the pair."""

    posting: "Posting"
    opening: "Opening"
    judgement: "Judgement"


@dataclass(frozen=True, eq=False)
class PersonVerdicts:
    """All of them, in the order of the postings' ids."""

    applicant: "Applicant"
    policy: "Policy"
    pairs: tuple[PairVerdict, ...]

    @cached_property
    def counts(self) -> "Counter[VerdictName]":
        """How many postings have each verdict."""
        return Counter(one.judgement.verdict for one in self.pairs)


@dataclass
class KeptVerdicts:
    """What is kept: postings as the rules see them, the verdicts of the last people looked at, and the pools of the last few."""

    standing: "Kept[StandingKey, tuple[tuple[Posting, Opening], ...]]" = field(default_factory=lambda: Kept(4))
    people: "Kept[PersonKey, PersonVerdicts]" = field(default_factory=lambda: Kept(16))
    pools: "Kept[PersonKey, EventPool]" = field(default_factory=lambda: Kept(4))

    def forget(self) -> None:
        """Keep nobody."""
        self.people.forget()
        self.pools.forget()
