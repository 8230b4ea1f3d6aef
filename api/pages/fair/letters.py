"""The outbox: write letters and messages, take them away as a file, say that they were sent, record the yes or no."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal
from urllib.parse import quote
from uuid import uuid4

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import ApplicationOf, StaffOf
from api.actions import fairs, letters, lists, outbox
from api.actions.errors import BadInput, Conflict, NotFound
from api.actions.letters import BY_HAND, CHANNELS, KINDS, Which
from api.origin import FromOwnPage
from api.pages.fair.sent import sent_number
from api.pages.fair.values import Reading
from api.pages.forms import Form
from api.pages.rendering import href, render
from api.routes.parameters import EventId
from api.wiring import Application
from matching.knowledge.catalogue import Text
from matching.records import Audience, Viewer

router = APIRouter(include_in_schema=False)

SHOWN: Final = 25
"""Messages on one page."""
AUDIENCES: Final[Mapping[str, Text]] = {
    Audience.CANDIDATE.value: Text(zh="求职者", en="people"),
    Audience.EMPLOYER.value: Text(zh="单位", en="employers"),
}
SHOW: Final[Mapping[Which, Text]] = {
    "all": Text(zh="全部", en="All"),
    "waiting": Text(zh="待发", en="To be sent"),
    "sent": Text(zh="已发", en="Sent"),
    "unanswered": Text(zh="还没答复的邀请", en="Invitations without an answer"),
}
ANSWERS: Final[Mapping[str, Text]] = {
    "": Text(zh="请选择", en="choose"),
    "yes": Text(zh="愿意", en="yes"),
    "no": Text(zh="不愿意", en="no"),
}
_EVERYTHING: Final = Text(zh="问到的全部", en="everything it asks")
_CHANNEL: Final = Text(zh="请至少选一种方式", en="choose at least one way")
_ANSWER: Final = Text(zh="请选愿意或不愿意", en="choose yes or no")

Show = Annotated[Which, Query()]
AfterLetter = Annotated[int, Query(alias="after", ge=0, le=2**53)]
Done = Annotated[Literal["written", "sent", "answered"] | None, Query()]
Count = Annotated[int, Query(ge=0, le=10_000_000)]
Number = Annotated[int, Path(alias="letter", ge=1, le=2**53)]


@router.get("/events/{event}/letters")
def letters_page(
    request: Request,
    app: ApplicationOf,
    viewer: StaffOf,
    event: EventId,
    show: Show = "all",
    after: AfterLetter = 0,
    done: Done = None,
    count: Count = 0,
) -> HTMLResponse:
    """What was written, what is to be sent, what came back."""
    return _page(request, app, viewer, event, show, after, done=done, count=count)


@router.post("/events/{event}/letters")
def write(request: Request, app: ApplicationOf, viewer: StaffOf, _: FromOwnPage, event: EventId, form: Form) -> Response:
    """Write messages to everybody whom it concerns; what was said before is not said twice."""
    channels = [channel.value for channel in CHANNELS if f"channel.{channel.value}" in form]
    if not channels:
        return _page(request, app, viewer, event, given=form, faults={f"channel.{next(iter(CHANNELS)).value}": _CHANNEL})
    reading = Reading(form)
    kind = reading.choice("kind", {one.value: one for one in BY_HAND})
    audience = reading.choice("audience", AUDIENCES)
    try:
        made = outbox.write_messages(app, viewer, event, kind, audience, channels)
    except (BadInput, Conflict, NotFound) as refused:
        return _page(request, app, viewer, event, given=form, refused=refused.detail)
    return RedirectResponse(href("events", event, "letters", show="waiting", done="written", count=made.written), 303)


@router.post("/events/{event}/letters/file")
def take_away(app: ApplicationOf, viewer: StaffOf, _: FromOwnPage, event: EventId, form: Form) -> Response:
    """What waits, as one archive."""
    name = lists.event_view(app, viewer, event).name
    content = letters.packed_letters(app, viewer, event, sent_number(form, "last"))
    day = app.today.isoformat()
    disposition = f"attachment; filename*=UTF-8''{quote(f'{day}_{name}_信函和短信.zip', safe='')}"
    return Response(content, media_type="application/zip", headers={"content-disposition": disposition})


@router.post("/events/{event}/letters/sent")
def sent(app: ApplicationOf, viewer: StaffOf, _: FromOwnPage, event: EventId, form: Form) -> RedirectResponse:
    """Somebody sent what waited."""
    count = letters.mark_sent(app, viewer, event, sent_number(form, "last"))
    return RedirectResponse(href("events", event, "letters", show="sent", done="sent", count=count), 303)


@router.get("/events/{event}/letters/{letter}")
def letter_page(
    request: Request, app: ApplicationOf, viewer: StaffOf, event: EventId, number: Number, done: Done = None
) -> HTMLResponse:
    """The words of one message, and the answer to it."""
    return _letter(request, app, viewer, event, number, done=done)


@router.post("/events/{event}/letters/{letter}")
def answer(
    request: Request, app: ApplicationOf, viewer: StaffOf, _: FromOwnPage, event: EventId, number: Number, form: Form
) -> Response:
    """Record the yes or no that came back, of one posting or of the whole message."""
    said = form.get("answer", "")
    posting = form.get("posting", "")[:120] or None
    reading = Reading(form)
    day = reading.day("on")
    faults = dict(reading.faults)
    if said not in ("yes", "no"):
        faults["answer"] = _ANSWER
    if faults:
        return _letter(request, app, viewer, event, number, given=form, faults=faults)
    try:
        outbox.record_reply(app, viewer, number, said, posting, day)
    except (BadInput, Conflict) as refused:
        return _letter(request, app, viewer, event, number, given=form, refused=refused.detail)
    return RedirectResponse(href("events", event, "letters", str(number), done="answered"), 303)


def _letter(
    request: Request,
    app: Application,
    viewer: Viewer,
    event: str,
    number: int,
    *,
    given: Mapping[str, str] | None = None,
    faults: Mapping[str, Text] | None = None,
    refused: Text | None = None,
    done: str | None = None,
) -> HTMLResponse:
    view = letters.letter_text(app, viewer, event, number)
    return render(
        request,
        "fair/letter.html",
        status=409 if refused is not None else 422 if faults else 200,
        event=lists.event_view(app, viewer, event),
        view=view,
        asks={"": _EVERYTHING, **{one.posting: one.title for one in view.letter.asks if one.posting}},
        answers=ANSWERS,
        given=given or {},
        faults=faults or {},
        refused=refused,
        done=done,
    )


def _page(
    request: Request,
    app: Application,
    viewer: Viewer,
    event: str,
    show: Which = "all",
    after: int = 0,
    *,
    given: Mapping[str, str] | None = None,
    faults: Mapping[str, Text] | None = None,
    refused: Text | None = None,
    done: str | None = None,
    count: int = 0,
) -> HTMLResponse:
    fair = fairs.fair_view(app, viewer, event)
    return render(
        request,
        "fair/letters.html",
        status=409 if refused is not None else 422 if faults else 200,
        event=lists.event_view(app, viewer, event),
        fair=fair,
        page=letters.letters_page(app, viewer, event, show, after, SHOWN),
        show=show,
        shows=SHOW,
        after=after,
        kinds={kind.value: KINDS[kind] for kind in BY_HAND},
        channels={channel.value: text for channel, text in CHANNELS.items()},
        audiences=AUDIENCES,
        given=given or {"channel.letter": "1", "channel.sms": "1"},
        faults=faults or {},
        refused=refused,
        done=done,
        count=count,
        open=any(act.act == "write" for act in fair.acts),
        key=str(uuid4()),
    )
