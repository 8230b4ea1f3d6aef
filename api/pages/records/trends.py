"""One figure of the plan over time, as a picture with its table."""

from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, Response

from api.access import ApplicationOf
from api.actions.trends import By, trend_view
from api.languages import language_of
from api.pages.picture import AskedSize, svg
from api.pages.records.indicators import PLACES, District, ReaderOf
from api.pages.rendering import render
from api.pictures import trend
from matching.indicators import INDICATORS
from matching.knowledge.catalogue import Text

router = APIRouter(include_in_schema=False)

FIRST: Final = "employment.times"
"""What is shown when nothing was chosen."""
NAMES: Final = {name: Text(zh=row.zh, en=row.en[:1].upper() + row.en[1:]) for name, row in INDICATORS.items()}

AskedIndicator = Annotated[str, Query(alias="indicator", max_length=60, pattern=r"^[a-z._]+$")]
AskedBy = Annotated[By, Query(alias="by")]


@router.get("/indicators/trends")
def trends_page(
    request: Request,
    app: ApplicationOf,
    viewer: ReaderOf,
    indicator: AskedIndicator = FIRST,
    district: District = "",
    by: AskedBy = "year",
) -> HTMLResponse:
    """A figure by year, or by month of this year where it is counted so."""
    return render(
        request,
        "records/trends.html",
        view=trend_view(app, viewer, indicator, by=by, district=district or None),
        indicators=NAMES,
        districts=PLACES,
        district=district,
    )


@router.get("/indicators/trends.svg")
def trend_picture(
    request: Request,
    app: ApplicationOf,
    viewer: ReaderOf,
    indicator: AskedIndicator = FIRST,
    district: District = "",
    by: AskedBy = "year",
    size: AskedSize = "wide",
) -> Response:
    """The same as a picture."""
    language = language_of(request)
    return svg(trend.draw(trend_view(app, viewer, indicator, by=by, district=district or None), language, size), language)
