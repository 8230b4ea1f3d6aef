"""Postings and employers as records: lists to look through, one posting or employer with what hangs on it."""

from typing import Final

from api.actions.errors import NotFound
from api.actions.lint import count_flags
from api.actions.lists import POSTING
from api.actions.obligations import EMPLOYER
from api.actions.views import employer_names, pay_text, place_text
from api.schemas.base import Page
from api.schemas.records import EmployerLine, EmployerRecordView, PostingLine, PostingRecordView
from api.wiring import Application
from data.stores import Stores
from matching.constraints import faults_of
from matching.knowledge.catalogue import Text
from matching.policy import policy_on
from matching.records import Employer, Posting, PostingStatus, Viewer

STATUSES: Final = {
    PostingStatus.OPEN: Text(zh="招聘中", en="open"),
    PostingStatus.CLOSED: Text(zh="已关闭", en="closed"),
    PostingStatus.FILLED: Text(zh="已招满", en="filled"),
    PostingStatus.REJECTED: Text(zh="未通过", en="rejected"),
}
MOST: Final = 100


def list_postings(app: Application, viewer: Viewer, after: str | None, limit: int, status: str | None = None) -> Page[PostingLine]:
    """Postings in order of id, of one status where it is given."""
    wanted = None if status is None else PostingStatus(status)
    with app.database.read(viewer) as stores:
        found = stores.postings.list(viewer, None, after, min(limit + 1, 1_000), status=wanted)
        items = posting_lines(app, stores, viewer, found[:limit])
    return Page[PostingLine](items=items, next=items[-1].id if len(found) > limit else None)


def posting_record(app: Application, viewer: Viewer, posting: str) -> PostingRecordView:
    """One posting with what its wording and the law raise. Raises NotFound."""
    with app.database.read(viewer) as stores:
        found = stores.postings.get(viewer, posting)
        if found is None:
            raise NotFound(POSTING, posting)
        line = posting_lines(app, stores, viewer, [found])[0]
        merged = tuple(one.merged for one in stores.postings.merges(viewer) if one.kept == posting and one.undone_at is None)
    law = tuple(one.reason for one in faults_of(found, policy_on(app.today)))
    unconfirmed = sum(not demand.provenance.firm for demand in found.demands)
    return PostingRecordView(
        line=line,
        text=found.text,
        headcount=found.headcount,
        hours=found.hours.text,
        published_on=found.published_on,
        closes_on=found.closes_on,
        source=found.source.name,
        demands=len(found.demands),
        unconfirmed=unconfirmed,
        flags=count_flags(app, viewer, posting),
        law=law,
        merged=merged,
    )


def list_employers(app: Application, viewer: Viewer, after: str | None, limit: int) -> Page[EmployerLine]:
    """Employers in order of id."""
    with app.database.read(viewer) as stores:
        found = stores.employers.list(viewer, None, after, min(limit + 1, 1_000))
        items = tuple(employer_line(one) for one in found[:limit])
    return Page[EmployerLine](items=items, next=items[-1].id if len(found) > limit else None)


def employer_record(app: Application, viewer: Viewer, employer: str) -> EmployerRecordView:
    """One employer with its postings. Raises NotFound."""
    with app.database.read(viewer) as stores:
        found = stores.employers.get(viewer, employer)
        if found is None:
            raise NotFound(EMPLOYER, employer)
        postings = stores.postings.list(viewer, None, None, MOST, employer=employer)
        items = posting_lines(app, stores, viewer, postings)
    return EmployerRecordView(line=employer_line(found), contact=found.contact, postings=items)


def employer_line(one: Employer) -> EmployerLine:
    """An employer in a list."""
    return EmployerLine(id=one.id, name=one.name, code=one.code, kind=one.kind, district=one.district, industry=one.industry)


def posting_lines(
    app: Application, stores: Stores, viewer: Viewer, postings: list[Posting] | tuple[Posting, ...]
) -> tuple[PostingLine, ...]:
    """Postings in a list, each with its employer's name."""
    names = employer_names(stores, viewer, (one.employer for one in postings))
    return tuple(
        PostingLine(
            id=one.id,
            title=one.title,
            employer=one.employer,
            employer_name=names.get(one.employer, one.employer),
            kind=None if one.kind is None else one.kind.value,
            place=place_text(one.place),
            pay=pay_text(one.pay),
            status=one.status.value,
            status_text=STATUSES[one.status],
        )
        for one in postings
    )
