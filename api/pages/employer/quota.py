"""The employer's counter and calculator: what the quota asks, what counts, and what the levy costs, from public figures."""

from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from api.access import ApplicationOf, EmployerOf
from api.actions.employer_hires import counter_view
from api.actions.errors import BadInput
from api.actions.quotas import KINDS, WorkforceInput, quota_view
from api.pages.fair.values import Reading
from api.pages.rendering import render
from matching.knowledge.catalogue import Text
from matching.quota import CountingClass

router = APIRouter(include_in_schema=False)

_MOST_PEOPLE: Final = 1_000_000
_MOST_MONTHS: Final = 10_000_000
_MOST_YUAN: Final = 100_000_000
CLASSES: Final[Mapping[CountingClass, Text]] = {
    CountingClass.CERTIFICATE: Text(
        zh="残疾人证三、四级：一年共做几个月", en="Certificates of grades 3-4: months worked in the year"
    ),
    CountingClass.CERTIFICATE_SEVERE: Text(
        zh="残疾人证一、二级：一年共做几个月", en="Certificates of grades 1-2: months worked in the year"
    ),
    CountingClass.VETERAN: Text(zh="残疾军人证四至八级：一年共做几个月", en="Veterans' grades 4-8: months worked in the year"),
    CountingClass.VETERAN_SEVERE: Text(
        zh="残疾军人证一至三级：一年共做几个月", en="Veterans' grades 1-3: months worked in the year"
    ),
}
"""What an employer counts itself, from the copies that people handed it: the classes of the law, and nobody's name."""
KIND_TEXTS: Final[Mapping[str, Text]] = {
    "enterprise": Text(zh="企业", en="enterprise"),
    "government": Text(zh="机关", en="government body"),
    "public_institution": Text(zh="事业单位", en="public institution"),
    "other": Text(zh="其他单位", en="other organisation"),
}
_STAFF: Final = Text(zh="请填在职职工人数", en="give the number of staff")


@router.get("/employer/quota")
def quota_page(request: Request, app: ApplicationOf, viewer: EmployerOf) -> HTMLResponse:
    """The counter, and the calculator with its answer step by step where something was asked."""
    given = {name: value for name, value in request.query_params.items() if len(value) <= 20}
    asked, faults = _asked(given) if "staff" in given else (None, {})
    answer = None
    if asked is not None and not faults:
        try:
            answer = quota_view(app, asked)
        except BadInput as wrong:
            faults = {"staff": wrong.detail}
    return render(
        request,
        "employer/quota.html",
        status=422 if faults else 200,
        view=counter_view(app, viewer),
        answer=answer,
        given=given,
        faults=faults,
        classes={one.value: text for one, text in CLASSES.items()},
        kinds={name: KIND_TEXTS[name] for name in KINDS},
    )


def _asked(given: Mapping[str, str]) -> tuple[WorkforceInput | None, dict[str, Text]]:
    reading = Reading(given)
    staff = reading.whole("staff", 1, _MOST_PEOPLE)
    months = {one: reading.whole(one.value, 0, _MOST_MONTHS, empty=0) or 0 for one in CLASSES}
    wage = reading.whole("wage", 1, _MOST_YUAN)
    local = reading.whole("local_wage", 1, _MOST_YUAN)
    kind = reading.choice("kind", KIND_TEXTS)
    faults = dict(reading.faults)
    if staff is None:
        faults.setdefault("staff", _STAFF)
        return None, faults
    asked = WorkforceInput(
        staff=staff,
        months={one: number for one, number in months.items() if number},
        wage=wage,
        local_wage=local,
        kind=kind,  # type: ignore[arg-type]
    )
    return asked, faults
