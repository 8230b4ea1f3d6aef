"""Placements: who began which job when, from recorded outcomes, as persons and person-times."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from matching.ledger.members import Member
from matching.records import Outcome, Posting, PostingKind, Step


@dataclass(frozen=True, slots=True)
class Placement:
    """One job begun by one person. `on` None: the day was not recorded; `district` is the person's."""

    candidate: str
    posting: str
    on: date | None
    kind: PostingKind | None = None
    employer: str | None = None
    district: str | None = None


def placements_of(
    outcomes: Iterable[Outcome], postings: Mapping[str, Posting], members: Mapping[str, Member], *, synthetic: bool = False
) -> tuple[Placement, ...]:
    """Every job begun, by day, undated ones last. The same person hired to the same posting on the same day is one placement,
    whichever event tells it, and one that is told without a day beside one with a day is the same. Synthetic outcomes are left out
    unless asked for. `postings` and `members` by id; what is not among them leaves kind, employer or district untold.
    """
    days: dict[tuple[str, str], set[date | None]] = {}
    for one in outcomes:
        if one.step is Step.HIRED and (synthetic or one.origin == "recorded"):
            days.setdefault((one.candidate, one.posting), set()).add(one.on)
    found = [
        _placement(pair, day, postings, members)
        for pair, told in days.items()
        for day in (told - {None} if len(told) > 1 else told)
    ]
    return tuple(sorted(found, key=lambda one: (one.on is None, one.on or date.min, one.candidate, one.posting)))


def _placement(pair: tuple[str, str], on: date | None, postings: Mapping[str, Posting], members: Mapping[str, Member]) -> Placement:
    posting, member = postings.get(pair[1]), members.get(pair[0])
    return Placement(
        candidate=pair[0],
        posting=pair[1],
        on=on,
        kind=None if posting is None else posting.kind,
        employer=None if posting is None else posting.employer,
        district=None if member is None else member.district,
    )
