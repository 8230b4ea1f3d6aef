"""Courses, as JSON."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from fastapi import APIRouter
from pydantic import BaseModel
from starlette.responses import Response

from api.access import ApplicationOf, StaffOf
from api.actions.courses import course_view, list_courses
from api.routes.parameters import After, Limit
from api.schemas.base import Page
from api.schemas.courses import CourseView
from matching.records import WUHAN, Course, Place

router = APIRouter()

_DEFAULT: Final = 50
_COURSE: Final = Course(
    id="k_gh78jk90",
    external_id="K-2027-01",
    name="办公软件与文员实务",
    provider="江城示例职业培训学校",
    place=Place(text="武昌区", city=WUHAN, district="420106"),
    starts_on=date(2027, 4, 12),
    ends_on=date(2027, 5, 21),
    register_by=date(2027, 4, 5),
    seats=20,
    cost=1_200.0,
    subsidy="full",
    raises={"keyboard_input": 3, "writing": 3},
    teaches=("screen_reader", "办公软件"),
    needs={"keyboard_input": 1, "reading": 2},
    arrangements=frozenset({"screen_reader", "ramp"}),
    conditions="年满 16 周岁",
)
EXAMPLES: Final[Mapping[str, BaseModel]] = {
    "listCourses": Page[CourseView](items=(course_view(_COURSE, 12, date(2027, 3, 18)),)),
}


@router.get(
    "/courses",
    operation_id="listCourses",
    tags=["courses"],
    summary="All courses",
    response_description="Courses, those that somebody can still join first",
    response_model=Page[CourseView],
)
def get_courses(app: ApplicationOf, viewer: StaffOf, after: After = None, limit: Limit = _DEFAULT) -> Response:
    """Training courses with the seats left today, what each gives, and what nobody can take it without."""
    return Response(list_courses(app, viewer, after, limit).model_dump_json(), media_type="application/json")
