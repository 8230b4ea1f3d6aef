"""The caseload: everybody whom staff may see, how each person stands, and what waits today."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from api.actions.pools import check_staff
from api.actions.reassessment import count_to_assess
from api.actions.views import candidate_name, candidates_by_id
from api.schemas.caseload import CaseCounts, CaseloadView, CaseName, CaseView, OneView, TodayView
from api.wiring import Application
from data.stores import CaseFacts, CaseFilter, CaseRow, Stores
from matching.fair.follow_ups import follow_ups_due
from matching.ledger import CaseState, FourOnes, four_ones, member_of, next_steps
from matching.policy import policy_on
from matching.records import Candidate, ServiceKind, Viewer


def caseload_view(
    app: Application, viewer: Viewer, shown: CaseName = "all", query: str = "", after: str | None = None, limit: int = 25
) -> CaseloadView:
    """A page of the caseload in order of id, narrowed by a filter and a search in names and numbers. Raises NotAllowed.

    The people of the page are opened for their names and ages, which is one access in the log.
    """
    check_staff(viewer)
    with app.database.read(viewer) as stores:
        follow_ups = _follow_ups(stores, viewer, app.today)
        facts = CaseFacts(app.today, frozenset(follow_ups), frozenset(_soon(stores, viewer, app.today)))
        counts = stores.cases.count(viewer, facts)
        among = stores.cases.search(viewer, query) if query.strip() else None
        wanted = stores.cases.page(viewer, facts, CaseFilter(shown), among, after, limit + 1)
        people = wanted[:limit]
        waiting = stores.appeals.list(viewer, waiting=True, limit=1_000)
        items = _items(app, stores, viewer, people, facts, follow_ups)
    return CaseloadView(
        on=app.today,
        counts=CaseCounts(**{one.value: counts[one] for one in CaseFilter}),
        today=TodayView(
            follow_ups=sum(follow_ups.values()),
            appeals=len(waiting),
            late=sum(one.due_on < app.today for one in waiting),
            courses=counts[CaseFilter.COURSE],
            assess_again=count_to_assess(app, viewer),
        ),
        shown=shown,
        query=query.strip(),
        found=None if among is None else len(among),
        items=items,
        next=people[-1] if len(wanted) > limit else None,
    )


def case_state(app: Application, stores: Stores, viewer: Viewer, person: Candidate) -> CaseState:
    """How one person stands today."""
    follow_ups = _follow_ups(stores, viewer, app.today, person.id)
    facts = CaseFacts(app.today, frozenset(follow_ups), frozenset(_soon(stores, viewer, app.today)))
    (row,) = stores.cases.rows(viewer, [person.id], facts)
    return _state(app, person, row, follow_ups[person.id])


def one_views(state: FourOnes) -> tuple[OneView, ...]:
    """The four services of a person, in the order of the plan."""
    return tuple(OneView(kind=kind, on=state.first.get(kind), owed=state.owed[kind]) for kind in ServiceKind)


def _items(
    app: Application, stores: Stores, viewer: Viewer, people: Sequence[str], facts: CaseFacts, follow_ups: Counter[str]
) -> tuple[CaseView, ...]:
    files = candidates_by_id(stores, viewer, people)
    rows = stores.cases.rows(viewer, people, facts)
    return tuple(
        _view(files[row.candidate], row, _state(app, files[row.candidate], row, follow_ups[row.candidate])) for row in rows
    )


def _state(app: Application, person: Candidate, row: CaseRow, follow_ups: int) -> CaseState:
    (services,) = four_ones([member_of(person, policy_on(app.today))], row.services, app.today)
    return CaseState(
        services=services,
        assessed=person.profile.assessed,
        consents=row.consents,
        settled=row.settled_at,
        changed=row.changed_at,
        appeals=row.appeals,
        follow_ups=follow_ups,
        courses=row.courses,
    )


def _view(person: Candidate, row: CaseRow, state: CaseState) -> CaseView:
    return CaseView(
        candidate=person.id,
        name=candidate_name(person),
        services=one_views(state.services),
        assessed=state.assessed,
        consents=state.consents,
        settled_at=row.settled_at,
        changed_at=row.changed_at,
        steps=next_steps(state),
    )


def _follow_ups(stores: Stores, viewer: Viewer, today: date, candidate: str | None = None) -> Counter[str]:
    """How many follow-ups are due of each person."""
    return Counter(one.candidate for one in follow_ups_due(stores.outcomes.list(viewer, candidate=candidate), today))


def _soon(stores: Stores, viewer: Viewer, today: date) -> list[str]:
    """The courses that start within the days of the policy."""
    last = today + timedelta(days=policy_on(today).number("caseload.course_soon_days"))
    return [one.id for one in stores.courses.list(viewer) if one.starts_on is not None and today <= one.starts_on <= last]
