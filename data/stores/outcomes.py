"""What happened after a list: every step that a person and a posting reached, or why it ended."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import Field
from sqlalchemy import insert, select

from data.stores.base import Saved, Store, slices
from data.stores.candidates import visible_candidates
from data.stores.canonical import check_key, check_optional
from data.tables import candidates, outcomes, postings
from matching.records import Record, Viewer


class Step(StrEnum):
    """How far it came, in order; `declined` and `rejected` end it."""

    SHOWN = "shown"
    INTERESTED = "interested"
    INVITED = "invited"
    ATTENDED = "attended"
    INTERVIEWED = "interviewed"
    OFFERED = "offered"
    HIRED = "hired"
    RETAINED_1 = "retained_1"
    RETAINED_3 = "retained_3"
    RETAINED_6 = "retained_6"
    DECLINED = "declined"
    REJECTED = "rejected"


class Outcome(Record):
    """One step reached. `rank` is the place on the list at the time; `reason` a code; `origin` tells what is synthetic."""

    candidate: str
    posting: str
    step: Step
    event: str | None = None
    on: date | None = None
    rank: int | None = Field(default=None, ge=1, le=1_000_000)
    reason: str = Field(default="", max_length=120)
    origin: Literal["recorded", "synthetic"] = "recorded"


class OutcomeStore(Store):
    """Outcomes of the people a viewer may see."""

    kind = "outcome"

    def save_many(self, viewer: Viewer, records: Iterable[Outcome]) -> Saved:
        """Adds the steps that are not recorded yet; a recorded step is never changed.

        Raises ValueError if a candidate or posting is not there.
        """
        self._require(viewer)
        records = list(records)
        for one in records:
            check_optional(one.event, "the event of an outcome")
        rows = {(one.candidate, one.posting, one.event or "", one.step.value): one for one in records}
        people = sorted({key[0] for key in rows})
        self._check(people, sorted({key[1] for key in rows}), viewer)
        columns = (outcomes.c.candidate, outcomes.c.posting, outcomes.c.event, outcomes.c.step)
        known: set[tuple[str, ...]] = set()
        for part in slices(people):
            known |= {tuple(row) for row in self._connection.execute(select(*columns).where(outcomes.c.candidate.in_(part)))}
        fresh = [(key, one) for key, one in rows.items() if key not in known]
        values = [
            {
                **dict(zip(("candidate", "posting", "event", "step"), key, strict=True)),
                "dated": one.on,
                "rank": one.rank,
                "reason": check_key(one.reason, "the reason of an outcome") if one.reason else "",
                "origin": one.origin,
            }
            for key, one in fresh
        ]
        if values:
            self._connection.execute(insert(outcomes), values)
        self._note(viewer, "save", inserted=len(values))
        return Saved(inserted=len(values), unchanged=len(rows) - len(values))

    def list(
        self, viewer: Viewer, *, event: str | None = None, candidate: str | None = None, posting: str | None = None
    ) -> tuple[Outcome, ...]:
        """All recorded steps that pass the filters, in order of candidate, posting, event and step name."""
        query = select(outcomes).join(candidates, candidates.c.id == outcomes.c.candidate).where(visible_candidates(viewer))
        for column, value in (("event", event), ("candidate", candidate), ("posting", posting)):
            if value is not None:
                query = query.where(outcomes.c[column] == value)
        order = (outcomes.c.candidate, outcomes.c.posting, outcomes.c.event, outcomes.c.step)
        return tuple(
            Outcome(
                candidate=row.candidate,
                posting=row.posting,
                step=Step(row.step),
                event=row.event or None,
                on=row.dated,
                rank=row.rank,
                reason=row.reason,
                origin=row.origin,
            )
            for row in self._connection.execute(query.order_by(*order))
        )

    def _check(self, people: Iterable[str], jobs: Iterable[str], viewer: Viewer) -> None:
        for what, column, names, visible in (
            ("candidate", candidates.c.id, list(people), visible_candidates(viewer)),
            ("posting", postings.c.id, list(jobs), postings.c.id.is_not(None)),
        ):
            for part in slices(names):
                known = set(self._connection.execute(select(column).where(visible, column.in_(part))).scalars())
                for name in part:
                    if name not in known:
                        raise ValueError(f"there is no {what} {name}; store it before its outcomes")
