"""The assessment of one person, and their posts by verdict, as JSON."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Final

from fastapi import APIRouter, Query
from pydantic import BaseModel
from starlette.responses import Response

from api.access import ApplicationOf, StaffOf
from api.actions.assessing import assess, assessment_view
from api.actions.person_posts import pair_view, person_posts
from api.actions.unlock_places import person_unlock
from api.once import IdempotencyKey
from api.origin import FromProgram
from api.routes import unlock
from api.routes.parameters import LONGEST, MOST, PRINTABLE, CandidateId, PostingId
from api.routes.unlock import Budget
from api.schemas.assessing import (
    AbilityChangeView,
    AbilityGroupView,
    AbilityView,
    AssessedView,
    AssessmentInput,
    AssessmentView,
    OpenedView,
)
from api.schemas.person_posts import EventRef, OpensView, PairAbilityView, PairGroupView, PairView, PersonPostsView, PersonPostView
from api.schemas.unlock import CandidateUnlockView
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Text
from matching.shortlist import Counts, VerdictName

router = APIRouter()

AtEvent = Annotated[
    str | None,
    Query(
        alias="event",
        max_length=LONGEST,
        pattern=PRINTABLE,
        description="The event; without it, the one matched last, else all open postings",
    ),
]
OneEvent = Annotated[str, Query(alias="event", max_length=LONGEST, pattern=PRINTABLE, description="The event")]
Shown = Annotated[VerdictName | None, Query(alias="verdict", description="The verdict; without it, the best that there is")]
From = Annotated[int, Query(alias="from", ge=0, le=100_000, description="How many posts to pass over")]
PageSize = Annotated[int, Query(ge=1, le=MOST, description="Most posts on one page")]


def _answer(view: BaseModel) -> Response:
    return Response(view.model_dump_json(), media_type="application/json")


@router.get(
    "/people/{candidate}/assessment",
    operation_id="getAssessment",
    tags=["people"],
    summary="The assessment of a person on the 45 dimensions",
    response_description="The form, the next questions first",
    response_model=AssessmentView,
)
def get_assessment(app: ApplicationOf, viewer: StaffOf, candidate: CandidateId, event: AtEvent = None) -> Response:
    """Levels with source and day, and the words of each level. Reading it is recorded as an access."""
    return _answer(assessment_view(app, viewer, candidate, event))


@router.post(
    "/people/{candidate}/assessment",
    operation_id="assess",
    tags=["people"],
    summary="Record an assessment",
    response_description="What changed, and what that opened and closed",
    response_model=AssessedView,
)
def post_assessment(
    app: ApplicationOf,
    viewer: StaffOf,
    _: FromProgram,
    candidate: CandidateId,
    told: AssessmentInput,
    key: IdempotencyKey,
    event: AtEvent = None,
) -> Response:
    """A level by dimension, or null for "not assessed"; what is not named stays. The same again changes nothing."""
    return _answer(assess(app, viewer, candidate, told, event))


@router.get(
    "/people/{candidate}/posts",
    operation_id="listPersonPosts",
    tags=["people"],
    summary="The posts of a person by verdict",
    response_description="A page of posts with one verdict, each with its reason and what opens it",
    response_model=PersonPostsView,
)
def get_posts(
    app: ApplicationOf,
    viewer: StaffOf,
    candidate: CandidateId,
    event: AtEvent = None,
    shown: Shown = None,
    start: From = 0,
    limit: PageSize = 50,
) -> Response:
    """Which fit, need an arrangement, need a look or are blocked; counted over all of them."""
    return _answer(person_posts(app, viewer, candidate, event, shown, start, limit))


@router.get(
    "/people/{candidate}/posts/{posting}",
    operation_id="getPair",
    tags=["people"],
    summary="The profile of a person at a post",
    response_description="All 45 dimensions in their groups: demand, ability, and what closes the gap",
    response_model=PairView,
)
def get_pair(app: ApplicationOf, viewer: StaffOf, candidate: CandidateId, posting: PostingId, event: AtEvent = None) -> Response:
    """What the picture of a pair shows, as numbers and words."""
    return _answer(pair_view(app, viewer, candidate, posting, event))


@router.get(
    "/people/{candidate}/unlock",
    operation_id="getPersonUnlock",
    tags=["people"],
    summary="What one change would open for a person",
    response_description="Levers by who would make them, most wanted posts first",
    response_model=CandidateUnlockView,
)
def get_unlock(app: ApplicationOf, viewer: StaffOf, candidate: CandidateId, event: OneEvent, budget: Budget = None) -> Response:
    """Worked out from the person's file alone, without opening anybody else's."""
    return _answer(person_unlock(app, viewer, event, candidate, budget))


_ROW: Final = CATALOGUE.dimensions[0]
_ABILITY: Final = AbilityView(
    dimension=_ROW.name,
    code=_ROW.code,
    text=_ROW.text,
    core=_ROW.core,
    level=None,
    source=None,
    on=None,
    outdated=False,
    anchors=(Text(zh="做不到", en="cannot do it"), *_ROW.levels),
    waiting=7,
    alone=2,
)
_LINE: Final = Text(zh="可胜任；需要：读屏软件（已有）", en="Can do it; needs: screen reader (in place)")
_PARAGRAPH: Final = Text(zh="9 项要求全部满足，其中 1 项借助安排。", en="All 9 demands are met, 1 of them with an arrangement.")
EXAMPLES: Final[Mapping[str, BaseModel]] = {
    "getAssessment": AssessmentView(
        candidate="c_ab12cd34",
        name="示例甲",
        version="0123456789abcdef",
        event="spring-2027",
        event_name="春季专场",
        postings=12,
        assessed=44,
        first=(_ABILITY,),
        groups=(AbilityGroupView(key="vision", title=Text(zh="视觉", en="vision"), abilities=()),),
    ),
    "assess": AssessedView(
        candidate="c_ab12cd34",
        changed=(AbilityChangeView(dimension=_ROW.name, text=_ROW.text, was=None, now=3),),
        again=(),
        event="spring-2027",
        postings=12,
        before=Counts(eligible=2, eligible_with=1, review=7, blocked=2),
        after=Counts(eligible=4, eligible_with=1, review=5, blocked=2),
        opened=(OpenedView(posting="p_ef56gh78", title="文字客服", employer="江城示例科技有限公司"),),
        closed=(),
        settled=2,
    ),
    "listPersonPosts": PersonPostsView(
        candidate="c_ab12cd34",
        name="示例甲",
        event=EventRef(id="spring-2027", name="春季专场"),
        events=(EventRef(id="spring-2027", name="春季专场"),),
        rules_of=date(2027, 3, 20),
        postings=12,
        wanted=8,
        counts=Counts(eligible=4, eligible_with=1, review=5, blocked=2),
        verdict="eligible_with",
        before=0,
        items=(
            PersonPostView(
                posting="p_ef56gh78",
                title="文字客服",
                employer="江城示例科技有限公司",
                place="武汉洪山区",
                pay="4000-5000 元/月",
                verdict="eligible_with",
                line=_LINE,
                paragraph=_PARAGRAPH,
                questions=(),
                opens=(OpensView(what=_ROW.text, how=Text(zh="读屏软件", en="screen reader"), by=None),),
                wanted=True,
                rank=3,
            ),
        ),
        next=None,
    ),
    "getPair": PairView(
        candidate="c_ab12cd34",
        name="示例甲",
        posting="p_ef56gh78",
        title="文字客服",
        employer="江城示例科技有限公司",
        event=None,
        rules_of=date(2027, 3, 20),
        verdict="eligible_with",
        line=_LINE,
        paragraph=_PARAGRAPH,
        groups=(
            PairGroupView(
                key="vision",
                title=Text(zh="视觉", en="vision"),
                rows=(
                    PairAbilityView(
                        dimension=_ROW.name,
                        text=_ROW.text,
                        asked=True,
                        demand=3,
                        demand_text=_ROW.anchor(3),
                        provenance=Text(zh="单位说明", en="stated"),
                        ability=1,
                        ability_text=_ROW.anchor(1),
                        outdated=False,
                        standing="met_with",
                        used=(Text(zh="读屏软件（已有）", en="screen reader (in place)"),),
                        bridge=Text(zh="读屏软件", en="screen reader"),
                        hint=None,
                        questions=(),
                    ),
                ),
            ),
        ),
        rules=(),
    ),
    "getPersonUnlock": unlock.EXAMPLES["getCandidateUnlock"],
}
