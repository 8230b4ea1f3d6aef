"""Imports without a file, as JSON: rows that a program sends, and what was written on paper on the day of a fair."""

from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter
from pydantic import BaseModel
from starlette.responses import Response

from api.access import ApplicationOf, OrganizerOf
from api.actions import sent_rows
from api.actions.certifying import CertificationReport
from api.actions.importing import FaultLine, ImportReport
from api.once import IdempotencyKey
from api.origin import FromProgram
from api.routes.parameters import EventId
from api.schemas.interviews import LoadFaultView, LoadReport
from api.schemas.sent_rows import DayRowsInput, RowsInput
from matching.knowledge.catalogue import Text

router = APIRouter()

EXAMPLES: Final[Mapping[str, BaseModel]] = {
    "importRows": ImportReport(
        file="services",
        rows=3,
        imported=1,
        updated=0,
        unchanged=1,
        duplicates=0,
        rejected=1,
        faults=(
            FaultLine(
                row=3,
                column="求职者编号",
                value=None,
                problem=Text(zh="库里没有这位求职者", en="there is no such candidate"),
                advice=Text(zh="先导入求职者名单，或核对编号、证件号码", en="import the candidates first, or check the number"),
                severity="rejected",
            ),
        ),
        import_id="i_0123456789abcdef0123",
    ),
    "loadDay": LoadReport(
        rows=2,
        entered=1,
        known=0,
        faults=(
            LoadFaultView(
                row=2,
                problem=Text(zh="时间“十点”看不懂；请写成 10:15", en="The time 十点 cannot be read; write it as 10:15"),
            ),
        ),
    ),
}


def _answer(view: BaseModel) -> Response:
    return Response(view.model_dump_json(), media_type="application/json")


@router.post(
    "/imports",
    operation_id="importRows",
    tags=["imports"],
    summary="Import rows",
    response_description="What became of the rows, with each fault",
    response_model=ImportReport | CertificationReport,
)
def post_rows(app: ApplicationOf, viewer: OrganizerOf, _: FromProgram, given: RowsInput, key: IdempotencyKey) -> Response:
    """People, postings, courses, trainings, outcomes, services, placements, graduates, consents or certified counts. A row names
    its cells by the headers of the empty sheet of its kind, or by the names of the fields. A wrong row never stops the right ones;
    the same again changes nothing."""
    return _answer(sent_rows.import_rows(app, viewer, given))


@router.post(
    "/events/{event}/day/rows",
    operation_id="loadDay",
    tags=["fairs"],
    summary="Load what was written on paper on the day",
    response_description="How many rows were entered now or before, and the others with their fault",
    response_model=LoadReport,
)
def post_day(
    app: ApplicationOf, viewer: OrganizerOf, _: FromProgram, event: EventId, given: DayRowsInput, key: IdempotencyKey
) -> Response:
    """The columns are those of the day's empty sheet, by header or field: at, act, code, candidate, booth and so on. A row enters
    once, however often it is sent."""
    return _answer(sent_rows.load_day_rows(app, viewer, event, given.rows))
