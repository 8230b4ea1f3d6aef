"""The bodies that must employ at least somebody, the federations' cadres, and the public notice of both."""

from importlib.metadata import version
from typing import Final

from pydantic import ValidationError

from api.actions.books import BODIES, bodies_of, check_reader, fresh_counts
from api.actions.errors import BadInput, NotFound
from api.actions.pools import check_staff
from api.actions.wrong_values import said_of
from api.paper.blocks import Stamp, Style
from api.paper.files import Format, PaperFile, paper_file
from api.paper.notice import notice_paper
from api.schemas.quota import (
    BodyInput,
    CertifiedView,
    DutyView,
    FederationView,
    NoticesView,
    NoticeView,
    ObligationsView,
    ReportedView,
)
from api.wiring import Application
from data.stores import BodyReport, Stores
from matching.knowledge.catalogue import Text
from matching.policy import policy_on
from matching.quota import Body, CertifiedCount, Duty, duties, federation_duty, is_stale, notice_rows, rates_on
from matching.records import Employer, EmployerKind, Role, Viewer

EMPLOYER = Text(zh="单位", en="employer")
_MAY_REPORT: Final = BODIES | {EmployerKind.DPO, EmployerKind.OTHER}
"""Whose kind is not known (other) may be a body all the same."""
_NO_BODY: Final = Text(
    zh="“{name}”（{kind}）不是机关、事业单位或残联，没有这项义务，不用填报；单位性质写错了的，请先改正单位资料。",
    en="{name} ({kind}) is no government body, public institution or federation: the duty is none of its, so it has nothing to "
    "report. If its kind is wrong, correct the employer's record first.",
)
_WRONG = Text(zh="填报有误（{field}）：{what}", en="The report is wrong ({field}): {what}")


def obligations_view(app: Application, viewer: Viewer) -> ObligationsView:
    """How the bodies stand today, open ones first, and what was certified of employers, stale files named. Raises NotAllowed."""
    check_reader(viewer)
    with app.database.read(viewer) as stores:
        employers = _employers(stores, viewer)
        certified = stores.bodies.certified(viewer, app.today)
        bodies, federations = _bodies(app, viewer, stores, employers)
    rates = rates_on(app.today)
    cadres = federation_duty(federations, rates)
    return ObligationsView(
        on=app.today,
        duties=tuple(map(_duty_view, duties(bodies, rates))),
        federations=FederationView(
            cadres=cadres.cadres,
            with_disability=cadres.with_disability,
            share=float(cadres.share),
            open=cadres.open,
            unknown=cadres.unknown,
            to_confirm=cadres.to_confirm,
        ),
        certified=tuple(_certified_view(app, one, employers) for one in certified),
    )


def notice_view(app: Application, viewer: Viewer) -> NoticesView:
    """The lines of the public notice, by district, then name. Raises NotAllowed."""
    check_reader(viewer)
    with app.database.read(viewer) as stores:
        bodies, _ = _bodies(app, viewer, stores, _employers(stores, viewer))
    rows = tuple(
        NoticeView(name=one.name, code=one.code, district=one.district, kind=one.kind, state=one.state, text=one.text)
        for one in notice_rows(duties(bodies, rates_on(app.today)))
    )
    return NoticesView(on=app.today, rows=rows)


def notice_file(app: Application, viewer: Viewer, form: Format, style: Style | None = None) -> PaperFile:
    """The public notice as a file; that it was exported is in the log. Raises NotAllowed, TypesettingError."""
    rows = notice_view(app, viewer).rows
    with app.database.read(viewer) as stores:
        stores.log.append(viewer, "export", "body", "notice", {"kind": form, "count": len(rows)}, access=True)
    paper = notice_paper(rows, app.today, Stamp(version("tongtu"), None, None, app.clock()))
    return paper_file(paper, "", style or Style(), form)


def report_body(app: Application, viewer: Viewer, employer: str, told: BodyInput) -> ReportedView:
    """Record what a body reported of a day; the same again changes nothing.

    Raises NotFound, BadInput, NotAllowed.
    """
    check_staff(viewer)
    try:
        report = BodyReport.model_validate({"employer": employer, **told.model_dump()})
    except ValidationError as fault:
        first = fault.errors(include_input=False, include_url=False)[0]
        raise BadInput(_WRONG.format(field=str(first["loc"][0]), what=said_of(first))) from None
    with app.database.begin(viewer) as stores:
        known = stores.employers.get(viewer, employer)
        if known is None:
            raise NotFound(EMPLOYER, employer)
        if known.kind not in _MAY_REPORT:
            raise BadInput(_NO_BODY.format(name=known.name, kind=known.kind.value))
        if report.cadres is not None and (report.cadres_with_disability or 0) > report.cadres:
            what = Text(zh="残疾人干部多于全部干部", en="more cadres with a disability than cadres")
            raise BadInput(_WRONG.format(field="cadres_with_disability", what=what))
        stores.bodies.report(viewer, report)
        bodies, _ = _bodies(app, viewer, stores, _employers(stores, viewer, employer))
    found = duties(bodies, rates_on(app.today))
    return ReportedView(employer=employer, duty=_duty_view(found[0]) if found else None)


def _employers(stores: Stores, viewer: Viewer, only: str | None = None) -> dict[str, Employer]:
    """The employers of the viewer's district, or all; for an auditor those of whom figures are kept."""
    if viewer.role is Role.AUDITOR:
        return {one.id: one for one in stores.ledgers.employers(viewer)}
    found: dict[str, Employer] = {}
    after: str | None = None
    while page := stores.employers.list(viewer, None if only is None else [only], after, 1_000):
        found |= {one.id: one for one in page if viewer.district is None or one.district == viewer.district}
        after = page[-1].id
    return found


def _bodies(
    app: Application, viewer: Viewer, stores: Stores, employers: dict[str, Employer]
) -> tuple[tuple[Body, ...], tuple[Body, ...]]:
    counts = fresh_counts(stores.bodies.certified(viewer, app.today), policy_on(app.today))
    return bodies_of(employers.values(), stores.bodies.reports(viewer, app.today), counts)


def _duty_view(one: Duty) -> DutyView:
    employer = one.body.employer
    return DutyView(
        employer=employer.id,
        name=employer.name,
        district=employer.district,
        kind=employer.kind,
        establishment=employer.establishment,
        people=one.body.people,
        threshold=one.threshold,
        state=one.state,
        text=one.text,
        to_confirm=one.to_confirm,
    )


def _certified_view(app: Application, one: CertifiedCount, employers: dict[str, Employer]) -> CertifiedView:
    known = employers.get(one.employer)
    return CertifiedView(
        employer=one.employer,
        name=one.employer if known is None else known.name,
        year=one.year,
        counted=one.counted,
        people=one.people,
        staff=one.staff,
        source=one.source,
        fetched_on=one.fetched_on,
        stale=is_stale(one, policy_on(app.today)),
    )
