"""The audit of an event as JSON and as a table."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Final

from fastapi import APIRouter
from pydantic import BaseModel
from starlette.responses import Response

from api.access import ApplicationOf, AuditorOf
from api.actions.audit import audit_event
from api.routes.parameters import EventId
from api.schemas.audit import (
    AuditTableView,
    AuditView,
    GapPartView,
    GapView,
    GroupRowView,
    RateView,
    ReasonCountView,
    SightingView,
    SpreadView,
    StageRowView,
    StageTotalView,
)
from matching.audit import PARTS, STAGES, TITLES, Part, Stage
from matching.audit.groups import SEXES
from matching.audit.words import INPUTS, MEASURED
from matching.explanation import name_text
from matching.knowledge.catalogue import Text

router = APIRouter()

_LISTED: Final = RateView(
    count=82,
    of=241,
    share=0.34,
    low=0.281,
    high=0.404,
    to_best=0.67,
    to_rest=0.67,
    to_rest_low=0.54,
    to_rest_high=0.82,
    usual_low=95,
    usual_high=118,
    p=0.00004,
    beyond=True,
)
_EXAMPLE: Final = AuditView(
    event="spring-2027",
    name="春季专场招聘会",
    kind="专场招聘会",
    on=date(2027, 3, 20),
    run="r_20270318T013000000000Z_0123456789ab",
    matched_at=datetime(2027, 3, 18, 1, 30, tzinfo=UTC),
    made_at=datetime(2027, 3, 25, 2, 0, tzinfo=UTC),
    headline=(
        Text(zh="600 人中，265 人（44.2%）进入了名单。", en="Of 600 people 265 (44.2%) are on a list."),
        Text(zh="与其他人差距最大的一组是女（性别）。", en="The group furthest behind everybody else is women (sex)."),
        Text(zh="女在“进入名单”上落后的 16.9 个百分点里：规则 +16.4。", en="Of the 16.9 points: the rules +16.4."),
    ),
    measured=MEASURED,
    inputs=INPUTS.format(version="lambdamart-0123456789ab"),
    people=600,
    postings=224,
    lists_changed=0,
    totals=(
        StageTotalView(stage=Stage.SHORTLISTED, text=STAGES[Stage.SHORTLISTED], count=265, share=0.442, another_way=0),
        StageTotalView(stage=Stage.AVAILABLE, text=STAGES[Stage.AVAILABLE], count=240, share=0.4, another_way=6),
        StageTotalView(stage=Stage.ALLOTTED, text=STAGES[Stage.ALLOTTED], count=198, share=0.33, another_way=0),
    ),
    not_recorded=(Stage.INTERVIEWED, Stage.OFFERED, Stage.HIRED, Stage.RETAINED),
    review_only=287,
    opted_out=None,
    by_lot=0.461,
    spread=SpreadView(
        places=3_321,
        lists=(335, 33, 30, 44, 158),
        places_people=0.79,
        places_postings=0.25,
        exposure_people=0.8,
        exposure_postings=0.21,
        top_tenth=0.6,
    ),
    tables=(
        AuditTableView(
            attributes=("sex",),
            title=TITLES["sex"],
            rows=(
                GroupRowView(
                    name=SEXES[0],
                    people=241,
                    judged=True,
                    review=143,
                    stages=(StageRowView(stage=Stage.SHORTLISTED, start=_LISTED, step=None, hidden=None, bound=None),),
                ),
            ),
            not_recorded=0,
            unshown=0,
        ),
    ),
    crossings=(),
    sightings=(
        SightingView(
            attribute="sex",
            title=TITLES["sex"],
            name=SEXES[0],
            listed=0.34,
            people_share=0.402,
            exposure_share=0.346,
            mean_places=4.6,
            by_lot=0.358,
            usual_low=0.344,
            usual_high=0.373,
            gaps=(
                GapView(
                    stage=Stage.SHORTLISTED,
                    whole=0.17,
                    parts=(
                        GapPartView(part=Part.RULES, text=PARTS[Part.RULES], share=0.164),
                        GapPartView(part=Part.RANKER, text=PARTS[Part.RANKER], share=0.006),
                    ),
                ),
                GapView(
                    stage=Stage.ALLOTTED,
                    whole=0.14,
                    parts=(
                        GapPartView(part=Part.RULES, text=PARTS[Part.RULES], share=0.115),
                        GapPartView(part=Part.RANKER, text=PARTS[Part.RANKER], share=0.005),
                        GapPartView(part=Part.AVAILABLE, text=PARTS[Part.AVAILABLE], share=0.002),
                        GapPartView(part=Part.ALLOCATION, text=PARTS[Part.ALLOCATION], share=0.018),
                    ),
                ),
            ),
            reasons=(ReasonCountView(key="attendance", text=name_text("attendance"), about=25),),
        ),
    ),
    earlier=None,
    changes=(),
)
EXAMPLES: Final[Mapping[str, BaseModel]] = {"getAudit": _EXAMPLE}


@router.get(
    "/events/{event}/audit",
    operation_id="getAudit",
    tags=["events"],
    summary="The audit of an event",
    response_description="Counts, shares and impact ratios by group, and where gaps arise",
    response_model=AuditView,
)
def get_audit(app: ApplicationOf, viewer: AuditorOf, event: EventId) -> Response:
    """How far people came, by impairment category, grade band, sex, age band, district and graduates, and these crossed: counts,
    shares with exact intervals and impact ratios at each stage, small figures hidden; how much of a gap comes from the rules, the
    ranker and, where a timetable was saved, the allocation. It names nobody. That groups were read is recorded as an access."""
    return Response(audit_event(app, viewer, event).model_dump_json(), media_type="application/json")
