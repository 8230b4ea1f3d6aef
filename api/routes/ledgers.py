"""The ledgers of people and what is only counted, as JSON."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Final

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel
from starlette.responses import Response

from api.access import ApplicationOf, OrganizerOf, StaffOf
from api.actions import ledgers, tallies
from api.once import IdempotencyKey
from api.origin import FromProgram
from api.routes.parameters import After, CandidateId, Limit
from api.schemas.base import Page
from api.schemas.ledgers import (
    EnteredView,
    FourServicesView,
    GraduateView,
    PlacementView,
    RefusalInput,
    RefusalView,
    TalliesView,
    TallyInput,
    TallyView,
)
from matching.knowledge.catalogue import Text
from matching.ledger import TallyKind
from matching.records import PostingKind, ServiceKind

router = APIRouter()

_DEFAULT: Final = 50
OnlyMissing = Annotated[bool, Query(alias="missing", description="Only lines that lack something")]
TallyNumber = Annotated[int, Path(alias="tally", ge=1, le=2**31 - 1, description="Number of the record", examples=[12])]


def _answer(view: BaseModel) -> Response:
    return Response(view.model_dump_json(), media_type="application/json")


@router.get(
    "/ledgers/graduates",
    operation_id="listGraduates",
    tags=["ledgers"],
    summary="The graduates' ledger",
    response_description="One line a person, in order of id",
    response_model=Page[GraduateView],
)
def list_graduates(
    app: ApplicationOf, viewer: StaffOf, missing: OnlyMissing = False, after: After = None, limit: Limit = _DEFAULT
) -> Response:
    """Graduates of the window and whoever is kept until they have work: plan, service, refusal, and what is missing."""
    return _answer(ledgers.graduates_view(app, viewer, after, limit, only_missing=missing))


@router.get(
    "/ledgers/services",
    operation_id="listServices",
    tags=["ledgers"],
    summary="The four services of each person",
    response_description="One line a person, in order of id",
    response_model=Page[FourServicesView],
)
def list_services(
    app: ApplicationOf, viewer: StaffOf, missing: OnlyMissing = False, after: After = None, limit: Limit = _DEFAULT
) -> Response:
    """四个一: what was done when, what is owed and was not done, and of which nobody knows whether it is owed."""
    return _answer(ledgers.services_view(app, viewer, after, limit, only_missing=missing))


@router.get(
    "/ledgers/placements/{year}",
    operation_id="listPlacements",
    tags=["ledgers"],
    summary="The placements of a year",
    response_description="Jobs begun, by day; undated ones last",
    response_model=Page[PlacementView],
)
def list_placements(
    app: ApplicationOf,
    viewer: StaffOf,
    year: Annotated[int, Path(alias="year", ge=2000, le=2199, description="The year", examples=[2027])],
    after: After = None,
    limit: Limit = _DEFAULT,
) -> Response:
    """One line a job begun by one person; those without a recorded day stand in every year, at the end."""
    return _answer(ledgers.placements_view(app, viewer, year, after, limit))


@router.post(
    "/ledgers/graduates",
    operation_id="enterGraduates",
    tags=["ledgers"],
    summary="Take graduates into the ledger",
    response_description="How many are new",
    response_model=EnteredView,
)
def enter_graduates(app: ApplicationOf, viewer: StaffOf, _: FromProgram, key: IdempotencyKey) -> Response:
    """Every graduate of the window; they stay until they have work. Sent again, it changes nothing."""
    return _answer(ledgers.enter_graduates(app, viewer))


@router.post(
    "/candidates/{candidate}/refusal",
    operation_id="recordRefusal",
    tags=["ledgers"],
    summary="Record a refusal of service",
    response_description="Where the person stands in the ledger",
    response_model=RefusalView,
)
def record_refusal(
    app: ApplicationOf, viewer: StaffOf, _: FromProgram, candidate: CandidateId, told: RefusalInput, key: IdempotencyKey
) -> Response:
    """A refusal stays visible and raises no alert; without a day it is taken back. The reason is sealed."""
    return _answer(ledgers.record_refusal(app, viewer, candidate, told))


@router.get(
    "/ledgers/tallies",
    operation_id="listTallies",
    tags=["ledgers"],
    summary="What is only counted",
    response_description="Oldest first, those taken back among them",
    response_model=TalliesView,
)
def list_tallies(
    app: ApplicationOf, viewer: StaffOf, kind: Annotated[TallyKind | None, Query(description="Only records of this kind")] = None
) -> Response:
    """Saved talent pools, incubated projects, pairings of helpers and people, training bases, evaluations."""
    return _answer(TalliesView(items=tallies.list_tallies(app, viewer, kind)))


@router.post(
    "/ledgers/tallies",
    operation_id="recordTally",
    tags=["ledgers"],
    summary="Record something to count",
    response_description="The record, new or as it stands",
    response_model=TallyView,
)
def record_tally(app: ApplicationOf, viewer: StaffOf, _: FromProgram, told: TallyInput, key: IdempotencyKey) -> Response:
    """The same key again gives the record that is there."""
    return _answer(tallies.record_tally(app, viewer, told, key))


@router.post(
    "/ledgers/tallies/{tally}/withdrawal",
    operation_id="withdrawTally",
    tags=["ledgers"],
    summary="Take a record back",
    response_description="The records as they stand now",
    response_model=TalliesView,
)
def withdraw_tally(app: ApplicationOf, viewer: OrganizerOf, _: FromProgram, tally: TallyNumber, key: IdempotencyKey) -> Response:
    """It counts no more; who took it back is kept."""
    tallies.withdraw_tally(app, viewer, tally)
    return _answer(TalliesView(items=tallies.list_tallies(app, viewer)))


_DAY: Final = date(2027, 3, 18)
_TALLY: Final = TallyView(
    id=12, kind=TallyKind.PROJECT, title="手作工坊孵化", on=_DAY, district="420106", people=(), withdrawn=False
)
EXAMPLES: Final[Mapping[str, BaseModel]] = {
    "listGraduates": Page[GraduateView](
        items=(
            GraduateView(
                candidate="c_ab12cd34",
                name="示例甲",
                district="420106",
                entered=True,
                served=False,
                employed=False,
                refused_on=None,
                plan_on=_DAY,
                missing=("service",),
                complete=True,
                text=Text(zh="还没有就业服务", en="no employment service yet"),
            ),
        )
    ),
    "enterGraduates": EnteredView(entered=1, total=12),
    "listServices": Page[FourServicesView](
        items=(
            FourServicesView(
                candidate="c_ab12cd34",
                name="示例甲",
                done={ServiceKind.VERIFICATION: _DAY},
                missing=(ServiceKind.ASSESSMENT, ServiceKind.NEEDS, ServiceKind.EMPLOYMENT),
                unknown=(),
            ),
        )
    ),
    "listPlacements": Page[PlacementView](
        items=(
            PlacementView(
                candidate="c_ab12cd34",
                name="示例甲",
                posting="p_ef56gh78",
                title="文字客服",
                employer="江城示例科技有限公司",
                kind=PostingKind.PRIVATE_TARGETED,
                district="420106",
                on=_DAY,
            ),
        )
    ),
    "recordRefusal": RefusalView(candidate="c_ab12cd34", entered_on=_DAY, refused_on=_DAY),
    "listTallies": TalliesView(items=(_TALLY,)),
    "recordTally": _TALLY,
    "withdrawTally": TalliesView(items=(_TALLY.model_copy(update={"withdrawn": True}),)),
}
