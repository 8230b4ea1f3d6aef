"""The reports of the plan, the duties of bodies, and the employer's counter, as JSON: figures, nobody's name."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, BeforeValidator
from starlette.responses import Response

from api.access import ApplicationOf, MemberOf, OrganizerOf, StaffOrAuditorOf
from api.actions.obligations import notice_view, obligations_view, report_body
from api.actions.quotas import WorkforceInput, quota_view
from api.actions.responsibility import responsibility_view
from api.actions.year_reports import FIRST_YEAR, year_file, year_view
from api.once import IdempotencyKey
from api.origin import FromProgram
from api.paper.blocks import Style
from api.paper.files import MEDIA_TYPES
from api.routes.papers import disposition
from api.routes.parameters import LONGEST, PRINTABLE
from api.routes.unlock import EmployerId
from api.schemas.base import written_day
from api.schemas.quota import (
    BodyInput,
    CertifiedView,
    DutyView,
    EnterpriseView,
    FederationView,
    NoticesView,
    NoticeView,
    ObligationsView,
    QuotaStepView,
    QuotaView,
    ReportedView,
    ResponsibilityView,
)
from api.schemas.year_reports import FigureView, PartView, ReportSectionView, ReportView, YearReportView
from matching.knowledge.catalogue import Text
from matching.quota import CountingClass, DutyState
from matching.quota.bodies import STATE_TEXTS
from matching.records import EmployerKind

router = APIRouter()

Year = Annotated[int, Path(alias="year", ge=FIRST_YEAR, le=2199, description="The year", examples=[2027])]
Since = Annotated[int | None, Query(ge=FIRST_YEAR, le=2199, description="From the beginning of this year on")]
District = Annotated[
    str | None, Query(max_length=LONGEST, pattern=PRINTABLE, description="Only one district: its code, or the name of a zone")
]
Public = Annotated[bool, Query(description="As it may be published: small groups are kept back")]
_BINARY: Final = {"schema": {"type": "string", "format": "binary"}}


def _answer(view: BaseModel) -> Response:
    return Response(view.model_dump_json(), media_type="application/json")


@router.get(
    "/reports/{year}",
    operation_id="getYearReport",
    tags=["ledgers"],
    summary="The year report",
    response_description="Every figure in the order of the plan: JSON, or the file itself with its name",
    response_model=YearReportView,
    responses={200: {"content": {MEDIA_TYPES[one].partition(";")[0]: _BINARY for one in ("pdf", "xlsx", "csv")}}},
)
def get_year_report(
    app: ApplicationOf,
    viewer: StaffOrAuditorOf,
    year: Year,
    since: Since = None,
    district: District = None,
    each_district: Annotated[bool, Query(description="One report a district after that of the city")] = False,
    public: Public = False,
    form: Annotated[Literal["json", "xlsx", "csv", "pdf"], Query(alias="as", description="The format")] = "json",
    language: Annotated[Literal["zh", "en"], Query(description="The language of a file")] = "zh",
) -> Response:
    """The figures of the plan with their denominators, targets and what is not known, counted from the records of today.

    Counting is recorded as one access.
    """
    view = year_view(app, viewer, year, since=since, district=district, each_district=each_district, public=public)
    if form == "json":
        return _answer(view)
    made = year_file(app, viewer, view, form, Style(language))
    return Response(made.content, media_type=made.media_type, headers=disposition(made.name))


@router.get(
    "/responsibility/{year}",
    operation_id="getResponsibility",
    tags=["ledgers"],
    summary="Figures for social-responsibility reports",
    response_description="Enterprises by name",
    response_model=ResponsibilityView,
)
def get_responsibility(
    app: ApplicationOf,
    viewer: StaffOrAuditorOf,
    year: Year,
    employer: Annotated[
        str | None, Query(max_length=LONGEST, pattern=PRINTABLE, description="Only this employer, of any kind")
    ] = None,
    public: Public = False,
) -> Response:
    """What each enterprise offered, how many people it hired and kept, and how it kept its promises."""
    return _answer(responsibility_view(app, viewer, year, employer, public=public))


@router.get(
    "/obligations",
    operation_id="getObligations",
    tags=["ledgers"],
    summary="Bodies that must employ at least somebody",
    response_description="Open duties first, then what is not known",
    response_model=ObligationsView,
)
def get_obligations(app: ApplicationOf, viewer: StaffOrAuditorOf) -> Response:
    """How each government body and public institution stands, the cadres of the federations, and what platforms certified, with the
    source and the day of each file; stale ones are marked."""
    return _answer(obligations_view(app, viewer))


@router.get(
    "/obligations/notice",
    operation_id="getNotice",
    tags=["ledgers"],
    summary="The public notice",
    response_description="Bodies by district, then name",
    response_model=NoticesView,
)
def get_notice(app: ApplicationOf, viewer: StaffOrAuditorOf) -> Response:
    """Which body owes what and whether it did: no person and no number of people."""
    return _answer(notice_view(app, viewer))


@router.post(
    "/employers/{employer}/reports",
    operation_id="reportBody",
    tags=["ledgers"],
    summary="Record what a body reported",
    response_description="How it stands now",
    response_model=ReportedView,
)
def post_report(
    app: ApplicationOf, viewer: OrganizerOf, _: FromProgram, employer: EmployerId, told: BodyInput, key: IdempotencyKey
) -> Response:
    """Posts and people of a day. The last report of one day stands, so that the same sent again changes nothing."""
    return _answer(report_body(app, viewer, employer, told))


@router.get(
    "/quota",
    operation_id="reckonQuota",
    tags=["ledgers"],
    summary="Reckon an employer's share and levy",
    response_description="The answer step by step, each with its source",
    response_model=QuotaView,
)
def reckon_quota(
    app: ApplicationOf,
    viewer: MemberOf,
    staff: Annotated[float, Query(gt=0, le=10_000_000, description="People employed on average over the year")],
    certificate: Annotated[int, Query(ge=0, description="Months of work, certificates of grades 3-4")] = 0,
    certificate_severe: Annotated[int, Query(ge=0, description="Months of work, certificates of grades 1-2")] = 0,
    veteran: Annotated[int, Query(ge=0, description="Months of work, veterans' grades 4-8")] = 0,
    veteran_severe: Annotated[int, Query(ge=0, description="Months of work, veterans' grades 1-3")] = 0,
    wage: Annotated[float | None, Query(gt=0, description="The employer's own average wage, yuan a year")] = None,
    local_wage: Annotated[float | None, Query(gt=0, description="The local average wage, yuan a year")] = None,
    kind: Annotated[
        Literal["enterprise", "government", "public_institution", "other"], Query(description="The kind of employer")
    ] = "enterprise",
    on: Annotated[date | None, BeforeValidator(written_day), Query(description="The day of filing; without it, today")] = None,
) -> Response:
    """From counts that the employer gives, by the figures in force on the day. Nothing is stored, and nobody's record is read."""
    given = {
        CountingClass.CERTIFICATE: certificate,
        CountingClass.CERTIFICATE_SEVERE: certificate_severe,
        CountingClass.VETERAN: veteran,
        CountingClass.VETERAN_SEVERE: veteran_severe,
    }
    months = {name: number for name, number in given.items() if number}
    asked = WorkforceInput(staff=staff, months=months, wage=wage, local_wage=local_wage, kind=kind)
    return _answer(quota_view(app, asked, on))


_DAY: Final = date(2027, 3, 18)
_DUTY: Final = DutyView(
    employer="e_vw12xy34",
    name="江城示例区某局",
    district="420106",
    kind=EmployerKind.GOVERNMENT,
    establishment=60,
    people=0,
    threshold=50,
    state=DutyState.OPEN,
    text=STATE_TEXTS[DutyState.OPEN].format(least=1),
    to_confirm=True,
)
_FIGURE: Final = FigureView(
    indicator="employment.times",
    name=Text(zh="新增就业", en="new employment"),
    unit="times",
    count=35,
    of=None,
    share=None,
    unknown=1,
    parts=(PartView(axis="month", key="2027-02", text=Text(zh="2027-02", en="2027-02"), count=35),),
    target=3_000,
    reached=None,
    text=Text(
        zh="新增就业：35 人次；另有 1 项情况不明（目标 3,000 人次，2023-01-01 至 2024-12-31）",
        en="New employment: 35 person-times; 1 more not known (target 3,000 person-times, 2023-01-01 to 2024-12-31)",
    ),
)
_GOALS: Final = ReportSectionView(item="goals", title=Text(zh="任务目标", en="Goals"), figures=(_FIGURE,))
EXAMPLES: Final[Mapping[str, BaseModel]] = {
    "getYearReport": YearReportView(
        since=date(2027, 1, 1),
        until=date(2027, 12, 31),
        as_of=_DAY,
        published=True,
        reports=(ReportView(whole=True, district=None, name=Text(zh="全市", en="The city"), sections=(_GOALS,)),),
    ),
    "getResponsibility": ResponsibilityView(
        since=date(2027, 1, 1),
        until=date(2027, 12, 31),
        as_of=_DAY,
        published=False,
        items=(
            EnterpriseView(
                employer="e_vw12xy34",
                name="江城示例科技有限公司",
                postings=2,
                targeted=1,
                jobs=3,
                without_headcount=0,
                arranged=1,
                hired_times=1,
                hired_people=1,
                stayed=0,
                known=0,
                not_known=0,
                checked=1,
                kept=1,
                lines=(Text(zh="招用 1 人次，1 人。", en="1 placements of 1 people."),),
            ),
        ),
    ),
    "getObligations": ObligationsView(
        on=_DAY,
        duties=(_DUTY,),
        federations=FederationView(cadres=20, with_disability=3, share=0.15, open=(), unknown=(), to_confirm=True),
        certified=(
            CertifiedView(
                employer="e_vw12xy34",
                name="江城示例区某局",
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
    "getNotice": NoticesView(
        on=_DAY,
        rows=(
            NoticeView(name=_DUTY.name, code=None, district=_DUTY.district, kind=_DUTY.kind, state=_DUTY.state, text=_DUTY.text),
        ),
    ),
    "reportBody": ReportedView(employer=_DUTY.employer, duty=_DUTY),
    "reckonQuota": QuotaView(
        name="-",
        on=_DAY,
        required=3,
        counted=1,
        shortfall=2,
        placements=2,
        fewest=1,
        full="160000.00",
        due="144000.00",
        exempt=False,
        to_confirm=True,
        steps=(
            QuotaStepView(
                name="due",
                text=Text(zh="本年应缴 144,000.00 元。", en="To pay for the year: 144,000.00 yuan."),
                sources=(),
                to_confirm=False,
            ),
        ),
    ),
}
