"""An employer's room as JSON: what waits, its postings, its lists, its day at a fair. The same doors and locks as the pages."""

from typing import Annotated, Final, Literal

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from api.access import ApplicationOf, EmployerOf
from api.actions import (
    employer_events,
    employer_hires,
    employer_lists,
    employer_papers,
    employer_postings,
    employer_tasks,
    offers,
    public_unlock,
)
from api.once import IdempotencyKey
from api.origin import FromProgram
from api.paper.blocks import Style
from api.paper.files import MEDIA_TYPES
from api.routes.employer_examples import EXAMPLES as EXAMPLES
from api.routes.kept import UNCHANGED, answer_kept
from api.routes.papers import disposition
from api.routes.parameters import LONGEST, PRINTABLE, EventId, PostingId
from api.schemas.employer_events import (
    EmployerEventsView,
    EmployerEventView,
    HireAnswerInput,
    HireAnswerView,
    HiresView,
    QuotaCounterView,
)
from api.schemas.employer_lists import DecisionInput, EmployerListView, HandedFilesView, ListedView
from api.schemas.employer_postings import (
    EmployerUnlockView,
    OfferedView,
    OfferInput,
    OwnPostingsView,
    OwnPostingView,
    TasksView,
)
from api.schemas.papers import PaperView
from api.schemas.unlock import PublicUnlockView

router = APIRouter()

PersonAlias = Annotated[
    str,
    Path(
        alias="person",
        max_length=20,
        pattern=PRINTABLE,
        description="What this employer calls the person at this event",
        examples=["K7QD-2M4A"],
    ),
]
FileKind = Annotated[
    Literal["shortlist", "booth", "calendar"], Path(alias="kind", description="Which file", examples=["shortlist"])
]
OfPosting = Annotated[
    str | None,
    Query(alias="posting", max_length=LONGEST, pattern=PRINTABLE, description="For a list: the posting", examples=["p_ef56gh78"]),
]
OfBooth = Annotated[
    str | None,
    Query(alias="booth", max_length=20, pattern=PRINTABLE, description="For the sheet or calendar of a booth", examples=["A1"]),
]
_BINARY: Final = {"schema": {"type": "string", "format": "binary"}}


def _answer(view: BaseModel) -> Response:
    return Response(view.model_dump_json(), media_type="application/json")


@router.get(
    "/employer",
    operation_id="getEmployerTasks",
    tags=["employers"],
    summary="What waits for the employer",
    response_description="Tasks with counts, most pressing first",
    response_model=TasksView,
)
def get_tasks(app: ApplicationOf, viewer: EmployerOf) -> Response:
    """Lists to decide about, postings to repair or to confirm, hires to answer for, checks of promises, files to destroy."""
    return _answer(employer_tasks.tasks_view(app, viewer))


@router.get(
    "/employer/postings",
    operation_id="listOwnPostings",
    tags=["employers"],
    summary="The employer's own postings",
    response_description="Postings, open ones first",
    response_model=OwnPostingsView,
)
def get_postings(app: ApplicationOf, viewer: EmployerOf) -> Response:
    """How each stands, why the law does not let one stand, what was asked for, and how far its lists are."""
    return _answer(employer_postings.postings_view(app, viewer))


@router.get(
    "/employer/postings/{posting}",
    operation_id="getOwnPosting",
    tags=["employers"],
    summary="One posting of the employer's own",
    response_description="The posting",
    response_model=OwnPostingView,
)
def get_posting(app: ApplicationOf, viewer: EmployerOf, posting: PostingId) -> Response:
    """Another's posting is answered as one that is not there."""
    return _answer(employer_postings.posting_view(app, viewer, posting))


@router.get(
    "/employer/postings/{posting}/unlock",
    operation_id="getOwnPostingUnlock",
    tags=["employers"],
    summary="What one change would open at one posting",
    response_description="Changes with rounded counts of the day",
    response_model=PublicUnlockView,
)
def get_posting_unlock(app: ApplicationOf, viewer: EmployerOf, posting: PostingId) -> Response:
    """Counted over the city's people who agreed to be listed for this employer, once a day; the answer of a day stays."""
    return _answer(public_unlock.public_unlock(app, viewer, posting))


@router.get(
    "/employer/unlock",
    operation_id="getOwnUnlock",
    tags=["employers"],
    summary="What one change would open at all postings",
    response_description="Changes, those that open most posts first",
    response_model=EmployerUnlockView,
)
def get_unlock(app: ApplicationOf, viewer: EmployerOf) -> Response:
    """Put together from the day's answer of each posting: asking for the whole tells no more than asking for the parts."""
    return _answer(public_unlock.employer_unlock(app, viewer))


@router.post(
    "/employer/postings/{posting}/offers",
    operation_id="offerChange",
    tags=["employers"],
    summary="Offer a change",
    response_description="What was promised",
    response_model=OfferedView,
)
def post_offer(
    app: ApplicationOf, viewer: EmployerOf, _: FromProgram, posting: PostingId, given: OfferInput, key: IdempotencyKey
) -> Response:
    """An arrangement becomes a promise for whoever comes, a changed fact is confirmed; both count from the next lists on."""
    return _answer(offers.offer(app, viewer, posting, given.change, key))


@router.get(
    "/employer/events",
    operation_id="listOwnEvents",
    tags=["employers"],
    summary="The events that the employer was invited to",
    response_description="Events, soonest first",
    response_model=EmployerEventsView,
)
def get_events(app: ApplicationOf, viewer: EmployerOf) -> Response:
    """Each with the employer's lists, and its interviews once the timetable is out."""
    return _answer(employer_events.events_view(app, viewer))


@router.get(
    "/employer/events/{event}",
    operation_id="getOwnEvent",
    tags=["employers"],
    summary="One event of the employer's",
    response_description="Its lists, its booth, and what to prepare",
    response_model=EmployerEventView,
)
def get_event(app: ApplicationOf, viewer: EmployerOf, event: EventId) -> Response:
    """`stated` are the arrangements that a person chose to tell this employer; where there are none, the guidance holds."""
    return _answer(employer_events.event_view(app, viewer, event))


@router.get(
    "/employer/events/{event}/postings/{posting}/list",
    operation_id="getOwnList",
    tags=["employers"],
    summary="The list of a posting",
    response_description="People by groups of ranks, each at the stage that they agreed to",
    responses=UNCHANGED,
    response_model=EmployerListView,
)
def get_list(request: Request, app: ApplicationOf, viewer: EmployerOf, event: EventId, posting: PostingId) -> Response:
    """As it is at each request: whoever takes a consent back is gone with the next one.

    Send its `ETag` as `If-None-Match`: 304 says that you have the list as it is, and is on record as a reading of it.
    """
    return answer_kept(request, app, viewer, *employer_lists.list_with_receipt(app, viewer, event, posting))


@router.put(
    "/employer/events/{event}/postings/{posting}/people/{person}/decision",
    operation_id="decideOnPerson",
    tags=["employers"],
    summary="Invite somebody, or not",
    response_description="The person's line with the decision",
    response_model=ListedView,
)
def put_decision(
    app: ApplicationOf,
    viewer: EmployerOf,
    _: FromProgram,
    event: EventId,
    posting: PostingId,
    person: PersonAlias,
    given: DecisionInput,
    key: IdempotencyKey,
) -> Response:
    """A decline has a reason about the job. Another decision replaces this one; the same key again changes nothing."""
    return _answer(employer_lists.decide(app, viewer, event, posting, person, given.decision, given.reason, key))


@router.delete(
    "/employer/events/{event}/postings/{posting}/people/{person}/decision",
    operation_id="takeDecisionBack",
    tags=["employers"],
    summary="Take a decision back",
    response_description="The person's line without a decision",
    response_model=ListedView,
)
def delete_decision(
    app: ApplicationOf,
    viewer: EmployerOf,
    _: FromProgram,
    event: EventId,
    posting: PostingId,
    person: PersonAlias,
    key: IdempotencyKey,
) -> Response:
    """Nothing happens where there is none."""
    return _answer(employer_lists.take_back(app, viewer, event, posting, person))


@router.get(
    "/employer/events/{event}/files/{kind}",
    operation_id="getOwnFile",
    tags=["employers"],
    summary="A file of the employer's own",
    response_description="The file: JSON, or the file itself with its name",
    response_model=PaperView,
    responses={200: {"content": {MEDIA_TYPES[one].partition(";")[0]: _BINARY for one in ("pdf", "xlsx", "csv", "ics")}}},
)
def get_file(
    app: ApplicationOf,
    viewer: EmployerOf,
    event: EventId,
    kind: FileKind,
    posting: OfPosting = None,
    booth: OfBooth = None,
    form: Annotated[
        Literal["pdf", "xlsx", "csv", "json", "ics"] | None,
        Query(alias="as", description="The format: JSON unless told, and ICS for calendars, which have no other"),
    ] = None,
    language: Annotated[Literal["zh", "en"], Query(description="The language of the file")] = "zh",
) -> Response:
    """The list of a posting, or the interviews at a booth. It is recorded who is in it: when one of them takes a consent back, the
    file is marked as one to destroy."""
    chosen = form or ("ics" if kind == "calendar" else "json")
    made = employer_papers.own_file(app, viewer, event, kind, chosen, Style(language), posting, booth)
    return Response(made.content, media_type=made.media_type, headers=disposition(made.name))


@router.get(
    "/employer/files",
    operation_id="listOwnFiles",
    tags=["employers"],
    summary="The files that left for the employer",
    response_description="Files, newest first",
    response_model=HandedFilesView,
)
def get_files(app: ApplicationOf, viewer: EmployerOf) -> Response:
    """A stale one tells more than it may since somebody in it changed their mind: destroy it and take a new one."""
    return _answer(employer_papers.files_view(app, viewer))


@router.get(
    "/employer/hires",
    operation_id="listOwnHires",
    tags=["employers"],
    summary="What is asked about people the employer hired",
    response_description="Questions, the oldest first",
    response_model=HiresView,
)
def get_hires(app: ApplicationOf, viewer: EmployerOf) -> Response:
    """One, three and six months after somebody began: are they still there?"""
    return _answer(employer_hires.hires_view(app, viewer))


@router.post(
    "/employer/hires",
    operation_id="answerForHire",
    tags=["employers"],
    summary="Answer for somebody the employer hired",
    response_description="All steps that are on record now",
    response_model=HireAnswerView,
)
def post_answer(app: ApplicationOf, viewer: EmployerOf, _: FromProgram, given: HireAnswerInput, key: IdempotencyKey) -> Response:
    """Still in the job, or left, on a day. The same again changes nothing; what staff recorded stays as it is."""
    view = employer_hires.answer(
        app, viewer, given.event, given.posting, given.person, given.months, given.in_the_job, given.on, given.reason
    )
    return _answer(view)


@router.get(
    "/employer/quota",
    operation_id="getQuotaCounter",
    tags=["employers"],
    summary="What the employer may count for the quota",
    response_description="The counter and what was certified",
    response_model=QuotaCounterView,
)
def get_quota(app: ApplicationOf, viewer: EmployerOf) -> Response:
    """It moves when a person hands over a copy of the certificate after an offer, by their own act, and never before."""
    return _answer(employer_hires.counter_view(app, viewer))
