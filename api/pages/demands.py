"""The form in which an employer, or staff for it, confirms or corrects what a posting demands."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Annotated, Final, Literal
from uuid import uuid4

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import ApplicationOf, StaffOrEmployerOf
from api.actions import confirming
from api.actions.errors import BadInput
from api.confirmable import DEMANDS, word_of
from api.origin import FromOwnPage
from api.pages.forms import LongForm
from api.pages.rendering import href, render
from api.routes.parameters import LONGEST, PRINTABLE, PostingId
from api.schemas.reading import DemandsView, ItemView
from matching.knowledge.catalogue import Text
from matching.records import Provenance, Role, Viewer

router = APIRouter(include_in_schema=False)

RIGHT: Final = "right."
"""Before the name of an item: the box that says "this is right"."""

FromEvent = Annotated[str | None, Query(alias="event", max_length=LONGEST, pattern=PRINTABLE)]
Done = Annotated[Literal["saved", "held"] | None, Query()]

_UNSURE: Final = (Provenance.READ, Provenance.TYPICAL, Provenance.ASSUMED)
_EMPTY: Final = Text(zh="这里是空的；请填写，或恢复原来的内容", en="this is empty; fill it in, or put back what was there")
_MISSING: Final = Text(zh="表单缺了内容；请回到页面再试。", en="The form lacks something; go back to the page and try again.")


@router.get("/postings/{posting}/demands")
def demands_page(
    request: Request, app: ApplicationOf, viewer: StaffOrEmployerOf, posting: PostingId, event: FromEvent = None, done: Done = None
) -> HTMLResponse:
    """Every demand and fact about the place, prefilled."""
    view = confirming.demands_view(app, viewer, posting)
    return _form(request, viewer, view, event, done=done)


@router.post("/postings/{posting}/demands")
def save_demands(
    request: Request, app: ApplicationOf, viewer: StaffOrEmployerOf, _: FromOwnPage, posting: PostingId, form: LongForm
) -> Response:
    """Save what was ticked or changed; what was left as it was stays as it was. Faults come back beside their fields."""
    event, key, version = (form.get(name, "") for name in ("event", "key", "version"))
    if not key or not version or max(map(len, (event, key, version))) > LONGEST or not (event + key + version).isascii():
        raise BadInput(_MISSING)
    saved = RedirectResponse(_after(posting, event, "saved"), status_code=303)
    # A second press sends the same key; the page it was sent from is out of date by then.
    if confirming.is_made(app, viewer, posting, key):
        return saved
    view = confirming.demands_view(app, viewer, posting)
    values, faults = _confirmed(view, form)
    if values and not faults:
        try:
            made = confirming.confirm(app, viewer, posting, values, key, version)
        except confirming.WrongValues as wrong:
            faults = dict(wrong.faults)
        else:
            return RedirectResponse(_after(posting, event, "held"), status_code=303) if made.held else saved
    return _form(request, viewer, view, event or None, form, faults, nothing=None if faults else confirming.NOTHING)


def _after(posting: str, event: str, done: str) -> str:
    return href("postings", posting, "demands", event=event or None, done=done)


def _confirmed(view: DemandsView, form: Mapping[str, str]) -> tuple[dict[str, object], dict[str, Text]]:
    """What the form confirms or changes, and items that were emptied."""
    values: dict[str, object] = {}
    faults: dict[str, Text] = {}
    for one in view.items:
        shown = word_of(one.value)
        given = form.get(one.name, shown).strip()
        if RIGHT + one.name in form or given != shown:
            if given:
                values[one.name] = given
            else:
                faults[one.name] = _EMPTY
    return values, faults


def _is_asked(one: ItemView) -> bool:
    """Whether an employer is asked about an item first: it was read or assumed, and asks something of people; or it was raised."""
    if one.raised is not None:
        return True
    return one.provenance in _UNSURE and one.value is not None and (one.value != 0 or not one.name.startswith(f"{DEMANDS}."))


def _groups(items: Iterable[ItemView]) -> list[tuple[Text, list[ItemView]]]:
    return [(group, list(rows)) for group, rows in groupby(items, lambda one: one.group)]


def _form(
    request: Request,
    viewer: Viewer,
    view: DemandsView,
    event: str | None,
    form: Mapping[str, str] | None = None,
    faults: Mapping[str, Text] | None = None,
    done: str | None = None,
    nothing: Text | None = None,
) -> HTMLResponse:
    given = {one.name: (form or {}).get(one.name, word_of(one.value)) for one in view.items}
    short = viewer.role is Role.EMPLOYER
    asked = [one for one in view.items if not short or _is_asked(one)]
    others = [one for one in view.items if one not in asked]
    return render(
        request,
        "demands.html",
        status=422 if faults or nothing else 200,
        view=view,
        groups=_groups(asked),
        others=_groups(others),
        others_open=not asked or any(one.name in (faults or {}) for one in others),
        first=(asked or view.items)[0].name,
        short=short,
        decides=viewer.role is Role.ORGANIZER,
        raised=[one.raised for one in view.items if one.raised is not None],
        given=given,
        ticked={name.removeprefix(RIGHT) for name in form or () if name.startswith(RIGHT)},
        faults=faults or {},
        nothing=nothing,
        event=event,
        done=done,
        key=str(uuid4()),
    )
