"""The page of an audit: three sentences, then tables; and its file."""

from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from api.access import ApplicationOf, AuditorOf
from api.actions import lists
from api.actions.audit import audit_event, audited_events
from api.actions.audit_sheets import HIDDEN, audit_file
from api.actions.coverage import coverage_of
from api.languages import language_of
from api.pages.picture import AskedSize, svg
from api.pages.rendering import render
from api.pictures import coverage
from api.routes.parameters import EventId
from api.schemas.audit import AuditedEventView, AuditView, GapView, GroupRowView, SightingView
from api.schemas.lists import EventView
from api.wiring import Application
from matching.audit import JUDGED, STAGES, Part, Stage
from matching.audit.words import FOUR_FIFTHS, ratio_text
from matching.records import Role, Viewer

router = APIRouter(include_in_schema=False)

CROSSED: Final = 20
"""Most crossed groups on the page; the file has them all."""
_IN_TABLES: Final = frozenset({Stage.SHORTLISTED, Stage.ALLOTTED})
"""The gaps that have a table of their own."""


@router.get("/audits")
def audits_page(request: Request, app: ApplicationOf, viewer: AuditorOf) -> HTMLResponse:
    """The events whose lists can be audited: the way in for an auditor, who opens no event."""
    return render(request, "audits.html", events=audited_events(app, viewer))


@router.get("/events/{event}/audit")
def audit_page(request: Request, app: ApplicationOf, viewer: AuditorOf, event: EventId) -> HTMLResponse:
    """Who came how far, group by group, and where gaps arise."""
    view = audit_event(app, viewer, event)
    return render(
        request,
        "audit.html",
        event=_headed(app, viewer, event),
        view=view,
        stages=STAGES,
        listed=Stage.SHORTLISTED,
        hidden=HIDDEN,
        judged=JUDGED,
        limit=FOUR_FIFTHS,
        ratio_text=ratio_text,
        seen=[_seen(one) for one in view.sightings],
        allotted=any(one.stage is Stage.ALLOTTED for one in view.totals),
        given=[(one, *_parts(gap)) for one in view.sightings for gap in one.gaps if gap.stage is Stage.ALLOTTED],
        later=[(one, gap) for one in view.sightings for gap in one.gaps if gap.stage not in _IN_TABLES],
        crossed=_crossed(view),
        most=CROSSED,
        moved=[one for one in view.changes if one.low > 0 or one.high < 0],
    )


@router.get("/events/{event}/audit.svg")
def audit_picture(request: Request, app: ApplicationOf, viewer: AuditorOf, event: EventId, size: AskedSize = "wide") -> Response:
    """The share of each group on a list, as a picture: what the tables show, and nothing that they keep back."""
    language = language_of(request)
    return svg(coverage.draw(coverage_of(audit_event(app, viewer, event)), language, size), language)


@router.get("/events/{event}/audit.csv")
def audit_text(app: ApplicationOf, viewer: AuditorOf, event: EventId) -> Response:
    """All tables of the audit as text."""
    content = audit_file(app, viewer, audit_event(app, viewer, event))
    headers = {"content-disposition": 'attachment; filename="audit.csv"'}
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


def _headed(app: Application, viewer: Viewer, event: str) -> EventView | AuditedEventView:
    """What stands at the head of the page: for an auditor the event by its name alone."""
    if viewer.role is not Role.AUDITOR:
        return lists.event_view(app, viewer, event)
    return next(one for one in audited_events(app, viewer) if one.id == event)


def _seen(one: SightingView) -> tuple[SightingView, GapView | None, float, float]:
    """A group with its gap on lists, and how much of it comes from the rules and from the ranker."""
    gap = next((gap for gap in one.gaps if gap.stage is Stage.SHORTLISTED), None)
    _, rules, ranker, _, _ = (0.0,) * 5 if gap is None else _parts(gap)
    return one, gap, rules, ranker


def _parts(gap: GapView) -> tuple[float, float, float, float, float]:
    """A gap: the whole, and what of it comes from the rules, the ranker, who could be given an interview, and the allocation."""
    parts = {part.part: part.share or 0.0 for part in gap.parts}
    rules = sum((parts.get(part, 0.0) for part in (Part.RULES, Part.NONE_OPEN, Part.FEW_OPEN)), 0.0)
    ranker, available, allocation = (parts.get(part, 0.0) for part in (Part.RANKER, Part.AVAILABLE, Part.ALLOCATION))
    return gap.whole, rules, ranker, available, allocation


def _crossed(view: AuditView) -> list[GroupRowView]:
    """The crossed groups that are furthest behind everybody else on lists: by the impact ratio, or beyond chance."""
    found = []
    for table in view.crossings:
        for row in table.rows:
            start = next((one.start for one in row.stages if one.stage is Stage.SHORTLISTED), None)
            if start is not None and ((start.to_best is not None and start.to_best < FOUR_FIFTHS) or start.beyond):
                found.append((start.to_rest or 0.0, row))
    return [row for _, row in sorted(found, key=lambda one: one[0])]
