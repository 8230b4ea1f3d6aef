"""The impact assessment as JSON."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from api.access import Allow, ApplicationOf, OrganizerOrAdministratorOf
from api.actions import impacts
from api.impact_words import CONCLUSIONS, COUNTS, PURPOSES, RISKS, SEES
from api.once import IdempotencyKey
from api.origin import FromProgram
from api.schemas.impacts import (
    CountView,
    ImpactInput,
    ImpactRecordView,
    ImpactView,
    LeakFiguresView,
    LeakLineView,
    RankerView,
    SeesView,
)
from matching.knowledge.catalogue import Text
from matching.records import Role, Viewer

router = APIRouter()

ImpactReaderOf = Annotated[Viewer, Depends(Allow(Role.ORGANIZER, Role.AUDITOR, Role.ADMINISTRATOR))]
_AT: Final = datetime(2027, 3, 18, 1, 30, tzinfo=UTC)
_EXAMPLE: Final = ImpactView(
    on=date(2027, 3, 18),
    software="0.2.0",
    purposes=PURPOSES[:1],
    counts=(CountView(name="people", text=COUNTS["people"], number=600),),
    sees=(SeesView(role="auditor", role_text=Text(zh="审计", en="auditor"), sees=SEES[Role.AUDITOR], accounts=1),),
    retention=(),
    ranker=RankerView(version="hand-3f2a9c", note=Text(zh="手工权重", en="hand weights"), checks=()),
    leak=LeakFiguresView(
        at=_AT,
        people=1_614,
        lines=27_619,
        most=0.05,
        holds=True,
        secrets=(LeakLineView(secret="hearing", people=229, excess=-0.025, upper=-0.006),),
    ),
    risks=RISKS[:1],
    conclusions=dict(CONCLUSIONS),
    may_record=True,
    record_years=3,
    records=(
        ImpactRecordView(
            number=214,
            at=_AT,
            account="local",
            conclusion="proceed",
            conclusion_text=CONCLUSIONS["proceed"],
            people=600,
            open_appeals=1,
            ranker="hand-3f2a9c",
            leak=0.024,
            keep_until=date(2030, 3, 18),
        ),
    ),
)
EXAMPLES: Final[Mapping[str, BaseModel]] = {"getImpact": _EXAMPLE, "recordImpact": _EXAMPLE}


@router.get("/impact", operation_id="getImpact", tags=["trail"], summary="What the processing of personal data does to people")
def get_impact(app: ApplicationOf, viewer: ImpactReaderOf) -> ImpactView:
    """Filled from the system's own facts; it names nobody."""
    return impacts.impact_view(app, viewer)


@router.post("/impact", operation_id="recordImpact", tags=["trail"], summary="Record the assessment with a conclusion")
def record_impact(
    app: ApplicationOf, viewer: OrganizerOrAdministratorOf, _: FromProgram, given: ImpactInput, key: IdempotencyKey
) -> ImpactView:
    """Figures and conclusion become a line of the audit trail. The same of the same day are recorded once."""
    return impacts.record_impact(app, viewer, given)
