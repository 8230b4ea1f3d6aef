"""What one change would open, and requests to employers, as JSON."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel
from starlette.responses import Response

from api.access import ApplicationOf, StaffOf
from api.actions import requests, unlock, unlock_places
from api.once import IdempotencyKey
from api.origin import FromProgram
from api.routes.examples import EVENT
from api.routes.parameters import LONGEST, PRINTABLE, After, CandidateId, EventId, Limit, PostingId
from api.schemas.unlock import (
    BundlesView,
    BundleView,
    CandidateUnlockView,
    ChangeView,
    FundingsView,
    FundingView,
    OpenedPersonView,
    OpenedPostingView,
    PlaceUnlockView,
    RequestInput,
    RequestView,
    SeatView,
    UnlockCounts,
    UnlockRowView,
    UnlockView,
)
from matching.knowledge.catalogue import Text
from matching.unlock.bundles import MOST_POINTS
from matching.unlock.change import ChangeKind

router = APIRouter()

_DEFAULT: Final = 50

AskedShow = Annotated[
    Literal["changes", "questions"], Query(description="Changes, or questions and what their answers open at most")
]
Budget = Annotated[
    int | None,
    Query(ge=1, le=MOST_POINTS, description="Also look for bundles under this budget: low cost 1 point, medium 2, high 3"),
]
EmployerId = Annotated[
    str, Path(alias="employer", max_length=LONGEST, pattern=PRINTABLE, description="Id of the employer", examples=["e_vw12xy34"])
]


def _answer(view: BaseModel) -> Response:
    return Response(view.model_dump_json(), media_type="application/json")


@router.get(
    "/events/{event}/unlock",
    operation_id="listUnlocks",
    tags=["unlock"],
    summary="What one change would open at an event",
    response_description="Changes, most people first",
    response_model=UnlockView,
)
def list_unlocks(
    app: ApplicationOf, viewer: StaffOf, event: EventId, show: AskedShow = "changes", after: After = None, limit: Limit = _DEFAULT
) -> Response:
    """Every accommodation, changed fact, aid, course, licence and status that opens a post to somebody whom nothing else keeps out.

    A change at postings is a row for each employer. `questions` shows what an answer opens at most, if it turns out well.
    """
    return _answer(unlock.event_unlock(app, viewer, event, show, after, limit))


@router.get(
    "/events/{event}/postings/{posting}/unlock",
    operation_id="getPostingUnlock",
    tags=["unlock"],
    summary="What one change would open at a posting",
    response_description="Changes and questions, most people first",
    response_model=PlaceUnlockView,
)
def get_posting_unlock(app: ApplicationOf, viewer: StaffOf, event: EventId, posting: PostingId, budget: Budget = None) -> Response:
    """The same for one open posting of the event."""
    return _answer(unlock_places.posting_unlock(app, viewer, event, posting, budget))


@router.get(
    "/events/{event}/employers/{employer}/unlock",
    operation_id="getEmployerUnlock",
    tags=["unlock"],
    summary="What one change would open at an employer",
    response_description="Changes and questions, most people first",
    response_model=PlaceUnlockView,
)
def get_employer_unlock(
    app: ApplicationOf, viewer: StaffOf, event: EventId, employer: EmployerId, budget: Budget = None
) -> Response:
    """The same over all open postings of one employer: "one light alarm opens 4 posts to 11 people"."""
    return _answer(unlock_places.employer_unlock(app, viewer, event, employer, budget))


@router.get(
    "/events/{event}/candidates/{candidate}/unlock",
    operation_id="getCandidateUnlock",
    tags=["unlock"],
    summary="What one change would open for a person",
    response_description="Changes by who makes them, most wanted posts first",
    response_model=CandidateUnlockView,
)
def get_candidate_unlock(
    app: ApplicationOf, viewer: StaffOf, event: EventId, candidate: CandidateId, budget: Budget = None
) -> Response:
    """The smallest changes that open most posts to one person, split into what the person, employers and public service can do."""
    return _answer(unlock_places.candidate_unlock(app, viewer, event, candidate, budget))


@router.get(
    "/events/{event}/courses",
    operation_id="listCoursesToFund",
    tags=["unlock"],
    summary="Which course to fund",
    response_description="Courses, most wanted posts within their seats first",
    response_model=FundingsView,
)
def list_courses_to_fund(app: ApplicationOf, viewer: StaffOf, event: EventId) -> Response:
    """For each course that somebody can still join: whom it would open a post to, and what its free seats open at most."""
    return _answer(unlock.course_unlock(app, viewer, event))


@router.post(
    "/events/{event}/postings/{posting}/requests",
    operation_id="askEmployer",
    tags=["unlock"],
    summary="Ask an employer for a change",
    response_description="The request, new or as it stands",
    response_model=RequestView,
)
def ask_employer(
    app: ApplicationOf,
    viewer: StaffOf,
    _: FromProgram,
    event: EventId,
    posting: PostingId,
    wanted: RequestInput,
    key: IdempotencyKey,
) -> Response:
    """Record, in the log too, that the employer is asked for a change that the board shows at the posting.

    The same key, or a change that is asked for already, gives the request that is there.
    """
    (made,) = requests.ask_employer(app, viewer, event, wanted.change, key, posting=posting)
    return _answer(made)


_AT: Final = datetime(2027, 3, 18, 9, 30, tzinfo=UTC)
_DAY: Final = date(2027, 3, 18)
_ALARM: Final = ChangeView(
    key="accommodation:visual_alarm",
    kind=ChangeKind.ACCOMMODATION,
    name="visual_alarm",
    text=Text(zh="灯光警报", en="visual alarm"),
    cost="low",
    providers=("employer",),
    at_most=False,
    of_employer=True,
    employer="e_vw12xy34",
    employer_name="江城示例科技有限公司",
)
_OPENED: Final = OpenedPostingView(
    id="p_ef56gh78",
    title="文字客服",
    employer="e_vw12xy34",
    employer_name="江城示例科技有限公司",
    people=2,
    wanted=1,
    review=1,
    requested=False,
)
_ROW: Final = UnlockRowView(
    change=_ALARM,
    people=2,
    posts=1,
    pairs=2,
    wanted=1,
    review_people=1,
    review_posts=1,
    review_pairs=1,
    postings=(_OPENED,),
    persons=(
        OpenedPersonView(id="c_ab12cd34", name="示例甲", postings=1),
        OpenedPersonView(id="c_jk90lm12", name="示例乙", postings=1),
    ),
)
_BUNDLE: Final = BundleView(changes=(_ALARM.model_copy(update={"employer": None, "employer_name": None}),), points=1, pairs=2)
_BUNDLES: Final = BundlesView(budget=3, single=_BUNDLE, pair=None, best=_BUNDLE, bound=2, proven=True)
_PLACE: Final = PlaceUnlockView(
    event=EVENT,
    posting=_OPENED.id,
    title=_OPENED.title,
    employer=_OPENED.employer,
    employer_name=_OPENED.employer_name,
    people=3,
    postings=1,
    fit=1,
    read_at=_AT,
    rules_of=_DAY,
    counts=UnlockCounts(changes=1, questions=0),
    changes=(_ROW,),
    questions=(),
    bundles=_BUNDLES,
)
EXAMPLES: Final[Mapping[str, BaseModel]] = {
    "listUnlocks": UnlockView(
        event=EVENT,
        people=3,
        postings=1,
        read_at=_AT,
        rules_of=_DAY,
        show="changes",
        counts=UnlockCounts(changes=1, questions=0),
        before=0,
        items=(_ROW,),
        next=None,
    ),
    "getPostingUnlock": _PLACE,
    "getEmployerUnlock": _PLACE.model_copy(update={"posting": None, "title": None, "bundles": None}),
    "getCandidateUnlock": CandidateUnlockView(
        event=EVENT,
        candidate="c_ab12cd34",
        name="示例甲",
        postings=1,
        wanted=1,
        fit=0,
        fit_wanted=0,
        read_at=_AT,
        rules_of=_DAY,
        person=(),
        employer=(
            _ROW.model_copy(
                update={
                    "change": _ALARM.model_copy(update={"employer": None, "employer_name": None}),
                    "people": 1,
                    "pairs": 1,
                    "review_people": 0,
                    "review_posts": 0,
                    "review_pairs": 0,
                    "postings": (_OPENED.model_copy(update={"people": 1, "review": 0}),),
                    "persons": (),
                }
            ),
        ),
        service=(),
        questions=(),
        bundles=None,
    ),
    "listCoursesToFund": FundingsView(
        event=EVENT,
        people=3,
        postings=1,
        read_at=_AT,
        rules_of=_DAY,
        items=(
            FundingView(
                course="k_KC-012",
                name="电商文字客服培训",
                provider="江城示例培训学校",
                register_by=date(2027, 3, 28),
                seats_left=1,
                gainers=2,
                seated=1,
                pairs=1,
                wanted=1,
                cost=800.0,
                subsidy="full",
                chosen=(SeatView(candidate="c_ab12cd34", name="示例甲", posts=1, wanted=1),),
            ),
        ),
    ),
    "askEmployer": RequestView(
        posting=_OPENED.id, change=_ALARM.key, text=_ALARM.text, asked_at=_AT, asked_by="local", standing=True
    ),
}
