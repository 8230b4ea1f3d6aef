"""Whom an employer invites and whom it declines, said of the people it sees on its lists; each is a step of the pair's outcome."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, exists, insert, select, update

from data.stores.base import STAFF, Session, Store
from data.stores.candidates import visible_candidates
from data.stores.canonical import check_key
from data.stores.events import visible_events
from data.stores.listings import ListingStore
from data.stores.outcomes import OutcomeStore, StepRow, StoryRow
from data.stores.postings import visible_postings
from data.stores.stages import alias_of
from data.tables import candidates, decisions, events, outcomes, postings
from matching.china_time import day_in_china
from matching.privacy import DECLINES
from matching.records import Role, Step, Viewer

EMPLOYERS: Final = frozenset({Role.EMPLOYER})
_ENDED: Final = (Step.OFFERED.value, Step.HIRED.value)


class Verb(StrEnum):
    INVITE = "invite"
    DECLINE = "decline"


_STEPS: Final[Mapping[Verb, Step]] = {Verb.INVITE: Step.INVITED, Verb.DECLINE: Step.REJECTED}


class Settled(ValueError):
    """There is an offer: nobody is declined any more."""


@dataclass(frozen=True)
class Decision:
    """What an employer decided of one person; `person` is its alias. `reason` is a code of `DECLINES`, empty for an invitation."""

    event: str
    posting: str
    person: str
    verb: Verb
    reason: str
    at: datetime
    by: str


@dataclass(frozen=True)
class MadeDecision:
    """The same for staff, by the person's id. `undone_at`: when it was taken back."""

    candidate: str
    decision: Decision
    undone_at: datetime | None = None


class DecisionStore(Store):
    """Decisions of an employer about the people on its own lists. Staff read those about their people."""

    kind = "outcome"

    def __init__(self, session: Session, lists: ListingStore, steps: OutcomeStore) -> None:
        super().__init__(session)
        self._lists = lists
        self._outcomes = steps

    def decide(
        self, viewer: Viewer, event: str, posting: str, person: str, verb: Verb, reason: str, key: str, today: date
    ) -> Decision | None:
        """Records a decision; another one about the same person replaces it. None if the employer sees nobody of this alias.

        The same `key` again gives the first decision and changes nothing. Raises ValueError for a key that was used for another, a
        reason that is none of `DECLINES`, or one with an invitation; Settled when a decline comes after an offer.
        """
        self._require(viewer, EMPLOYERS)
        if (verb is Verb.DECLINE) != (reason in DECLINES) or (verb is Verb.INVITE and reason):
            raise ValueError("a decline has a reason of the list, an invitation has none")
        found = self._lists._find(viewer, event, posting, person, today)
        if found is None:
            return None
        candidate, entry = found
        same = (decisions.c.event == event) & (decisions.c.posting == posting) & (decisions.c.candidate == candidate)
        made = self._connection.execute(select(decisions).where(decisions.c.key == check_key(key, "the key"))).one_or_none()
        if made is not None:
            told = (made.event, made.posting, made.candidate, made.decision, made.reason)
            if told != (event, posting, candidate, verb.value, reason):
                raise ValueError("this key was used for another decision; take a new one")
            return self._decision(viewer, made)
        reached = self._reached(event, posting, candidate)
        if verb is Verb.DECLINE and set(_ENDED) & reached.keys():
            raise Settled("there is an offer to this person; talk to the employment service")
        before = self._connection.execute(select(decisions).where(same, decisions.c.undone_at.is_(None))).one_or_none()
        if before is not None:
            self._undo(viewer, before)
        stamp = {"decided_at": self.session.now, "decided_by": check_key(viewer.account, "the account")}
        values = {"event": event, "posting": posting, "candidate": candidate, "decision": verb.value, "reason": reason, "key": key}
        self._connection.execute(insert(decisions).values(**values, **stamp))
        self._tell(viewer, event, posting, candidate, verb, reason, today, entry.rank)
        self._note(viewer, verb.value, candidate, event=event, posting=posting, employer=viewer.organisation)
        return self._decision(viewer, self._connection.execute(select(decisions).where(decisions.c.key == key)).one())

    def take_back(self, viewer: Viewer, event: str, posting: str, person: str, today: date) -> bool:
        """Takes the standing decision about a person back. False if there is none, or the employer sees nobody of this alias."""
        self._require(viewer, EMPLOYERS)
        found = self._lists._find(viewer, event, posting, person, today)
        if found is None:
            return False
        same = (decisions.c.event == event) & (decisions.c.posting == posting) & (decisions.c.candidate == found[0])
        standing = self._connection.execute(select(decisions).where(same, decisions.c.undone_at.is_(None))).one_or_none()
        if standing is None:
            return False
        self._undo(viewer, standing)
        self._note(viewer, "take-back-decision", found[0], event=event, posting=posting)
        return True

    def of_list(self, viewer: Viewer, event: str, posting: str) -> Mapping[str, Decision]:
        """Alias -> the standing decision, of one list of the viewer's own; those who are no longer on it may be among them."""
        if viewer.role is not Role.EMPLOYER:
            return {}
        own = select(postings.c.id).where(visible_postings(viewer))
        rows = self._rows((decisions.c.event == event) & (decisions.c.posting == posting) & decisions.c.posting.in_(own))
        return {one.person: one for one in (self._decision(viewer, row) for row in rows)}

    def list(
        self, viewer: Viewer, *, event: str | None = None, candidate: str | None = None, undone: bool = False
    ) -> tuple[MadeDecision, ...]:
        """The standing decisions about the people that staff may see, in the order in which they were made.

        `undone`: those that were taken back as well.
        """
        if viewer.role not in STAFF:
            return ()
        their_own = candidates.c.id == decisions.c.candidate
        where: ColumnElement[bool] = exists().where(their_own, visible_candidates(viewer)).correlate(decisions)
        where &= decisions.c.event.in_(select(events.c.id).where(visible_events(viewer)))
        for column, value in (("event", event), ("candidate", candidate)):
            if value is not None:
                where &= decisions.c[column] == value
        rows = self._rows(where, undone)
        return tuple(MadeDecision(row.candidate, self._decision(viewer, row), row.undone_at) for row in rows)

    def _rows(self, where: ColumnElement[bool], undone: bool = False) -> tuple[Row[Any], ...]:
        query = select(decisions).where(where).order_by(decisions.c.id)
        return tuple(self._connection.execute(query if undone else query.where(decisions.c.undone_at.is_(None))))

    def _reached(self, event: str, posting: str, candidate: str) -> dict[str, Row[Any]]:
        where = (outcomes.c.event == event) & (outcomes.c.posting == posting) & (outcomes.c.candidate == candidate)
        return {row.step: row for row in self._connection.execute(select(outcomes).where(where))}

    def _tell(
        self, viewer: Viewer, event: str, posting: str, candidate: str, verb: Verb, reason: str, today: date, rank: int
    ) -> None:
        """The step that the decision is; a person who said no first needs no decline."""
        reached = self._reached(event, posting, candidate)
        if verb is Verb.DECLINE and Step.DECLINED.value in reached:
            return
        step = StepRow(dated=today.isoformat(), rank=rank, reason=reason, origin="recorded")
        self._change(viewer, event, posting, candidate, {_STEPS[verb].value: step}, [], reached)

    def _undo(self, viewer: Viewer, row: Row[Any]) -> None:
        """Takes a decision back, and the step that it was: not one that staff told, nor an invitation of which something came."""
        done = {"undone_at": self.session.now, "undone_by": check_key(viewer.account, "the account")}
        self._connection.execute(update(decisions).where(decisions.c.id == row.id).values(**done))
        reached = self._reached(row.event, row.posting, row.candidate)
        step = _STEPS[Verb(row.decision)]
        was = reached.get(step.value)
        own = was is not None and (was.dated, was.reason) == (day_in_china(row.decided_at), row.reason)
        came_of_it = step is Step.INVITED and {Step.ATTENDED.value, Step.INTERVIEWED.value, *_ENDED} & reached.keys()
        if own and not came_of_it:
            self._change(viewer, row.event, row.posting, row.candidate, {}, [step.value], reached)

    def _change(
        self,
        viewer: Viewer,
        event: str,
        posting: str,
        candidate: str,
        steps: dict[str, StepRow],
        withdrawn: Sequence[str],
        before: Mapping[str, Row[Any]],
    ) -> None:
        row = StoryRow(
            candidate=candidate, posting=posting, event=event, steps=steps, withdrawn=[*withdrawn], corrects=bool(withdrawn)
        )
        self._outcomes._tell(viewer, (candidate, posting, event), row, before)

    def _decision(self, viewer: Viewer, row: Row[Any]) -> Decision:
        query = select(postings.c.employer).where(postings.c.id == row.posting)
        employer = self._connection.execute(query).scalar_one()
        alias = alias_of(self.session.keyring, row.event, employer, row.candidate)
        return Decision(row.event, row.posting, alias, Verb(row.decision), row.reason, row.decided_at, row.decided_by)
