"""An event as its organizer runs it, as JSON: state, plan, and who may come."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Annotated, Final

from fastapi import APIRouter, Path
from pydantic import BaseModel
from starlette.responses import Response

from api.access import ApplicationOf, OrganizerOf, StaffOf
from api.actions import fairs, invited
from api.once import IdempotencyKey
from api.origin import FromProgram
from api.routes.parameters import LONGEST, PRINTABLE, EventId
from api.schemas.fairs import (
    ActView,
    EmployersInput,
    EventInput,
    FairView,
    HistoryView,
    InvitedListView,
    InvitedView,
    MoveInput,
    MoveView,
    PlanInput,
    ToInviteListView,
    ToInviteView,
    VersionView,
    VettingInput,
)
from matching.fair.states import ACT_TEXTS, MOVES, STATE_TEXTS, Act, FairState, may
from matching.knowledge.catalogue import Text
from matching.records import Admission, Booth, Hall, Place, Support, SupportKind, TimeWindow, Venue, Workplace

router = APIRouter()

EmployerId = Annotated[
    str, Path(alias="employer", max_length=LONGEST, pattern=PRINTABLE, description="Id of the employer", examples=["e_vw12xy34"])
]

_AT: Final = datetime(2027, 3, 10, 2, 30, tzinfo=UTC)
_FAIR: Final = FairView(
    event="spring-2027",
    name="春季专场",
    kind="专场招聘会",
    on=date(2027, 3, 20),
    state="collecting",
    state_text=STATE_TEXTS[FairState.COLLECTING],
    version=3,
    confirmed_by=None,
    confirmed_at=None,
    venue=Venue(
        name="洪山区文化馆",
        place=Place(city="武汉", district="420111", address="珞喻路 1 号"),
        building=Workplace(floor=1, entrance_steps=0, toilet="accessible"),
    ),
    hall=Hall(
        hours=TimeWindow(starts=time(9), ends=time(16)),
        breaks=(TimeWindow(starts=time(12), ends=time(13)),),
        booths=(Booth(number="A1", employer="e_vw12xy34", position=(0.0, 0.0), interviewers=2),),
        supports=(Support(kind=SupportKind.SIGN_INTERPRETER, count=8),),
    ),
    admits=Admission(),
    candidates=3_000,
    listed=2_410,
    chosen_postings=0,
    employers=1,
    approved=1,
    faults=(),
    moves=tuple(
        MoveView(
            to=to.value,
            text=STATE_TEXTS[to],
            missing=(Text(zh="还没有预匹配（先运行 tongtu match）", en="it has not been pre-matched (run tongtu match first)"),)
            if to is FairState.PRE_MATCHED
            else (),
        )
        for to in MOVES[FairState.COLLECTING]
    ),
    acts=tuple(ActView(act=act.value, text=ACT_TEXTS[act]) for act in Act if may(FairState.COLLECTING, act)),
)
_INVITED: Final = InvitedListView(
    event="spring-2027",
    items=(
        InvitedView(
            employer="e_vw12xy34",
            name="江城示例科技有限公司",
            state="approved",
            has_code=True,
            code_checked=True,
            booths=("A1",),
            note="",
            at=_AT,
            by="local",
        ),
    ),
)
CREATED: Final = _FAIR.model_copy(update={"state": "draft", "state_text": STATE_TEXTS[FairState.DRAFT], "version": 1})
EXAMPLES: Final[Mapping[str, BaseModel]] = {
    "getFair": _FAIR,
    "listEventHistory": HistoryView(
        event="spring-2027",
        items=(
            VersionView(
                version=1,
                act="move",
                state="collecting",
                state_text=STATE_TEXTS[FairState.COLLECTING],
                named="王芳",
                note="",
                at=_AT,
                by="local",
            ),
        ),
    ),
    "planEvent": _FAIR,
    "moveEvent": _FAIR,
    "listInvitedEmployers": _INVITED,
    "inviteEmployers": _INVITED,
    "listEmployersToInvite": ToInviteListView(
        event="spring-2027",
        items=(ToInviteView(employer="e_ab12cd34", name="江城示例物业服务有限公司", has_code=False, postings=3),),
    ),
    "vetEmployer": _INVITED,
}


def _answer(view: BaseModel) -> Response:
    return Response(view.model_dump_json(), media_type="application/json")


@router.post(
    "/events",
    operation_id="createEvent",
    tags=["fairs"],
    summary="Add an event with its plan",
    response_description="The event as a draft",
    response_model=FairView,
)
def post_event(app: ApplicationOf, viewer: OrganizerOf, _: FromProgram, given: EventInput, key: IdempotencyKey) -> Response:
    """A draft; its id is made from its day. What its plan lacks is named among its faults and can be set later (planEvent)."""
    return _answer(fairs.create_event(app, viewer, given.name, given.kind, given.plan, key))


@router.get(
    "/events/{event}/fair",
    operation_id="getFair",
    tags=["fairs"],
    summary="An event with its state and plan",
    response_description="The event, what is wrong with its plan, and what may be done now",
    response_model=FairView,
)
def get_fair(app: ApplicationOf, viewer: StaffOf, event: EventId) -> Response:
    """State, venue, hall, booths and supports of an event, the faults of its plan, the states it may go to with what each still
    needs, and what its state allows."""
    return _answer(fairs.fair_view(app, viewer, event))


@router.get(
    "/events/{event}/history",
    operation_id="listEventHistory",
    tags=["fairs"],
    summary="Every change of an event",
    response_description="Changes, oldest first",
    response_model=HistoryView,
)
def get_history(app: ApplicationOf, viewer: StaffOf, event: EventId) -> Response:
    """Who changed the state or the plan of an event, when, and the person who answers for it."""
    return _answer(fairs.fair_history(app, viewer, event))


@router.put(
    "/events/{event}/plan",
    operation_id="planEvent",
    tags=["fairs"],
    summary="Change the plan of an event",
    response_description="The event after the change",
    response_model=FairView,
)
def put_plan(
    app: ApplicationOf, viewer: OrganizerOf, _: FromProgram, event: EventId, given: PlanInput, key: IdempotencyKey
) -> Response:
    """What the plan leaves out stays as it is. `version` is that of the event that was looked at: who is second is told."""
    return _answer(fairs.plan_event(app, viewer, event, given.plan, key, given.version))


@router.post(
    "/events/{event}/moves",
    operation_id="moveEvent",
    tags=["fairs"],
    summary="Take an event to another state",
    response_description="The event in its new state",
    response_model=FairView,
)
def post_move(
    app: ApplicationOf, viewer: OrganizerOf, _: FromProgram, event: EventId, given: MoveInput, key: IdempotencyKey
) -> Response:
    """A confirmation needs the name of the person who confirms. `version` is that of the event that was looked at."""
    return _answer(fairs.move_event(app, viewer, event, given.to, key, given.version, given.named, given.note))


@router.get(
    "/events/{event}/employers",
    operation_id="listInvitedEmployers",
    tags=["fairs"],
    summary="The employers of an event",
    response_description="Employers by id, each with whether it was vetted",
    response_model=InvitedListView,
)
def get_employers(app: ApplicationOf, viewer: StaffOf, event: EventId) -> Response:
    """Who was invited, and whom an organizer approved or refused, when and why."""
    return _answer(invited.invited_employers(app, viewer, event))


@router.get(
    "/events/{event}/employers/to-invite",
    operation_id="listEmployersToInvite",
    tags=["fairs"],
    summary="The employers that could be invited",
    response_description="Employers with open postings that are not on the list yet, by name",
    response_model=ToInviteListView,
)
def get_to_invite(app: ApplicationOf, viewer: StaffOf, event: EventId) -> Response:
    """Each with its id, how many postings it has open, and whether its social credit code is on record."""
    return _answer(ToInviteListView(event=event, items=invited.employers_to_invite(app, viewer, event)))


@router.post(
    "/events/{event}/employers",
    operation_id="inviteEmployers",
    tags=["fairs"],
    summary="Invite employers",
    response_description="The employers of the event",
    response_model=InvitedListView,
)
def post_employers(
    app: ApplicationOf, viewer: OrganizerOf, _: FromProgram, event: EventId, given: EmployersInput, key: IdempotencyKey
) -> Response:
    """Put employers on the list of an event, by name, credit code or id; those that stand on it stay as they are."""
    return _answer(invited.invite_employers(app, viewer, event, given.employers))


@router.put(
    "/events/{event}/employers/{employer}/vetting",
    operation_id="vetEmployer",
    tags=["fairs"],
    summary="Approve or refuse an employer",
    response_description="The employers of the event",
    response_model=InvitedListView,
)
def put_vetting(
    app: ApplicationOf,
    viewer: OrganizerOf,
    _: FromProgram,
    event: EventId,
    employer: EmployerId,
    given: VettingInput,
    key: IdempotencyKey,
) -> Response:
    """The social credit code is checked; an employer without one needs a reason to be approved."""
    return _answer(invited.vet_employer(app, viewer, event, employer, given.approved, given.note))
