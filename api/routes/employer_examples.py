"""One answer of each operation of an employer's room, for the OpenAPI document."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Final

from pydantic import BaseModel

from api.paper.words import EMPLOYER_ONLY
from api.schemas.employer_events import (
    CountedView,
    EmployerEventsView,
    EmployerEventView,
    HireAnswerView,
    HiresView,
    HireView,
    ListOfEventView,
    PlaceView,
    QuotaCounterView,
)
from api.schemas.employer_lists import DecisionView, EmployerListView, HandedFilesView, HandedFileView, ListedView
from api.schemas.employer_postings import (
    AskedView,
    ChangeOfferView,
    EmployerUnlockView,
    ListStateView,
    OfferedView,
    OfferPostView,
    OwnPostingsView,
    OwnPostingView,
    TasksView,
    TaskView,
)
from api.schemas.interviews import STATE_WORDS
from api.schemas.papers import PaperTableView, PaperView
from api.schemas.unlock import PublicChangeView, PublicUnlockView
from matching.contradictions import STEP_TEXTS
from matching.fair.preparation import GUIDANCE
from matching.fair.states import STATE_TEXTS, FairState
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Text
from matching.privacy import WHY, rank_band
from matching.records import InterviewState, Step

_AT: Final = datetime(2027, 3, 18, 1, 30, tzinfo=UTC)
_DAY: Final = date(2027, 3, 18)
_FAIR: Final = date(2027, 3, 20)
_EMPLOYER: Final = "e_vw12xy34"
_NAME: Final = "江城示例科技有限公司"
_POSTING: Final = "p_ef56gh78"
_TITLE: Final = "文字客服"
_EVENT: Final = "spring-2027"
_EVENT_NAME: Final = "春季专场招聘会"
_RUN: Final = "r_20270318T013000000000Z_0123456789ab"
_ALARM: Final = "accommodation:visual_alarm"
_ALARM_TEXT: Final = CATALOGUE.accommodation("visual_alarm").text

_OWN: Final = OwnPostingView(
    id=_POSTING,
    title=_TITLE,
    status="open",
    status_text=Text(zh="招聘中", en="open"),
    place="武汉洪山区",
    pay="4000-5000 元/月",
    to_confirm=6,
    repair=(),
    requests=(AskedView(change=_ALARM, text=_ALARM_TEXT, asked_at=_AT, promised=False),),
    lists=(ListStateView(event=_EVENT, name=_EVENT_NAME, on=_FAIR, people=8, undecided=5),),
)
_DECISION: Final = DecisionView(decision="invite", text=Text(zh="邀请面试", en="invited"), reason=None, reason_text=None, at=_AT)
_LISTED: Final = ListedView(
    person="K7QD-2M4A",
    stage="listing",
    band=0,
    band_text=rank_band(0),
    demanded=9,
    arranged=None,
    why=Text(
        zh="9 项要求全部满足；岗位要的 3 项技能，会 2 项",
        en="all 9 demands met; knows 2 of the 3 skills asked",
    ),
    asked=3,
    knows=2,
    skills=("文字录入",),
    certificates=(),
    education=Text(zh="大专及以上", en="college or above"),
    district=Text(zh="武汉市", en="Wuhan"),
    hours=None,
    wage=Text(zh="期望月薪在 3,000 至 4,000 元之间", en="hopes for between 3,000 and 4,000 yuan a month"),
    name=None,
    phone=None,
    email=None,
    study="",
    experience_years=None,
    experience="",
    stated=(),
    certificate_on=None,
    decision=_DECISION,
)
_FAIR_VIEW: Final = EmployerEventView(
    id=_EVENT,
    name=_EVENT_NAME,
    on=_FAIR,
    venue="洪山区文化馆",
    state_text=STATE_TEXTS[FairState.PUBLISHED],
    vetting="approved",
    vetting_text=Text(zh="已通过审核", en="approved"),
    lists=(ListOfEventView(posting=_POSTING, title=_TITLE, people=8, undecided=5),),
    timetable_out=True,
    interviews=(
        PlaceView(
            key="q5k2m7d4a3b6c2f7h3j5",
            person="K7QD-2M4A",
            name=None,
            posting=_POSTING,
            title=_TITLE,
            booth="A1",
            place=Text(zh="东厅，进门左边", en="东厅，进门左边"),
            at=None,
            half="morning",
            turn=2,
            when_text=Text(zh="上午第 2 场", en="morning, no. 2"),
            state_text=STATE_WORDS[InterviewState.PLANNED],
            stated=(),
        ),
    ),
    times_text=WHY,
    guidance=GUIDANCE,
)
EXAMPLES: Final[Mapping[str, BaseModel]] = {
    "getEmployerTasks": TasksView(
        employer=_EMPLOYER,
        name=_NAME,
        on=_DAY,
        postings=2,
        items=(
            TaskView(kind="decide", count=5, posting=_POSTING, title=_TITLE, event=_EVENT, event_name=_EVENT_NAME),
            TaskView(kind="confirm", count=6, posting=_POSTING, title=_TITLE),
        ),
    ),
    "listOwnPostings": OwnPostingsView(employer=_EMPLOYER, items=(_OWN,)),
    "getOwnPosting": _OWN,
    "getOwnPostingUnlock": PublicUnlockView(
        posting=_POSTING,
        title=_TITLE,
        on=_DAY,
        pool=120,
        fit=15,
        changes=(PublicChangeView(key=_ALARM, text=_ALARM_TEXT, cost="low", providers=("employer",), people=10),),
    ),
    "getOwnUnlock": EmployerUnlockView(
        employer=_EMPLOYER,
        on=_DAY,
        postings=2,
        kept_back=0,
        items=(
            ChangeOfferView(
                key=_ALARM,
                text=_ALARM_TEXT,
                posts=(OfferPostView(posting=_POSTING, title=_TITLE, people=10, offered=False),),
                people=10,
            ),
        ),
    ),
    "offerChange": OfferedView(posting=_POSTING, change=_ALARM, text=_ALARM_TEXT, promise=3),
    "listOwnEvents": EmployerEventsView(employer=_EMPLOYER, items=(_FAIR_VIEW,)),
    "getOwnEvent": _FAIR_VIEW,
    "getOwnList": EmployerListView(
        event=_EVENT,
        event_name=_EVENT_NAME,
        posting=_POSTING,
        title=_TITLE,
        run=_RUN,
        made_at=_AT,
        read_at=_AT,
        crowd=3,
        items=(_LISTED,),
    ),
    "decideOnPerson": _LISTED,
    "takeDecisionBack": _LISTED.model_copy(update={"decision": None}),
    "getOwnFile": PaperView(
        kind="shortlist",
        title=Text(zh="面试名单", en="Interview list"),
        event=_EVENT_NAME,
        on=_FAIR,
        file="2027-03-20_春季专场招聘会_面试名单_江城示例科技有限公司_文字客服_给单位.pdf",
        version="3f9a12c0",
        made_at=_AT,
        run=_RUN,
        run_at=_AT,
        software="0.2.0",
        handling=EMPLOYER_ONLY,
        tables=(
            PaperTableView(
                title=Text(zh="面试名单", en="Interview list"),
                columns=(Text(zh="分组", en="group"), Text(zh="编号", en="number")),
                rows=(("前 5 名", "K7QD-2M4A"),),
            ),
        ),
    ),
    "listOwnFiles": HandedFilesView(
        employer=_EMPLOYER,
        items=(
            HandedFileView(id=7, event=_EVENT, kind="shortlist", form="pdf", posting=_POSTING, people=8, made_at=_AT, stale=False),
        ),
    ),
    "listOwnHires": HiresView(
        employer=_EMPLOYER,
        on=date(2027, 5, 4),
        items=(
            HireView(
                event=_EVENT,
                posting=_POSTING,
                title=_TITLE,
                person="K7QD-2M4A",
                name="示例甲",
                hired_on=date(2027, 4, 2),
                months=1,
                due=date(2027, 5, 2),
            ),
        ),
    ),
    "answerForHire": HireAnswerView(
        event=_EVENT,
        posting=_POSTING,
        person="K7QD-2M4A",
        steps=(STEP_TEXTS[Step.INTERVIEWED], STEP_TEXTS[Step.HIRED], STEP_TEXTS[Step.RETAINED_1]),
    ),
    "getQuotaCounter": QuotaCounterView(
        employer=_EMPLOYER,
        on=_DAY,
        handed=1,
        certified=(
            CountedView(
                year=2026,
                counted=1,
                people=1,
                staff=60,
                source="全国残疾人按比例就业情况联网认证",
                fetched_on=date(2027, 3, 1),
                stale=False,
            ),
        ),
    ),
}
