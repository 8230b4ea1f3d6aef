"""The timetable of an event, its day, and what came of each interview, as JSON."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Annotated, Final

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel
from starlette.responses import Response

from api.access import ApplicationOf, EmployerOf, OrganizerOf, StaffOf
from api.actions import fair_day, interview_outcomes, interviews
from api.once import IdempotencyKey
from api.origin import FromProgram
from api.routes.parameters import LONGEST, MOST, PRINTABLE, EventId
from api.schemas.follow_ups import InterviewOutcomeView, OutcomeInput, OutcomeWithdrawalInput, WithdrawnView
from api.schemas.interviews import (
    ACT_WORDS,
    STATE_WORDS,
    BoothInterviewView,
    BoothSheetView,
    CodesView,
    CodeView,
    DayChangeView,
    DayEntryView,
    DayInput,
    DayLogView,
    InterviewView,
    SheetView,
    TimetableView,
    WaitingView,
)
from matching.contradictions import STEP_TEXTS
from matching.knowledge.catalogue import Text
from matching.privacy import WHY
from matching.records import MISTAKE_TEXTS, SUPPORT_TEXTS, DayAct, InterviewState, Mistake, Step, SupportKind

router = APIRouter()

Number = Annotated[int, Path(alias="interview", ge=1, le=2**53, description="Number of the interview", examples=[34])]
OfCandidate = Annotated[
    str | None, Query(alias="candidate", max_length=LONGEST, pattern=PRINTABLE, description="Only the interviews of this person")
]
OfPosting = Annotated[
    str | None, Query(alias="posting", max_length=LONGEST, pattern=PRINTABLE, description="Only the interviews for this posting")
]
OfBooth = Annotated[
    str | None, Query(alias="booth", max_length=20, pattern=PRINTABLE, description="Only the interviews at this booth")
]
AfterEntry = Annotated[
    int, Query(alias="after", ge=0, le=2**53, description="`next` of the page before; without it, the first page")
]
Most = Annotated[int, Query(alias="limit", ge=1, le=MOST, description="Most items on one page")]

_AT: Final = datetime(2027, 3, 20, 1, 5, tzinfo=UTC)
_ENTRY: Final = DayEntryView(
    id=7,
    act=DayAct.LATE,
    text=ACT_WORDS[DayAct.LATE],
    candidate="c_ab12cd34",
    booth=None,
    happened_at=_AT,
    entered_at=_AT,
    by="local",
    origin="screen",
    unplaced=False,
    changes=(
        DayChangeView(
            interview=34,
            candidate="c_ab12cd34",
            posting="p_ef56gh78",
            booth="A1",
            was="planned",
            became="late",
            was_at="09:15",
            at="09:45",
            why=Text(zh="本人那时不在", en="the person is away then"),
        ),
    ),
)
EXAMPLES: Final[Mapping[str, BaseModel]] = {
    "getTimetable": TimetableView(
        event="spring-2027",
        version=1,
        run="r_20270318T013000000000Z_0123456789ab",
        made_at=_AT,
        made_by="local",
        people=2_610,
        interviews=3_480,
        unseen=12,
        waiting=140,
        report={"gap": 0.0, "seed": 7},
    ),
    "listInterviews": SheetView(
        event="spring-2027",
        version=1,
        items=(
            InterviewView(
                id=34,
                candidate="c_ab12cd34",
                name="示例甲",
                posting="p_ef56gh78",
                title="文字客服",
                employer="江城示例科技有限公司",
                booth="A1",
                place=Text(zh="东厅，进门左边", en="东厅，进门左边"),
                start=1,
                at="09:15",
                minutes=15,
                supports=(SUPPORT_TEXTS[SupportKind.SIGN_INTERPRETER],),
                state="planned",
                state_text=STATE_WORDS[InterviewState.PLANNED],
            ),
        ),
        waiting=(
            WaitingView(
                posting="p_ef56gh78",
                title="文字客服",
                candidate="c_jk90lm12",
                name="示例乙",
                position=1,
                cause="coach capacity",
            ),
        ),
    ),
    "listCodes": CodesView(event="spring-2027", items=(CodeView(candidate="c_ab12cd34", name="示例甲", code="ABCD-2345"),)),
    "listBoothInterviews": BoothSheetView(
        event="spring-2027",
        employer="e_vw12xy34",
        items=(
            BoothInterviewView(
                key="x4m2q7t6a3kd",
                person="K7QD-2M4A",
                name=None,
                posting="p_ef56gh78",
                booth="A1",
                place=Text(zh="东厅，进门左边", en="东厅，进门左边"),
                at=None,
                half="morning",
                turn=2,
                when_text=Text(zh="上午第 2 场", en="morning, no. 2"),
                state="planned",
                state_text=STATE_WORDS[InterviewState.PLANNED],
            ),
        ),
        times_text=WHY,
    ),
    "listDay": DayLogView(event="spring-2027", items=(_ENTRY,), next=None),
    "tellDay": _ENTRY,
    "recordInterviewOutcome": InterviewOutcomeView(
        interview=34,
        candidate="c_ab12cd34",
        name="示例甲",
        posting="p_ef56gh78",
        title="文字客服",
        event="spring-2027",
        steps=(STEP_TEXTS[Step.ATTENDED], STEP_TEXTS[Step.INTERVIEWED], STEP_TEXTS[Step.OFFERED]),
        withdrawn=(),
    ),
    "withdrawInterviewOutcome": InterviewOutcomeView(
        interview=34,
        candidate="c_ab12cd34",
        name="示例甲",
        posting="p_ef56gh78",
        title="文字客服",
        event="spring-2027",
        steps=(STEP_TEXTS[Step.ATTENDED], STEP_TEXTS[Step.INTERVIEWED]),
        withdrawn=(
            WithdrawnView(
                step=STEP_TEXTS[Step.REJECTED],
                on=date(2027, 3, 20),
                why=MISTAKE_TEXTS[Mistake.MISTYPED],
                at=_AT,
                by="local",
            ),
        ),
    ),
}


def _answer(view: BaseModel) -> Response:
    return Response(view.model_dump_json(), media_type="application/json")


@router.get(
    "/events/{event}/timetable",
    operation_id="getTimetable",
    tags=["fairs"],
    summary="The timetable in force, in figures",
    response_description="Counts, the run it came from, and the report that was saved with it",
    response_model=TimetableView,
)
def get_timetable(app: ApplicationOf, viewer: StaffOf, event: EventId) -> Response:
    """How many people and interviews the newest timetable has, and how many interviews their employers do not see."""
    return _answer(interviews.timetable_view(app, viewer, event))


@router.get(
    "/events/{event}/interviews",
    operation_id="listInterviews",
    tags=["fairs"],
    summary="The interviews of an event",
    response_description="Interviews by time, and the waiting lists",
    response_model=SheetView,
)
def get_interviews(
    app: ApplicationOf,
    viewer: StaffOf,
    event: EventId,
    candidate: OfCandidate = None,
    posting: OfPosting = None,
    booth: OfBooth = None,
) -> Response:
    """The sheet of the fair, of one booth, of one posting or of one person, as it stands now."""
    return _answer(interviews.sheet_view(app, viewer, event, candidate=candidate, posting=posting, booth=booth))


@router.get(
    "/events/{event}/codes",
    operation_id="listCodes",
    tags=["fairs"],
    summary="The check-in codes of an event",
    response_description="People by name, each with the code on the sheet",
    response_model=CodesView,
)
def get_codes(app: ApplicationOf, viewer: StaffOf, event: EventId) -> Response:
    """The code that stands on the sheet of everybody who has an interview; nobody can guess another's."""
    return _answer(interviews.codes_view(app, viewer, event))


@router.get(
    "/events/{event}/booth-interviews",
    operation_id="listBoothInterviews",
    tags=["fairs"],
    summary="An employer's own interviews",
    response_description="Interviews by time, each with a pseudonym",
    response_model=BoothSheetView,
)
def get_booth_interviews(app: ApplicationOf, viewer: EmployerOf, event: EventId) -> Response:
    """For employers: people who agreed to be listed to them, by a pseudonym of their own; a name where the person agreed to it."""
    return _answer(interviews.booth_sheet(app, viewer, event))


@router.get(
    "/events/{event}/day",
    operation_id="listDay",
    tags=["fairs"],
    summary="What was recorded on the day",
    response_description="Entries in the order in which they were made",
    response_model=DayLogView,
)
def get_day(app: ApplicationOf, viewer: StaffOf, event: EventId, after: AfterEntry = 0, limit: Most = 50) -> Response:
    """Every entry of the day: who made it, when, and what it changed of which interview and why."""
    return _answer(fair_day.day_log(app, viewer, event, after, limit))


@router.post(
    "/events/{event}/day",
    operation_id="tellDay",
    tags=["fairs"],
    summary="Record what happened",
    response_description="The entry, and everything it changed",
    response_model=DayEntryView,
)
def post_day(
    app: ApplicationOf, viewer: OrganizerOf, _: FromProgram, event: EventId, given: DayInput, key: IdempotencyKey
) -> Response:
    """Check-in, lateness, absence, a walk-in, a booth or a support that goes: the timetable changes as little as the rules allow.

    The same key again changes nothing and gives the same answer.
    """
    return _answer(fair_day.tell(app, viewer, event, given, key))


@router.put(
    "/interviews/{interview}/outcome",
    operation_id="recordInterviewOutcome",
    tags=["fairs"],
    summary="Record what came of an interview",
    response_description="All steps of the pair that are recorded now",
    response_model=InterviewOutcomeView,
)
def put_outcome(
    app: ApplicationOf, viewer: StaffOf, _: FromProgram, number: Number, given: OutcomeInput, key: IdempotencyKey
) -> Response:
    """One that was cancelled has no outcome. A reason is a code; what is told of somebody's health is none."""
    return _answer(interview_outcomes.record_interview_outcome(app, viewer, number, given.outcome, given.reason, given.on))


@router.post(
    "/interviews/{interview}/outcome/withdrawal",
    operation_id="withdrawInterviewOutcome",
    tags=["fairs"],
    summary="Take back what was recorded of an interview by mistake",
    response_description="All steps of the pair that are recorded now, and those that were taken back",
    response_model=InterviewOutcomeView,
)
def post_outcome_withdrawal(
    app: ApplicationOf, viewer: StaffOf, _: FromProgram, number: Number, given: OutcomeWithdrawalInput, key: IdempotencyKey
) -> Response:
    """It is kept among the corrections, with the reason. What rests on it is taken back first."""
    return _answer(interview_outcomes.withdraw_interview_outcome(app, viewer, number, given.outcome, given.why))
