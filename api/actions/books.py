"""The books that a report reads, put together from the stores. Reading them is one access in the log."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from api.actions.errors import NotAllowed
from api.actions.pools import STAFF_ONLY
from api.wiring import Application
from data.stores import BodyReport, LedgerRecords, Stores
from matching.collection import paused_collection
from matching.ledger import Books, Placement, placements_of
from matching.ledger.offers import offers_of
from matching.ledger.workshops import Dispatch, Workshop
from matching.policy import Policy, policy_on
from matching.quota import Body, CertifiedCount, is_stale
from matching.records import Employer, EmployerKind, EmployerRecord, Role, Viewer

READERS: Final = frozenset({Role.ORGANIZER, Role.COUNSELOR, Role.AUDITOR})
BODIES: Final = frozenset({EmployerKind.GOVERNMENT, EmployerKind.PUBLIC_INSTITUTION})


@dataclass(frozen=True)
class OpenBooks:
    """The books, with what is told beside them: all employers, how each kept its word, and what platforms certified of them."""

    books: Books
    employers: Mapping[str, Employer]
    records: Mapping[str, EmployerRecord]
    certified: tuple[CertifiedCount, ...]


def open_books(app: Application, viewer: Viewer, purpose: str) -> OpenBooks:
    """Everything up to today that the viewer may count. An auditor may be shown published figures of it alone.

    While no record changes it is read once, and each reading is an access in the log all the same. Raises NotAllowed for employers
    and administrators.
    """
    check_reader(viewer)
    today = app.today
    with app.database.read(viewer) as stores:
        standing = stores.receipts.standing(viewer)
        found = app.books.get(standing, viewer, today)
        if found is None:
            with paused_collection():
                found = _read(viewer, stores, today, purpose)
            app.books.keep(standing, viewer, today, found)
        else:
            stores.ledgers.count_again(viewer, purpose, len(found.books.members))
        return found


def _read(viewer: Viewer, stores: Stores, today: date, purpose: str) -> OpenBooks:
    policy = policy_on(today)
    found = stores.ledgers.records(viewer, policy, purpose)
    reports = stores.bodies.reports(viewer, today)
    certified = stores.bodies.certified(viewer, today)
    shops, sent, left = stores.workshops.list(viewer), stores.workshops.sent(viewer), stores.workshops.free_days(viewer)
    kept = stores.promises.record_of(viewer, (one.id for one in found.employers), today + timedelta(days=1))
    employers = {one.id: one for one in found.employers}
    mine = None if viewer.role is Role.AUDITOR else viewer.district
    near = [one for one in found.employers if mine is None or one.district == mine]
    bodies, federations = bodies_of(near, reports, fresh_counts(certified, policy))
    workshops = tuple(Workshop(one.id, one.places, one.taken, one.district, one.work, left.get(one.id, 0)) for one in shops)
    places = {one.id: one.district for one in workshops}
    books = Books(
        members=found.members,
        placements=_placements(found),
        outcomes=found.outcomes,
        postings=tuple(one for one in found.postings if mine is None or one.place.district == mine),
        services=found.services,
        trainings=found.trainings,
        graduates=found.graduates,
        events=found.events,
        cancelled=found.cancelled,
        offers=offers_of(found.events, found.cancelled, found.postings, found.outcomes),
        bodies=bodies,
        federations=federations,
        workshops=workshops,
        dispatches=tuple(Dispatch(one.batch, one.workshop, one.days, one.on, places.get(one.workshop)) for one in sent),
        tallies=found.tallies,
    )
    return OpenBooks(books, employers, {name: EmployerRecord(*pair) for name, pair in kept.items()}, certified)


def check_reader(viewer: Viewer) -> None:
    """Raises NotAllowed for everybody but staff and auditors."""
    if viewer.role not in READERS:
        raise NotAllowed(STAFF_ONLY)


def bodies_of(
    employers: Iterable[Employer], reports: Iterable[BodyReport], counts: Mapping[str, CertifiedCount]
) -> tuple[tuple[Body, ...], tuple[Body, ...]]:
    """(bodies, federations): government bodies and public institutions, with what they reported, and beside it what was certified.

    What a body reported goes before what a platform certified; a federation stands in both.
    """
    told = {one.employer: one for one in reports}
    bodies, federations = [], []
    for one in employers:
        if one.kind not in BODIES and one.id not in told:
            continue
        report, count = told.get(one.id, BodyReport(employer=one.id, on=date.min)), counts.get(one.id)
        posts = one.establishment if report.establishment is None else report.establishment
        body = Body(
            employer=one.model_copy(update={"establishment": posts}),
            people=report.people if report.people is not None or count is None else count.people,
            counted=None if count is None else count.counted,
            exempt=report.exempt,
            cadres=report.cadres,
            cadres_with_disability=report.cadres_with_disability,
        )
        bodies.append(body)
        federations += [body] if report.federation else []
    return tuple(bodies), tuple(federations)


def fresh_counts(counts: Iterable[CertifiedCount], policy: Policy) -> dict[str, CertifiedCount]:
    """The newest certified count of each employer that is still fresh."""
    newest: dict[str, CertifiedCount] = {}
    for one in sorted(counts, key=lambda one: (one.year, one.fetched_on, one.source)):
        if not is_stale(one, policy):
            newest[one.employer] = one
    return newest


def _placements(found: LedgerRecords) -> tuple[Placement, ...]:
    """Those at postings that were taken for others too."""
    known = {one.id: one for one in (*found.merged, *found.postings)}
    return placements_of(found.outcomes, known, {one.candidate: one for one in found.members})
