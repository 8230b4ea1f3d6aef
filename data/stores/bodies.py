"""What employers reported and what platforms certified of them: posts, staff, people that count. Nobody stands here by name."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from pydantic import Field
from sqlalchemy import ColumnElement, Row, Select, and_, false, insert, select, true, update

from data.stores.base import STAFF, Saved, Store, slices
from data.stores.canonical import check_key
from data.stores.errors import NotAllowed
from data.tables import body_reports, certified_counts, employers
from matching.quota import CertifiedCount
from matching.quota.bodies import Exemption
from matching.records import Record, Role, Viewer

KEEPERS: Final = frozenset({Role.ORGANIZER})
READERS: Final = STAFF | {Role.AUDITOR}


class BodyReport(Record):
    """What a body reported of a day: posts (编制), persons with disabilities in post, whether it is exempt; a federation of
    disabled persons its cadres too. None: not told."""

    employer: str
    on: date
    establishment: int | None = Field(default=None, ge=0)
    people: int | None = Field(default=None, ge=0)
    exempt: Exemption | None = None
    federation: bool = False
    cadres: int | None = Field(default=None, ge=0)
    cadres_with_disability: int | None = Field(default=None, ge=0)


class BodyStore(Store):
    """Reports and certified counts of employers of the viewer's district, or of all. Organizers record them; staff and auditors
    read them. No list, rank or allocation asks for any of it."""

    kind = "body"

    def report(self, viewer: Viewer, report: BodyReport) -> bool:
        """Records what a body reported; of one day the last report stands. True if it was new or said something else.

        Raises ValueError for an employer that is not there, or more cadres with a disability than cadres.
        """
        self._require(viewer, KEEPERS)
        if report.cadres is not None and (report.cadres_with_disability or 0) > report.cadres:
            raise ValueError("more cadres with a disability than cadres; correct one of them")
        self._check_employers(viewer, [report.employer])
        row = self._connection.execute(select(body_reports).where(_same(report))).one_or_none()
        if row is not None and _report(row) == report:
            return False
        values = {name: getattr(report, name) for name in BodyReport.model_fields if name not in ("employer", "on")}
        stamp = {"recorded_at": self.session.now, "recorded_by": check_key(viewer.account, "the account")}
        if row is None:
            self._connection.execute(insert(body_reports).values(employer=report.employer, dated=report.on, **values, **stamp))
        else:
            self._connection.execute(update(body_reports).where(_same(report)).values(**values, **stamp))
        self._note(viewer, "report", report.employer)
        return True

    def reports(self, viewer: Viewer, as_of: date) -> tuple[BodyReport, ...]:
        """The last report of each employer up to a day, in order of employer."""
        query = _with_employers(select(body_reports), viewer, body_reports.c.employer)
        rows = self._connection.execute(query.where(body_reports.c.dated <= as_of).order_by(body_reports.c.dated))
        last = {row.employer: _report(row) for row in rows}
        return tuple(last[name] for name in sorted(last))

    def certify(self, viewer: Viewer, counts: Iterable[CertifiedCount]) -> Saved:
        """Stores certified counts; the same employer, year, source and day again replaces what differs.

        Raises ValueError for an employer that is not there, or one that stands twice.
        """
        self._require(viewer, KEEPERS)
        rows = list(counts)
        wanted = {_key(one): one for one in rows}
        if len(wanted) < len(rows):
            raise ValueError("an employer stands twice for one year and day; keep one")
        self._check_employers(viewer, sorted({one.employer for one in rows}))
        stored: dict[tuple[str, int, str, date], CertifiedCount] = {}
        for part in slices(sorted({one.employer for one in rows})):
            query = select(certified_counts).where(certified_counts.c.employer.in_(part))
            stored |= {_key(one): one for one in map(_count, self._connection.execute(query))}
        stamp = {"recorded_at": self.session.now, "recorded_by": check_key(viewer.account, "the account")}
        fresh = [one for key, one in wanted.items() if key not in stored]
        changed = [one for key, one in wanted.items() if key in stored and stored[key] != one]
        for one in fresh:
            check_key(one.source, "the source")
        self.session.keep_former(certified_counts, map(_key, fresh), map(_key, changed))
        if fresh:
            self._connection.execute(insert(certified_counts), [{**dict(one), **stamp} for one in fresh])
        for one in changed:
            keys = ("employer", "year", "source", "fetched_on")
            same = and_(*(certified_counts.c[name] == getattr(one, name) for name in keys))
            values = {name: value for name, value in dict(one).items() if name not in keys}
            self._connection.execute(update(certified_counts).where(same).values(**values, **stamp))
        self._note(viewer, "certify", inserted=len(fresh), updated=len(changed))
        return Saved(len(fresh), len(changed), len(wanted) - len(fresh) - len(changed))

    def certified(self, viewer: Viewer, as_of: date) -> tuple[CertifiedCount, ...]:
        """The count of each employer, year and source that was fetched last up to a day, in that order."""
        query = _with_employers(select(certified_counts), viewer, certified_counts.c.employer)
        rows = self._connection.execute(query.where(certified_counts.c.fetched_on <= as_of).order_by(certified_counts.c.fetched_on))
        last = {(row.employer, row.year, row.source): _count(row) for row in rows}
        return tuple(last[key] for key in sorted(last))

    def _check_employers(self, viewer: Viewer, names: list[str]) -> None:
        for part in slices(names):
            rows = self._connection.execute(select(employers.c.id, employers.c.district).where(employers.c.id.in_(part)))
            known = {row.id: row.district for row in rows}
            for name in part:
                if name not in known:
                    raise ValueError(f"there is no employer {name}; store it first")
                if viewer.district is not None and known[name] != viewer.district:
                    raise NotAllowed(f"employer {name} is not of district {viewer.district}; nothing was stored")


def _with_employers(query: Select[Any], viewer: Viewer, column: ColumnElement[str]) -> Select[Any]:
    """Limits a query to the employers whose figures the viewer may read; an employer reads its own."""
    if viewer.role is Role.EMPLOYER and viewer.organisation is not None:
        return query.where(column == viewer.organisation)
    if viewer.role not in READERS:
        return query.where(false())
    mine = true() if viewer.district is None or viewer.role is Role.AUDITOR else employers.c.district == viewer.district
    return query.join(employers, employers.c.id == column).where(mine)


def _same(report: BodyReport) -> ColumnElement[bool]:
    return (body_reports.c.employer == report.employer) & (body_reports.c.dated == report.on)


def _report(row: Row[Any]) -> BodyReport:
    names = (name for name in BodyReport.model_fields if name != "on")
    return BodyReport(on=row.dated, **{name: getattr(row, name) for name in names})


def _key(one: CertifiedCount) -> tuple[str, int, str, date]:
    return one.employer, one.year, one.source, one.fetched_on


def _count(row: Row[Any]) -> CertifiedCount:
    return CertifiedCount(**{name: getattr(row, name) for name in CertifiedCount.model_fields})
