"""The graduates' ledger: a file and a plan for each, a service to each, kept until they have work; a refusal stays visible."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from matching.ledger.members import Member
from matching.ledger.placements import Placement
from matching.records import Service, ServiceKind

Missing = Literal["school", "plan", "service"]


@dataclass(frozen=True, slots=True)
class GraduateEntry:
    """What the ledger knows of one graduate: school and day told, the day of the plan document, and a refusal of service."""

    candidate: str
    school_told: bool
    plan_on: date | None = None
    refused_on: date | None = None


@dataclass(frozen=True, slots=True)
class GraduateLine:
    """One line of the ledger on a day. `missing` raises an alert; whoever refused is missing no service, and is not served."""

    candidate: str
    district: str | None
    served: bool
    refused: bool
    employed: bool
    missing: tuple[Missing, ...]

    @property
    def complete(self) -> bool:
        """Whether the file is complete: the school is told and a plan is there."""
        return not {"school", "plan"} & set(self.missing)


def graduate_lines(
    members: Iterable[Member],
    entries: Mapping[str, GraduateEntry],
    services: Iterable[Service],
    placements: Iterable[Placement],
    as_of: date,
) -> tuple[GraduateLine, ...]:
    """The ledger up to a day, in the order of the members: graduates of the window, and whoever has an entry already and no work.

    Served: an employment service on record. Employed: a placement on record. `entries` by candidate; one who has none is missing
    everything.
    """
    served = {one.candidate for one in services if one.kind is ServiceKind.EMPLOYMENT and one.on <= as_of}
    employed = {one.candidate for one in placements if one.on is not None and one.on <= as_of}
    lines = []
    for member in members:
        entry = entries.get(member.candidate)
        if member.graduate or (entry is not None and member.candidate not in employed):
            entry = entry or GraduateEntry(member.candidate, school_told=False)
            lines.append(_line(member, entry, member.candidate in served, member.candidate in employed, as_of))
    return tuple(lines)


def _line(member: Member, entry: GraduateEntry, served: bool, employed: bool, as_of: date) -> GraduateLine:
    refused = entry.refused_on is not None and entry.refused_on <= as_of
    missing: list[Missing] = []
    if not entry.school_told:
        missing.append("school")
    if entry.plan_on is None or entry.plan_on > as_of:
        missing.append("plan")
    if not served and not refused:
        missing.append("service")
    return GraduateLine(member.candidate, member.district, served, refused, employed, tuple(missing))
