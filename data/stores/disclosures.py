"""Files about people that left for an employer: whom each told of, and whether it tells more today than it may."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, exists, false, func, insert, select, true

from data.stores.base import STAFF, Store
from data.stores.candidates import visible_candidates
from data.stores.canonical import check_key, check_optional
from data.stores.stages import alias_of, reach_of
from data.tables import candidates, consent_employers, consents, disclosed_people, disclosures
from matching.records import Role, Stage, Viewer

EMPLOYERS: Final = frozenset({Role.EMPLOYER})
_ORDER: Final = tuple(Stage)


@dataclass(frozen=True)
class Disclosure:
    """One file. `stale`: somebody in it has since taken a consent back, lets it end, or was erased: it must be destroyed."""

    id: int
    event: str
    employer: str
    posting: str | None
    kind: str
    form: str
    people: int
    at: datetime
    by: str
    stale: bool


@dataclass(frozen=True)
class Told:
    """What one file told of one person: how far it saw (`stage`), and whether it must be destroyed."""

    event: str
    employer: str
    posting: str | None
    kind: str
    form: str
    stage: Stage
    at: datetime
    stale: bool


class DisclosureStore(Store):
    """Files for employers. An employer sees its own; staff those that told of people whom they see, and only these are counted;
    staff of the whole city all. Nobody learns here whom a file told of."""

    kind = "event"

    def record(
        self,
        viewer: Viewer,
        event: str,
        employer: str,
        kind: str,
        form: str,
        people: Mapping[str, Stage],
        posting: str | None = None,
    ) -> int:
        """Staff record a file before it leaves: `people` by id, at the stage at which it tells of them. Returns its number.

        Whoever makes it logs the export. Raises ValueError for what cannot be stored.
        """
        self._require(viewer)
        return self._insert(viewer, event, employer, kind, form, people, posting)

    def record_own(
        self, viewer: Viewer, event: str, kind: str, form: str, people: Mapping[str, Stage], posting: str | None = None
    ) -> int:
        """The same for a file that an employer makes for itself, logged as an export: `people` by its names for them."""
        self._require(viewer, EMPLOYERS)
        assert viewer.organisation is not None, "an employer's account is of an organisation"
        query = (
            select(consents.c.candidate)
            .join(consent_employers, consent_employers.c.consent == consents.c.id)
            .where(consents.c.event == event, consent_employers.c.employer == viewer.organisation)
        )
        names = set(self._connection.execute(query).scalars())
        called = {alias_of(self.session.keyring, event, viewer.organisation, name): name for name in names}
        known = {called[alias]: stage for alias, stage in people.items()}
        self._note(viewer, "export", event, access=True, what=kind, kind=form, employer=viewer.organisation, people=len(known))
        return self._insert(viewer, event, viewer.organisation, kind, form, known, posting)

    def list(self, viewer: Viewer, today: date, *, event: str | None = None) -> tuple[Disclosure, ...]:
        """The files that left, newest first, as they stand on a day."""
        where = self._seen(viewer)
        if event is not None:
            where &= disclosures.c.event == event
        rows = self._connection.execute(select(disclosures).where(where).order_by(disclosures.c.id.desc())).all()
        return tuple(self._disclosure(row, today, self._people(viewer)) for row in rows)

    def of_candidate(self, viewer: Viewer, candidate: str, today: date) -> tuple[Told, ...]:
        """The files that told of one person whom staff may see, oldest first."""
        if viewer.role not in STAFF:
            return ()
        query = (
            select(disclosures, disclosed_people.c.stage)
            .join(disclosed_people, disclosed_people.c.disclosure == disclosures.c.id)
            .join(candidates, candidates.c.id == disclosed_people.c.candidate)
            .where(visible_candidates(viewer), candidates.c.id == candidate)
        )
        found = []
        for row in self._connection.execute(query.order_by(disclosures.c.id)).all():
            file = self._disclosure(row, today)
            found.append(Told(file.event, file.employer, file.posting, file.kind, file.form, Stage(row.stage), file.at, file.stale))
        return tuple(found)

    def _insert(
        self,
        viewer: Viewer,
        event: str,
        employer: str,
        kind: str,
        form: str,
        people: Mapping[str, Stage],
        posting: str | None,
    ) -> int:
        made = self._connection.execute(
            insert(disclosures).values(
                event=event,
                employer=employer,
                posting=check_optional(posting, "the posting of a file"),
                kind=check_key(kind, "the kind of a file"),
                form=check_key(form, "the form of a file"),
                made_at=self.session.now,
                made_by=check_key(viewer.account, "the account"),
            )
        )
        key = made.inserted_primary_key
        assert key is not None
        number = int(key[0])
        rows = [{"disclosure": number, "candidate": name, "stage": stage.value} for name, stage in sorted(people.items())]
        if rows:
            self._connection.execute(insert(disclosed_people), rows)
        return number

    def _disclosure(self, row: Row[Any], today: date, counted: ColumnElement[bool] | None = None) -> Disclosure:
        """A file as it stands on a day. `counted`: the people it told of that are counted, else all."""
        told = select(disclosed_people.c.candidate, disclosed_people.c.stage).where(disclosed_people.c.disclosure == row.id)
        people = {one.candidate: Stage(one.stage) for one in self._connection.execute(told)}
        now = reach_of(self.session, row.event, row.employer, people, today)
        lower = any(
            _ORDER.index(now[name].stage if name in now else Stage.COUNTS) < _ORDER.index(then) for name, then in people.items()
        )
        return Disclosure(
            id=row.id,
            event=row.event,
            employer=row.employer,
            posting=row.posting,
            kind=row.kind,
            form=row.form,
            people=len(people) if counted is None else self._count(row.id, counted),
            at=row.made_at,
            by=row.made_by,
            stale=lower or row.stale_at is not None,
        )

    def _count(self, file: int, counted: ColumnElement[bool]) -> int:
        query = select(func.count()).select_from(disclosed_people).where(disclosed_people.c.disclosure == file, counted)
        return self._connection.execute(query).scalar_one()

    def _seen(self, viewer: Viewer) -> ColumnElement[bool]:
        if viewer.role is Role.EMPLOYER and viewer.organisation is not None:
            return disclosures.c.employer == viewer.organisation
        if viewer.role not in STAFF:
            return false()
        people = self._people(viewer)
        return true() if people is None else disclosures.c.id.in_(select(disclosed_people.c.disclosure).where(people))

    def _people(self, viewer: Viewer) -> ColumnElement[bool] | None:
        """The people in files whom staff of a district, or with a caseload, see; None for whoever is told of whole files."""
        if viewer.role not in STAFF or (viewer.district is None and not viewer.caseload):
            return None
        their_own = candidates.c.id == disclosed_people.c.candidate
        return exists().where(their_own, visible_candidates(viewer)).correlate(disclosed_people)
