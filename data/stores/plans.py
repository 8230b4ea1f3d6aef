"""What counselors wrote beside the plan of a person, and when it was settled with them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, insert, select

from data.stores.base import STAFF, Store
from data.stores.candidates import visible_candidates
from data.stores.canonical import canonical, check_key, check_optional
from data.stores.vault import person_subject
from data.tables import candidates, plan_edits, settled_plans
from matching.person_plan import Edit, SectionKey
from matching.records import Viewer


@dataclass(frozen=True)
class Settlement:
    """A plan that was gone through with the person on a day. `named` answers for it (None: nobody was named), `by` recorded it."""

    on: date
    named: str | None
    by: str


class PlanStore(Store):
    """The plans of the people whom a viewer may see. What was written is sealed with the person's key; staff alone open it."""

    kind = "plan"

    def edit(self, viewer: Viewer, candidate: str, edit: Edit, key: str) -> Edit:
        """Keeps what a counselor wrote; earlier words stay. The same `key` again gives the first and changes nothing.

        Raises ValueError if the person is not there, or the key was used for something else.
        """
        self._require(viewer)
        self._check(viewer, candidate)
        same = plan_edits.c.key == check_key(key, "the key of an edit")
        if self._connection.execute(select(plan_edits.c.id).where(same)).scalar() is not None:
            made = self._fetch(viewer, same)
            if not made or made[0] != (candidate, edit):
                raise ValueError("this key was used for another edit; take a new one")
            return made[0][1]
        canonical(edit)
        subject = person_subject(candidate)
        values = {
            "candidate": candidate,
            "section": edit.section.value,
            "sealed_text": self.session.vault.seal_all("plan", {subject: edit.text})[subject],
            "dated": edit.on,
            "over": check_key(edit.over, "the fingerprint of a section"),
            "key": key,
            "edited_at": self.session.now,
            "edited_by": check_key(edit.by, "who wrote"),
        }
        self._connection.execute(insert(plan_edits).values(**values))
        self._note(viewer, "edit", candidate, section=edit.section.value)
        return edit

    def made(self, viewer: Viewer, key: str) -> tuple[str, Edit] | None:
        """Of whom and what was written under a key, if the viewer sees the person. Staff only; logged as an access."""
        found = next(iter(self._fetch(viewer, plan_edits.c.key == key)), None)
        if found is not None:
            self._note(viewer, "read-edits", found[0], access=True)
        return found

    def edits(self, viewer: Viewer, candidate: str) -> tuple[Edit, ...]:
        """Everything written about one person, oldest first. Opening it is logged as an access."""
        found = self._fetch(viewer, plan_edits.c.candidate == candidate)
        if found:
            self._note(viewer, "read-edits", candidate, access=True)
        return tuple(edit for _, edit in found)

    def settle(self, viewer: Viewer, candidate: str, on: date, key: str, named: str | None = None) -> None:
        """Records that the plan was gone through with the person on a day, and who answers for it. The same `key` again changes
        nothing.

        Raises ValueError if the person is not there, or the key was used for another person or day.
        """
        self._require(viewer)
        self._check(viewer, candidate)
        query = select(settled_plans).where(settled_plans.c.key == check_key(key, "the key of a settled plan"))
        found = self._connection.execute(query).one_or_none()
        if found is not None:
            if (found.candidate, found.dated) != (candidate, on):
                raise ValueError("this key was used for another plan; take a new one")
            return
        stamp = {"settled_at": self.session.now, "settled_by": check_key(viewer.account, "the account")}
        given = check_optional(named, "the name of who answers for a plan")
        self._connection.execute(insert(settled_plans).values(candidate=candidate, dated=on, key=key, named=given, **stamp))
        self._note(viewer, "settle", candidate)

    def settled(self, viewer: Viewer, candidate: str) -> tuple[date, ...]:
        """The days on which the plan of one person was settled, oldest first."""
        query = (
            select(settled_plans.c.dated)
            .join(candidates, candidates.c.id == settled_plans.c.candidate)
            .where(visible_candidates(viewer), settled_plans.c.candidate == candidate)
            .order_by(settled_plans.c.dated, settled_plans.c.id)
        )
        return tuple(self._connection.execute(query).scalars())

    def settlements(self, viewer: Viewer, candidate: str) -> tuple[Settlement, ...]:
        """The same with who answers for each, oldest first."""
        query = (
            select(settled_plans)
            .join(candidates, candidates.c.id == settled_plans.c.candidate)
            .where(visible_candidates(viewer), settled_plans.c.candidate == candidate)
            .order_by(settled_plans.c.dated, settled_plans.c.id)
        )
        return tuple(Settlement(row.dated, row.named, row.settled_by) for row in self._connection.execute(query))

    def _check(self, viewer: Viewer, candidate: str) -> None:
        query = select(candidates.c.id).where(visible_candidates(viewer), candidates.c.id == candidate)
        if self._connection.execute(query).scalar() is None:
            raise ValueError(f"there is no candidate {candidate}; store the person first")

    def _fetch(self, viewer: Viewer, where: ColumnElement[bool]) -> list[tuple[str, Edit]]:
        if viewer.role not in STAFF:
            return []
        query = (
            select(plan_edits)
            .join(candidates, candidates.c.id == plan_edits.c.candidate)
            .where(visible_candidates(viewer), where)
            .order_by(plan_edits.c.id)
        )
        return [(row.candidate, self._opened(row)) for row in self._connection.execute(query).all()]

    def _opened(self, row: Row[Any]) -> Edit:
        subject = person_subject(row.candidate)
        text = self.session.vault.open_all("plan", {subject: row.sealed_text}).get(subject, "") if row.sealed_text else ""
        return Edit(section=SectionKey(row.section), text=text, by=row.edited_by, on=row.dated, over=row.over)
