"""Which counselor looks after whom. Where an office assigns caseloads, a counselor sees exactly these people."""

from collections.abc import Iterable

from sqlalchemy import delete, func, insert, select

from data.stores.base import Store, slices
from data.stores.candidates import visible_candidates
from data.stores.canonical import check_key
from data.tables import accounts, candidates, caseloads
from matching.records import Role, Viewer

_ORGANIZERS = frozenset({Role.ORGANIZER})


class CaseloadStore(Store):
    """Caseloads: changed by organizers for the people of their district, read by them and by the counselor concerned."""

    kind = "caseload"

    def assign(self, viewer: Viewer, account: str, people: Iterable[str]) -> int:
        """Adds people to the caseload of a counselor; how many were new. People the viewer may not see are left out.

        Raises ValueError if the account is no counselor's.
        """
        self._require(viewer, _ORGANIZERS)
        self._check_counselor(account)
        added = 0
        for part in slices(sorted(set(people))):
            seen = select(candidates.c.id).where(visible_candidates(viewer), candidates.c.id.in_(part))
            there = select(caseloads.c.candidate).where(caseloads.c.account == account)
            fresh = self._connection.execute(seen.where(candidates.c.id.not_in(there))).scalars().all()
            if fresh:
                stamp = {
                    "account": account,
                    "assigned_at": self.session.now,
                    "assigned_by": check_key(viewer.account, "the account"),
                }
                self._connection.execute(insert(caseloads), [{"candidate": one, **stamp} for one in fresh])
            added += len(fresh)
        self._note(viewer, "assign-people", account, count=added)
        return added

    def release(self, viewer: Viewer, account: str, people: Iterable[str]) -> int:
        """Takes people out of the caseload of a counselor; how many there were."""
        self._require(viewer, _ORGANIZERS)
        released = 0
        for part in slices(sorted(set(people))):
            seen = select(candidates.c.id).where(visible_candidates(viewer), candidates.c.id.in_(part))
            theirs = delete(caseloads).where(caseloads.c.account == account, caseloads.c.candidate.in_(seen))
            released += self._connection.execute(theirs).rowcount
        self._note(viewer, "release-people", account, count=released)
        return released

    def counselors(self, viewer: Viewer) -> dict[str, str]:
        """The counselors whom the viewer may assign people, by account: what each is called. Organizers only."""
        if viewer.role is not Role.ORGANIZER:
            return {}
        query = select(accounts.c.id, accounts.c.called).where(
            accounts.c.role == Role.COUNSELOR.value, accounts.c.ended_at.is_(None)
        )
        if viewer.district is not None:
            query = query.where(accounts.c.district == viewer.district)
        return {row.id: row.called for row in self._connection.execute(query.order_by(accounts.c.id))}

    def people(self, viewer: Viewer, account: str) -> tuple[str, ...]:
        """The ids of the people in a counselor's caseload that the viewer may see, in order."""
        if viewer.account != account and viewer.role is not Role.ORGANIZER:
            return ()
        query = select(candidates.c.id).join(caseloads, caseloads.c.candidate == candidates.c.id)
        query = query.where(visible_candidates(viewer), caseloads.c.account == account)
        return tuple(self._connection.execute(query.order_by(candidates.c.id)).scalars())

    def called_of(self, viewer: Viewer, people: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """What the counselors of these people are called, of those the viewer may see; nobody's are left out. Staff only."""
        found: dict[str, tuple[str, ...]] = {}
        for part in slices(sorted(set(people))):
            query = (
                select(caseloads.c.candidate, accounts.c.called)
                .join(candidates, candidates.c.id == caseloads.c.candidate)
                .join(accounts, accounts.c.id == caseloads.c.account)
                .where(visible_candidates(viewer), caseloads.c.candidate.in_(part), accounts.c.ended_at.is_(None))
                .order_by(caseloads.c.candidate, accounts.c.called, accounts.c.id)
            )
            for row in self._connection.execute(query):
                found[row.candidate] = (*found.get(row.candidate, ()), row.called)
        return found

    def count(self, viewer: Viewer, account: str) -> int:
        """How many people there are in a caseload; for organizers, administrators and the counselor."""
        if viewer.account != account and viewer.role not in (Role.ORGANIZER, Role.ADMINISTRATOR):
            return 0
        query = select(func.count()).select_from(caseloads).where(caseloads.c.account == account)
        return self._connection.execute(query).scalar_one()

    def _check_counselor(self, account: str) -> None:
        query = select(accounts.c.role).where(accounts.c.id == account, accounts.c.ended_at.is_(None))
        if self._connection.execute(query).scalar() != Role.COUNSELOR.value:
            raise ValueError(f"there is no counselor {account}")
