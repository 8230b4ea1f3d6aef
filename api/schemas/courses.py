"""Courses and what follows from them, as they go over the wire and onto the pages."""

from datetime import date
from typing import Literal

from api.schemas.base import View
from matching.knowledge.catalogue import Text

CourseState = Literal["open", "full", "closed", "over"]


class CourseView(View):
    """One course as it stands today.

    `state`: open (somebody can join), full, closed (registration has ended), over. `seats_left` is null where nobody said how many
    seats there are.

    `raises` and `needs` are levels 1-4 by dimension: reached at the end, and without which nobody can take it. `gives`, `asks` and
    `arranged` say the same, and what is taught and licensed, in words. `cost` is in yuan.
    """

    id: str
    external_id: str | None
    name: str
    provider: str
    place: str
    online: bool
    starts_on: date | None
    ends_on: date | None
    register_by: date | None
    state: CourseState
    seats: int | None
    seats_left: int | None
    cost: float | None
    subsidy: Literal["full", "part", "none"] | None
    raises: dict[str, int]
    teaches: tuple[str, ...]
    licences: tuple[str, ...]
    needs: dict[str, int]
    arrangements: tuple[str, ...]
    gives: tuple[Text, ...]
    asks: tuple[Text, ...]
    arranged: tuple[Text, ...]
    conditions: str


class AssessAgainView(View):
    """A person whose completed courses may have raised abilities that nobody has assessed since, in catalogue order."""

    candidate: str
    name: str
    courses: tuple[str, ...]
    dimensions: tuple[str, ...]
    text: Text
