"""Files past their date, for staff to look at again: nothing is closed or forgotten by itself."""

from collections.abc import Iterator
from datetime import date
from itertools import islice

from api.actions.pools import check_staff
from api.actions.views import candidate_name, candidates_by_id, employer_names
from api.schemas.base import Page
from api.schemas.stale import OutdatedView, OverdueView
from api.wiring import Application
from data.stores import Stores
from matching.knowledge import CATALOGUE
from matching.policy import policy_on
from matching.records import Candidate, Posting, PostingStatus, Viewer
from matching.verdicts import candidate_side


def overdue_postings(app: Application, viewer: Viewer, after: str | None, limit: int) -> Page[OverdueView]:
    """The open postings whose last day has gone by, in order of id. They are matched like others until somebody closes them or the
    employer names another day. Raises NotAllowed."""
    check_staff(viewer)
    with app.database.read(viewer) as stores:
        rows = (one for one in _overdue(stores, viewer, app.today) if after is None or one[0].id > after)
        found = list(islice(rows, limit + 1))
        employers = employer_names(stores, viewer, (posting.employer for posting, _ in found))
    items = tuple(
        OverdueView(
            id=posting.id,
            title=posting.title,
            employer=employers.get(posting.employer, ""),
            closes_on=last,
            days=(app.today - last).days,
        )
        for posting, last in found[:limit]
    )
    return Page[OverdueView](items=items, next=items[-1].id if len(found) > limit else None)


def count_overdue(app: Application, viewer: Viewer) -> int:
    """How many open postings are past their last day."""
    with app.database.read(viewer) as stores:
        return sum(1 for _ in _overdue(stores, viewer, app.today))


def outdated_people(app: Application, viewer: Viewer, after: str | None, limit: int) -> Page[OutdatedView]:
    """The people some of whose abilities were assessed too long ago to count for hard demands, in order of id: there the old level
    counts as not assessed until somebody looks again. Raises NotAllowed."""
    check_staff(viewer)
    since = policy_on(app.today).assessed_since
    with app.database.read(viewer) as stores:
        found: dict[str, tuple[list[date], int]] = {}
        for person in stores.candidates.iterate(viewer) if since is not None else ():
            days = [] if after is not None and person.id <= after else _outdated_days(person, since)
            if days:
                found[person.id] = days, person.profile.assessed
            if len(found) > limit:
                break
        page = list(found)[:limit]
        files = candidates_by_id(stores, viewer, page)
    items = tuple(
        OutdatedView(
            candidate=name,
            name=candidate_name(files[name]),
            outdated=len(found[name][0]),
            assessed=found[name][1],
            last=max(found[name][0]),
        )
        for name in page
    )
    return Page[OutdatedView](items=items, next=page[-1] if len(found) > limit else None)


def _overdue(stores: Stores, viewer: Viewer, today: date) -> Iterator[tuple[Posting, date]]:
    for posting in stores.postings.iterate(viewer, status=PostingStatus.OPEN):
        if posting.closes_on is not None and posting.closes_on < today:
            yield posting, posting.closes_on


def _outdated_days(person: Candidate, since: date | None) -> list[date]:
    """The days of the assessments that no longer count."""
    if since is None:
        return []
    there = (person.profile.assessments[CATALOGUE.position[name]] for name in candidate_side(person, since).outdated)
    return [one.on for one in there if one is not None and one.on is not None]
