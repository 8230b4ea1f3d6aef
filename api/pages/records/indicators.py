"""The plan's figures by district and period, in the committee's order, with their denominators; and as files."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import HTMLResponse, Response

from api.access import Allow, ApplicationOf
from api.actions.errors import ActionError
from api.actions.responsibility import responsibility_view
from api.actions.year_reports import FIRST_YEAR, year_file, year_view
from api.languages import language_of
from api.pages.rendering import render
from api.paper.blocks import Style
from api.routes.papers import disposition
from matching.geography import DISTRICTS, ZONES
from matching.knowledge.catalogue import Text
from matching.plan import PLAN
from matching.records import Role, Viewer

router = APIRouter(include_in_schema=False)

ReaderOf = Annotated[Viewer, Depends(Allow(Role.ORGANIZER, Role.COUNSELOR, Role.AUDITOR))]
Year = Annotated[int | None, Query(ge=2000, le=2200)]
District = Annotated[str, Query(max_length=20, pattern=r"^[\w-]*$")]
FORMATS: Final[Mapping[str, Text]] = {
    "xlsx": Text(zh="Excel 表格", en="workbook (XLSX)"),
    "pdf": Text(zh="PDF", en="PDF"),
    "csv": Text(zh="CSV 文本", en="text (CSV)"),
    "json": Text(zh="JSON 数据", en="data (JSON)"),
}
PLACES: Final[Mapping[str, Text]] = {code: area.text for code, area in {**DISTRICTS, **ZONES}.items()}


@router.get("/indicators")
def indicators_page(
    request: Request,
    app: ApplicationOf,
    viewer: ReaderOf,
    year: Year = None,
    since: Year = None,
    district: District = "",
    each: bool = False,
) -> HTMLResponse:
    """Every figure of a period, of the whole, one district, or each district."""
    chosen = year or app.today.year
    fault: Text | None = None
    view = None
    try:
        view = year_view(app, viewer, chosen, since=since, district=district or None, each_district=each)
    except ActionError as refused:
        fault = refused.detail
    return render(
        request,
        "records/indicators.html",
        status=200 if fault is None else 422,
        view=view,
        fault=fault,
        year=chosen,
        since=since or chosen,
        district=district,
        each=each,
        years=range(app.today.year, FIRST_YEAR - 1, -1),
        districts=PLACES,
        formats=FORMATS,
        asks={item.number: item.asks for item in PLAN},
    )


@router.get("/indicators/report")
def report_file(
    request: Request,
    app: ApplicationOf,
    viewer: ReaderOf,
    year: Year = None,
    since: Year = None,
    district: District = "",
    each: bool = False,
    form: Annotated[Literal["xlsx", "pdf", "csv", "json"], Query(alias="format")] = "xlsx",
    public: bool = False,
) -> Response:
    """The same as a file; `public` keeps small groups back, as it may leave the house."""
    chosen = year or app.today.year
    view = year_view(app, viewer, chosen, since=since, district=district or None, each_district=each, public=public)
    made = year_file(app, viewer, view, form, Style(language=language_of(request)))
    return Response(made.content, media_type=made.media_type, headers=disposition(made.name))


@router.get("/indicators/enterprises")
def enterprises_page(request: Request, app: ApplicationOf, viewer: ReaderOf, year: Year = None) -> HTMLResponse:
    """The figures of enterprises for their social-responsibility reports."""
    chosen = min(max(year or app.today.year, FIRST_YEAR), app.today.year)
    view = responsibility_view(app, viewer, chosen)
    years = range(app.today.year, FIRST_YEAR - 1, -1)
    return render(request, "records/enterprises.html", view=view, year=chosen, years=years)
