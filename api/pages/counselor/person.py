"""One person's file: what is known and done, and the forms that change it, part by part."""

import re
from collections.abc import Mapping
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import ApplicationOf, StaffOf
from api.actions.errors import BadInput, Conflict
from api.actions.person_files import (
    aids_view,
    change_aids,
    change_wishes,
    person_view,
    set_profiling,
    wishes_view,
)
from api.actions.person_services import record_service
from api.origin import FromOwnPage
from api.pages.counselor.fields import (
    Faults,
    read_amount,
    read_choice,
    read_day,
    read_number,
    read_text,
    ticked,
)
from api.pages.counselor.rendering import show
from api.pages.counselor.words import CONDITIONS, REMOTE, SERVICES
from api.pages.forms import Form, LongForm
from api.pages.rendering import href
from api.routes.parameters import LONGEST, CandidateId
from api.schemas.person_files import AidsInput, PersonView, Remote, ServiceInput, WishesInput
from api.wiring import Application
from matching.geography import DISTRICTS, ZONES
from matching.kinds import KINDS
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import ACCESS_SKILLS, Text
from matching.records import ServiceKind, Viewer
from matching.verdicts.wording import SKILL_TEXTS

router = APIRouter(include_in_schema=False)

Done = Annotated[Literal["service", "wishes", "aids", "profiling"] | None, Query()]
_OWN: Final = tuple(row for row in CATALOGUE.accommodations if "candidate" in row.provider)
"""The arrangements that a person can bring along."""
_REMOTE: Final[Mapping[str, Remote]] = {"only": "only", "welcome": "welcome", "no": "no"}


@router.get("/people/{candidate}")
def person_page(request: Request, app: ApplicationOf, viewer: StaffOf, candidate: CandidateId, done: Done = None) -> HTMLResponse:
    """The file at a glance, with the services received and a form to record one."""
    return _page(request, person_view(app, viewer, candidate), done=done)


@router.post("/people/{candidate}/services")
def save_service(
    request: Request, app: ApplicationOf, viewer: StaffOf, _: FromOwnPage, candidate: CandidateId, form: Form
) -> Response:
    """Record a service; the same kind, day and giver again replaces the note."""
    faults: Faults = {}
    kind = read_choice(form, "kind", faults, list(ServiceKind), needed=True)
    on = read_day(form, "on", faults, needed=True)
    by = read_text(form, "by", faults, LONGEST)
    note = read_text(form, "note", faults, 2_000)
    if kind is not None and on is not None and not faults:
        try:
            record_service(app, viewer, candidate, ServiceInput(kind=ServiceKind(kind), on=on, by=by or None, note=note))
        except BadInput as fault:
            faults["on"] = fault.detail
        else:
            return RedirectResponse(href("people", candidate, done="service"), status_code=303)
    return _page(request, person_view(app, viewer, candidate), form, faults)


@router.post("/people/{candidate}/profiling")
def save_profiling(app: ApplicationOf, viewer: StaffOf, _: FromOwnPage, candidate: CandidateId, form: Form) -> RedirectResponse:
    """Opt out of being ordered by a computer, or back in."""
    set_profiling(app, viewer, candidate, form.get("profiling") == "yes")
    return RedirectResponse(href("people", candidate, done="profiling"), status_code=303)


@router.get("/people/{candidate}/wishes")
def wishes_page(request: Request, app: ApplicationOf, viewer: StaffOf, candidate: CandidateId) -> HTMLResponse:
    """What the person is looking for, to be changed."""
    return _wishes_page(request, app, viewer, candidate)


@router.post("/people/{candidate}/wishes")
def save_wishes(
    request: Request, app: ApplicationOf, viewer: StaffOf, _: FromOwnPage, candidate: CandidateId, form: LongForm
) -> Response:
    """Save the wishes; whoever wrote second is told, and nothing typed is lost."""
    told, faults = _read_wishes(form)
    conflict = None
    if not faults:
        try:
            change_wishes(app, viewer, candidate, told)
        except Conflict as fault:
            conflict = fault.detail
        else:
            return RedirectResponse(href("people", candidate, done="wishes"), status_code=303)
    return _wishes_page(request, app, viewer, candidate, form, faults, conflict)


@router.get("/people/{candidate}/aids")
def aids_page(request: Request, app: ApplicationOf, viewer: StaffOf, candidate: CandidateId) -> HTMLResponse:
    """The person's own aids, access skills, and arrangements they do not want."""
    return _aids_page(request, app, viewer, candidate)


@router.post("/people/{candidate}/aids")
def save_aids(
    request: Request, app: ApplicationOf, viewer: StaffOf, _: FromOwnPage, candidate: CandidateId, form: LongForm
) -> Response:
    """Save them; whoever wrote second is told."""
    told = AidsInput(
        aids=ticked(form, "aid")[:60],
        skills=ticked(form, "skill")[:10],
        refused=ticked(form, "refused")[:60],
        version=form.get("version", "")[:40] or None,
    )
    try:
        change_aids(app, viewer, candidate, told)
    except Conflict as fault:
        return _aids_page(request, app, viewer, candidate, form, fault.detail)
    return RedirectResponse(href("people", candidate, done="aids"), status_code=303)


def _read_wishes(form: Mapping[str, str]) -> tuple[WishesInput, Faults]:
    faults: Faults = {}
    occupations = [one.strip() for one in re.split(r"[\n、，,;；]", read_text(form, "occupations", faults, 600)) if one.strip()]
    remote = read_choice(form, "remote", faults, REMOTE)
    told = WishesInput(
        occupations=tuple(occupations[:20]),
        text=read_text(form, "text", faults, 2_000)[:2_000],
        kinds=ticked(form, "kind")[:18],
        pay_min=read_number(form, "pay_min", faults, 0, 1_000_000),
        minutes_max=read_number(form, "minutes_max", faults, 0, 1_440),
        hours_max=read_amount(form, "hours_max", faults, 0, 24),
        districts=ticked(form, "district")[:30],
        remote=None if remote is None else _REMOTE[remote],
        conditions=ticked(form, "condition")[:10],
        version=form.get("version", "")[:40] or None,
    )
    return told, faults


def _page(
    request: Request, view: PersonView, form: Mapping[str, str] | None = None, faults: Faults | None = None, done: str | None = None
) -> HTMLResponse:
    return show(
        request,
        "person.html",
        status=422 if faults else 200,
        who=view,
        view=view,
        form=form or {},
        faults=faults or {},
        done=done,
        kinds=SERVICES,
    )


def _wishes_page(
    request: Request,
    app: Application,
    viewer: Viewer,
    candidate: str,
    form: Mapping[str, str] | None = None,
    faults: Faults | None = None,
    conflict: Text | None = None,
) -> HTMLResponse:
    """The form as it stands; with a form that was sent, what was written in it, beside what stands now."""
    name, stored = wishes_view(app, viewer, candidate)
    told = stored if form is None else _read_wishes(form)[0]
    return show(
        request,
        "wishes.html",
        status=409 if conflict is not None else 422 if faults else 200,
        who={"candidate": candidate, "name": name},
        stored=stored,
        told=told,
        form=form or {},
        faults=faults or {},
        conflict=conflict,
        kinds=[(kind.value, row.text) for kind, row in KINDS.items()],
        districts=[(code, area.text) for code, area in (*DISTRICTS.items(), *ZONES.items())],
        conditions=CONDITIONS,
        remotes=REMOTE,
    )


def _aids_page(
    request: Request,
    app: Application,
    viewer: Viewer,
    candidate: str,
    form: Mapping[str, str] | None = None,
    conflict: Text | None = None,
) -> HTMLResponse:
    name, stored = aids_view(app, viewer, candidate)
    marked = {
        "aid": set(stored.aids if form is None else ticked(form, "aid")),
        "skill": set(stored.skills if form is None else ticked(form, "skill")),
        "refused": set(stored.refused if form is None else ticked(form, "refused")),
    }
    return show(
        request,
        "aids.html",
        status=409 if conflict is not None else 200,
        who={"candidate": candidate, "name": name},
        stored=stored,
        marked=marked,
        conflict=conflict,
        aids=[(row.name, row.text) for row in _OWN],
        skills=[(name, SKILL_TEXTS[name]) for name in ACCESS_SKILLS],
        arrangements=[(row.name, row.text) for row in CATALOGUE.accommodations],
    )
