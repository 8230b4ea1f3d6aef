"""All records that a report reads, handed in at once."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from matching.ledger.graduates import GraduateEntry
from matching.ledger.members import Member
from matching.ledger.offers import Offer
from matching.ledger.placements import Placement
from matching.ledger.tallies import Tally
from matching.ledger.workshops import Dispatch, Workshop
from matching.quota import Body
from matching.records import Event, Outcome, Posting, Service, Training


@dataclass(frozen=True)
class Books:
    """Records of one city, or of one district of it. `federations` are bodies that are disabled persons' federations themselves.

    `cancelled` are the ids of events that did not take place; `offers` says of the others which postings took part, of all events
    wherever they were: a posting of one district may be offered in another. `placements` come from the same `outcomes`
    (`placements_of`), which are read again for what came after them.
    """

    members: tuple[Member, ...] = ()
    placements: tuple[Placement, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    postings: tuple[Posting, ...] = ()
    services: tuple[Service, ...] = ()
    trainings: tuple[Training, ...] = ()
    graduates: tuple[GraduateEntry, ...] = ()
    events: tuple[Event, ...] = ()
    cancelled: frozenset[str] = field(default=frozenset())
    offers: tuple[Offer, ...] = ()
    bodies: tuple[Body, ...] = ()
    federations: tuple[Body, ...] = ()
    workshops: tuple[Workshop, ...] = ()
    dispatches: tuple[Dispatch, ...] = ()
    tallies: tuple[Tally, ...] = ()

    def of_district(self, district: str | None) -> "Books":
        """What belongs to one district, or, for None, to no known one: people by where they live, the rest by where it is.

        Districts, and what belongs to none, add up to the whole; a household whose members live apart is counted at each place.
        """

        def here(own: str | None) -> bool:
            return own == district

        people = {member.candidate for member in self.members if here(member.district)}
        if district is None:
            people |= self._people() - {member.candidate for member in self.members}
        return replace(
            self,
            members=tuple(one for one in self.members if here(one.district)),
            placements=tuple(one for one in self.placements if here(one.district)),
            postings=tuple(one for one in self.postings if here(one.place.zone or one.place.district)),
            services=tuple(one for one in self.services if one.candidate in people),
            trainings=tuple(one for one in self.trainings if one.candidate in people),
            graduates=tuple(one for one in self.graduates if one.candidate in people),
            events=tuple(one for one in self.events if here(one.district)),
            bodies=_at(self.bodies, here),
            federations=_at(self.federations, here),
            workshops=tuple(one for one in self.workshops if here(one.district)),
            dispatches=tuple(one for one in self.dispatches if here(one.district)),
            tallies=tuple(one for one in self.tallies if here(one.district)),
        )

    def districts(self) -> tuple[str | None, ...]:
        """Every district that a record names, sorted; None last, for what names none."""
        named: set[str | None] = {one.district for one in self.members}
        named |= {one.district for one in self.placements}
        named |= {one.place.zone or one.place.district for one in self.postings}
        named |= {one.district for rows in (self.events, self.workshops, self.dispatches, self.tallies) for one in rows}
        named |= {one.employer.district for one in (*self.bodies, *self.federations)}
        return (*sorted(name for name in named if name is not None), None)

    def _people(self) -> set[str]:
        return {one.candidate for rows in (self.services, self.trainings, self.graduates) for one in rows}


def _at(bodies: tuple[Body, ...], here: Callable[[str | None], bool]) -> tuple[Body, ...]:
    return tuple(one for one in bodies if here(one.employer.district))
