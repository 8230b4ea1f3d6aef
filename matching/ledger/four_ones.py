"""The 四个一: one check of the record, one assessment, one registration of needs, one employment service, for each person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from matching.ledger.members import Member
from matching.records import Service, ServiceKind


@dataclass(frozen=True)
class FourOnes:
    """One person's four services: the first day of each, and to which of them the plan gives them a claim (None: not known)."""

    candidate: str
    first: Mapping[ServiceKind, date]
    owed: Mapping[ServiceKind, bool | None]

    @property
    def missing(self) -> tuple[ServiceKind, ...]:
        """What is owed and was not done, in the order of the plan."""
        return tuple(kind for kind in ServiceKind if self.owed[kind] and kind not in self.first)


def four_ones(members: Iterable[Member], services: Iterable[Service], as_of: date) -> tuple[FourOnes, ...]:
    """The state of each person up to a day, in the order given.

    A check of the record is owed to everybody of working age without work; the other three to those of them who want work. A
    registration of needs says that somebody does.
    """
    first: dict[str, dict[ServiceKind, date]] = {}
    for one in services:
        if one.on <= as_of:
            own = first.setdefault(one.candidate, {})
            own[one.kind] = min(one.on, own.get(one.kind, one.on))
    return tuple(_state(member, first.get(member.candidate, {})) for member in members)


def _state(member: Member, first: Mapping[ServiceKind, date]) -> FourOnes:
    in_scope = both(member.working_age, member.unemployed)
    wants = True if ServiceKind.NEEDS in first else member.wants_work
    owed = {kind: in_scope if kind is ServiceKind.VERIFICATION else both(in_scope, wants) for kind in ServiceKind}
    return FourOnes(member.candidate, first, owed)


def both(one: bool | None, other: bool | None) -> bool | None:
    """Whether both hold: a no decides, and an unknown leaves it open otherwise."""
    if one is False or other is False:
        return False
    return None if one is None or other is None else True
