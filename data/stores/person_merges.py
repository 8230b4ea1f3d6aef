"""Second files of one person: hidden whole while they count as merged, and shown again when somebody takes that back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import insert, select, update

from data.stores.base import STAFF, Store, slices
from data.stores.candidates import certificate_key, visible_candidates
from data.stores.canonical import canonical
from data.stores.resting import Resting, resting_on
from data.stores.vault import person_subject
from data.tables import candidates, caseloads, certificates, person_merges
from matching.records import Viewer

_MAY_REST: Final = frozenset({"certificates", "listed", "passed_over", "caseloads", "person_merges"})
"""What a hidden file may be named in: its own paper, lists of past runs, whose caseload it was."""


@dataclass(frozen=True)
class PersonMerge:
    """One file that counts as a second one of a person; `undone_at` is set when somebody took it back."""

    id: int
    kept: str
    merged: str
    reason: str
    merged_at: datetime
    merged_by: str
    undone_at: datetime | None


class PersonMergeStore(Store):
    """Merges of files of people, for staff who may see both."""

    kind = "candidate"

    def merge(self, viewer: Viewer, kept: str, merged: str, reason: str) -> int:
        """Hides the file `merged`, which is of the same person as `kept`. Returns the id of the merge.

        Raises ValueError if they are one file, either is not there, or anything of `resting` or `papers` speaks against it.
        """
        self._require(viewer)
        if kept == merged:
            raise ValueError(f"candidate {kept} cannot be merged into itself")
        there = {one for one in (kept, merged) if self._is_there(viewer, one)}
        for name in (kept, merged):
            if name not in there:
                raise ValueError(f"there is no candidate {name}")
        if self.resting(viewer, merged) or self.papers(viewer, kept, merged) != kept:
            raise ValueError(f"candidate {merged} cannot be hidden: something rests on it, or it holds the certificate")
        canonical({"reason": reason})
        stamp = {"merged_at": self.session.now, "merged_by": viewer.account}
        made = self._connection.execute(
            insert(person_merges).values(kept=kept, merged=merged, reason=reason, **stamp).returning(person_merges.c.id)
        )
        self._connection.execute(update(candidates).where(candidates.c.id == merged).values(merged_into=kept))
        self._hand_over(viewer, kept, merged)
        self._note(viewer, "merge", merged, kept=kept)
        return int(made.scalar_one())

    def resting(self, viewer: Viewer, candidate: str) -> tuple[Resting, ...]:
        """What names a person and would be lost from sight with the file."""
        if not self._is_there(viewer, candidate):
            return ()
        return tuple(resting_on(self._connection, "candidate", [candidate], _MAY_REST))

    def papers(self, viewer: Viewer, one: str, other: str) -> str | None:
        """Which of two files is to be kept: the one that alone holds a certificate; the first where neither does.

        Of two that hold the same certificate it is the one that everybody finds by its number, and None for two certificates.
        """
        if viewer.role not in STAFF:
            return None
        held = (certificates.c.candidate, certificates.c.lookup, certificates.c.content, certificates.c.sealed_number)
        query = select(*held).where(certificates.c.candidate.in_([one, other]), certificates.c.lookup.is_not(None))
        rows = list(self._connection.execute(query.order_by(certificates.c.candidate)))
        if len(rows) < 2:
            return rows[0].candidate if rows else one
        if rows[0].content != rows[1].content:
            return None
        subject = person_subject(rows[0].candidate)
        number = self.session.vault.open_all("number", {subject: rows[0].sealed_number})[subject]
        plain = self.session.keyring.digest("certificate-number", certificate_key(number).encode())
        return next((row.candidate for row in rows if row.lookup == plain), one)

    def list(self, viewer: Viewer) -> tuple[PersonMerge, ...]:
        """All merges of people whom the viewer may see, newest first."""
        if viewer.role not in STAFF:
            return ()
        columns = [person_merges.c[name] for name in PersonMerge.__dataclass_fields__]
        query = select(*columns).join(candidates, candidates.c.id == person_merges.c.kept).where(visible_candidates(viewer))
        return tuple(PersonMerge(*row) for row in self._connection.execute(query.order_by(person_merges.c.id.desc())))

    def undo(self, viewer: Viewer, merge_id: int) -> bool:
        """Shows the second file again. False if there is no such merge, or it is undone already."""
        self._require(viewer)
        row = next((one for one in self.list(viewer) if one.id == merge_id and one.undone_at is None), None)
        if row is None:
            return False
        done = update(person_merges).where(person_merges.c.id == merge_id)
        self._connection.execute(done.values(undone_at=self.session.now, undone_by=viewer.account))
        hidden = (candidates.c.id == row.merged) & (candidates.c.merged_into == row.kept)
        self._connection.execute(update(candidates).where(hidden).values(merged_into=None))
        self._note(viewer, "undo-merge", row.merged, kept=row.kept)
        return True

    def kept_for(self, viewer: Viewer, names: Iterable[str]) -> dict[str, str]:
        """Of these ids those that are second files, with the file that is kept."""
        if viewer.role not in STAFF:
            return {}
        found: dict[str, str] = {}
        for part in slices(sorted(set(names))):
            query = select(candidates.c.id, candidates.c.merged_into).where(candidates.c.id.in_(part))
            rows = self._connection.execute(query.where(candidates.c.merged_into.is_not(None)))
            found |= {row.id: row.merged_into for row in rows}
        return found

    def _hand_over(self, viewer: Viewer, kept: str, merged: str) -> None:
        """Whoever looked after the second file looks after the one that is kept, too."""
        already = select(caseloads.c.account).where(caseloads.c.candidate == kept)
        theirs = select(caseloads.c.account).where(caseloads.c.candidate == merged, caseloads.c.account.not_in(already))
        accounts = self._connection.execute(theirs).scalars().all()
        if accounts:
            stamp = {"candidate": kept, "assigned_at": self.session.now, "assigned_by": viewer.account}
            self._connection.execute(insert(caseloads), [{"account": account, **stamp} for account in accounts])

    def _is_there(self, viewer: Viewer, candidate: str) -> bool:
        query = select(candidates.c.id).where(visible_candidates(viewer), candidates.c.id == candidate)
        return self._connection.execute(query).scalar() is not None
