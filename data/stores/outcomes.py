"""What happened after a list: every step that a person and a posting reached, or why it ended, and what was corrected."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NotRequired, TypedDict

from sqlalchemy import ColumnElement, Row, and_, delete, insert, select, update

from data.stores.base import Refused, Saved, Store, chunks, slices
from data.stores.candidates import visible_candidates
from data.stores.canonical import check_key, check_optional
from data.stores.learning import check_learner, learnt_from
from data.tables import candidates, corrections, outcomes, postings
from matching.records import Mistake, Outcome, Step, Story, Viewer

__all__ = ["Correction", "Outcome", "OutcomeStore", "Step", "StoryRow", "prepare_story", "story_key"]

Key = tuple[str, str, str]
"""Candidate, posting, event; the event is empty when there was none."""


@dataclass(frozen=True)
class Correction:
    """A step as it stood before somebody changed or withdrew it (`became`), and why, where that was told."""

    was: Outcome
    became: str
    why: Mistake | None
    at: datetime
    by: str


class StepRow(TypedDict):
    """One step of a story, plain JSON; the day as 2026-03-05."""

    dated: str | None
    rank: int | None
    reason: str
    origin: str


class StoryRow(TypedDict):
    """A story ready to be stored, plain JSON. `why`: the code of the mistake that it corrects."""

    candidate: str
    posting: str
    event: str
    steps: dict[str, StepRow]
    withdrawn: list[str]
    corrects: bool
    why: NotRequired[str | None]


def prepare_story(story: Story) -> StoryRow:
    """Everything about storing a story that needs no database. Raises ValueError for what cannot be stored."""
    return StoryRow(
        candidate=check_key(story.candidate, "the id of a candidate"),
        posting=check_key(story.posting, "the id of a posting"),
        event=check_optional(story.event, "the event of an outcome") or "",
        steps={
            one.step.value: StepRow(
                dated=None if one.on is None else one.on.isoformat(),
                rank=one.rank,
                reason=check_key(one.reason, "the reason of an outcome") if one.reason else "",
                origin=one.origin,
            )
            for one in story.steps
        },
        withdrawn=[step.value for step in story.withdrawn],
        corrects=story.corrects,
        why=story.why,
    )


def story_key(candidate: str, posting: str, event: str | None) -> str:
    """The name by which a bulk save refuses a story."""
    return f"{candidate} {posting} {event or ''}"


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

    def save_stories(self, viewer: Viewer, stories: Iterable[Story]) -> Saved:
        """Stores whole stories, counted by story. New steps are added, and a day that was not known is filled in.

        A step told otherwise than it is recorded changes only in a story that `corrects`; what stood there before goes to the
        corrections and is never lost. A story whose person or posting is not there is refused, by its `story_key` and the cause.
        """
        return self._save_story_rows(viewer, (prepare_story(story) for story in stories))

    def list(
        self, viewer: Viewer, *, event: str | None = None, candidate: str | None = None, posting: str | None = None
    ) -> tuple[Outcome, ...]:
        """All recorded steps that pass the filters, in order of candidate, posting, event and step name."""
        where: ColumnElement[bool] = visible_candidates(viewer)
        for column, value in (("event", event), ("candidate", candidate), ("posting", posting)):
            if value is not None:
                where &= outcomes.c[column] == value
        return self._fetch(where)

    def of_people(self, viewer: Viewer, people: Iterable[str]) -> tuple[Outcome, ...]:
        """All recorded steps of these people, in order of candidate, posting, event and step name."""
        parts = slices(sorted(set(people)))
        return tuple(one for part in parts for one in self._fetch(visible_candidates(viewer) & outcomes.c.candidate.in_(part)))

    def corrections(self, viewer: Viewer, candidate: str | None = None) -> tuple[Correction, ...]:
        """What was recorded before it was corrected, of one person or of all that the viewer may see, oldest first."""
        query = select(corrections).join(candidates, candidates.c.id == corrections.c.candidate).where(visible_candidates(viewer))
        if candidate is not None:
            query = query.where(corrections.c.candidate == candidate)
        rows = self._connection.execute(query.order_by(corrections.c.id))
        return tuple(
            Correction(_outcome(row), row.became, Mistake(row.why) if row.why else None, row.corrected_at, row.corrected_by)
            for row in rows
        )

    def learnt(self, viewer: Viewer, purpose: str, events: Sequence[str]) -> tuple[Outcome, ...]:
        """The recorded steps at these events, in the order of `list`, to be joined with what `RunStore.shown` gives.

        For organizers, auditors and administrators; one access in the log, with its purpose. Raises NotAllowed.
        """
        check_learner(viewer)
        parts = slices(sorted(set(events)))
        found = tuple(one for part in parts for one in self._fetch(learnt_from(viewer) & outcomes.c.event.in_(part)))
        self._note(viewer, "learn", access=True, purpose=purpose, count=len(found))
        return found

    def _fetch(self, where: ColumnElement[bool]) -> tuple[Outcome, ...]:
        query = select(outcomes).join(candidates, candidates.c.id == outcomes.c.candidate).where(where)
        order = (outcomes.c.candidate, outcomes.c.posting, outcomes.c.event, outcomes.c.step)
        return tuple(_outcome(row) for row in self._connection.execute(query.order_by(*order)))

    def _save_story_rows(self, viewer: Viewer, rows: Iterable[StoryRow]) -> Saved:
        self._require(viewer)
        total = Saved()
        for chunk in chunks(rows, key=lambda row: story_key(row["candidate"], row["posting"], row["event"])):
            total += self._save_story_chunk(viewer, chunk)
        self._note(viewer, "save-stories", inserted=total.inserted, updated=total.updated, refused=len(total.refused))
        return total

    def _save_story_chunk(self, viewer: Viewer, chunk: Sequence[StoryRow]) -> Saved:
        people = self._there(candidates.c.id, {row["candidate"] for row in chunk}, visible_candidates(viewer))
        jobs = self._there(postings.c.id, {row["posting"] for row in chunk}, postings.c.id.is_not(None))
        stored = self._stored(people)
        refused: list[Refused] = []
        counts = {"inserted": 0, "updated": 0, "unchanged": 0}
        for row in chunk:
            key = row["candidate"], row["posting"], row["event"]
            if row["candidate"] not in people or row["posting"] not in jobs:
                refused.append(Refused(story_key(*key), "candidate" if row["candidate"] not in people else "posting"))
                continue
            before = stored.get(key, {})
            changed = self._tell(viewer, key, row, before)
            counts["unchanged" if not changed else "updated" if before else "inserted"] += 1
        return Saved(**counts, refused=tuple(refused))

    def _tell(self, viewer: Viewer, key: Key, row: StoryRow, before: Mapping[str, Row[Any]]) -> bool:
        """Writes what a story adds to or corrects of one pair; whether there was anything."""
        fresh, changed = [], []
        for step, told in row["steps"].items():
            dated = None if told["dated"] is None else date.fromisoformat(told["dated"])
            was = before.get(step)
            values = {"dated": dated, "rank": told["rank"], "reason": told["reason"], "origin": told["origin"]}
            if was is None:
                fresh.append({**dict(zip(("candidate", "posting", "event"), key, strict=True)), "step": step, **values})
            elif _differs(was, dated, told["reason"]) and (row["corrects"] or _fills_in(was, dated, told["reason"])):
                changed.append((was, {"dated": dated or was.dated, "reason": told["reason"] or was.reason}))
        gone = [before[step] for step in row["withdrawn"] if step in before]
        rewritten = (*(was for was, _ in changed), *gone)
        self.session.keep_former(outcomes, ((*key, one["step"]) for one in fresh), ((*key, was.step) for was in rewritten))
        if fresh:
            self._connection.execute(insert(outcomes), fresh)
        for was, values in changed:
            self._keep(viewer, was, "changed")
            self._connection.execute(update(outcomes).where(_same(was)).values(**values))
        for was in gone:
            self._keep(viewer, was, "withdrawn", row.get("why"))
            self._connection.execute(delete(outcomes).where(_same(was)))
        return bool(fresh or changed or gone)

    def _keep(self, viewer: Viewer, was: Row[Any], became: str, why: str | None = None) -> None:
        names = ("candidate", "posting", "event", "step", "dated", "rank", "reason", "origin")
        values = {name: getattr(was, name) for name in names}
        stamp = {"corrected_at": self.session.now, "corrected_by": check_key(viewer.account, "the account")}
        self._connection.execute(insert(corrections).values(**values, became=became, why=why, **stamp))
        self._note(viewer, "correct", was.candidate, posting=was.posting, step=was.step, became=became, why=why)

    def _stored(self, people: Iterable[str]) -> dict[Key, dict[str, Row[Any]]]:
        found: dict[Key, dict[str, Row[Any]]] = {}
        for part in slices(sorted(people)):
            for row in self._connection.execute(select(outcomes).where(outcomes.c.candidate.in_(part))):
                found.setdefault((row.candidate, row.posting, row.event), {})[row.step] = row
        return found

    def _there(self, column: ColumnElement[str], names: Iterable[str], visible: ColumnElement[bool]) -> set[str]:
        return set(self._connection.execute(select(column).where(visible, column.in_(sorted(names)))).scalars())

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


def _same(row: Row[Any]) -> ColumnElement[bool]:
    names = ("candidate", "posting", "event", "step")
    return and_(*(outcomes.c[name] == getattr(row, name) for name in names))


def _differs(was: Row[Any], dated: date | None, reason: str) -> bool:
    """Whether a story says something else; saying less is no difference."""
    return (dated is not None and dated != was.dated) or (reason != "" and reason != was.reason)


def _fills_in(was: Row[Any], dated: date | None, reason: str) -> bool:
    """Whether everything that differs was not known before."""
    return (dated in (None, was.dated) or was.dated is None) and (reason in ("", was.reason) or was.reason == "")


def _outcome(row: Row[Any]) -> Outcome:
    return Outcome(
        candidate=row.candidate,
        posting=row.posting,
        step=Step(row.step),
        event=row.event or None,
        on=row.dated,
        rank=row.rank,
        reason=row.reason,
        origin=row.origin,
    )
