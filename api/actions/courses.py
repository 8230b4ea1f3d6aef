"""The courses on offer: what each gives and asks, what it costs, and whether somebody can still join."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from api.actions.views import place_text
from api.schemas.base import Page
from api.schemas.courses import CourseState, CourseView
from api.wiring import Application
from data.importers.columns_candidates import LICENCES
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Text
from matching.records import Course, Viewer
from matching.verdicts.wording import SKILL_TEXTS

_LICENCES: Final[Mapping[str, Text]] = {name: Text(zh=word, en=name.replace("_", " ")) for word, name in LICENCES.items()}
_ORDER: Final[Mapping[CourseState, int]] = {"open": 1, "full": 2, "closed": 3, "over": 4}
_NEVER: Final = date.max


def list_courses(app: Application, viewer: Viewer, after: str | None, limit: int) -> Page[CourseView]:
    """All courses: those that somebody can still join before the full, the closed and those that are over, each by first day.

    `next` is a place in that order, so that a page stays where it was when another course is added.
    """
    with app.database.read(viewer) as stores:
        taken = stores.courses.taken(viewer)
        views = [course_view(course, taken.get(course.id, 0), app.today) for course in stores.courses.list(viewer)]
    rest = sorted((view for view in views if after is None or _place(view) > after), key=_place)
    page = tuple(rest[:limit])
    return Page[CourseView](items=page, next=_place(page[-1]) if len(rest) > limit else None)


def course_view(course: Course, taken: int, today: date) -> CourseView:
    """A course as it stands on that day, with `taken` people registered or attending."""
    return CourseView(
        id=course.id,
        external_id=course.external_id,
        name=course.name,
        provider=course.provider,
        place=place_text(course.place),
        online=course.online,
        starts_on=course.starts_on,
        ends_on=course.ends_on,
        register_by=course.register_by,
        state=_state(course, taken, today),
        seats=course.seats,
        seats_left=course.seats_left(taken),
        cost=course.cost,
        subsidy=course.subsidy,
        raises=dict(course.raises),
        teaches=course.teaches,
        licences=course.licences,
        needs=dict(course.needs),
        arrangements=tuple(sorted(course.arrangements, key=CATALOGUE.order.__getitem__)),
        gives=(
            *_levels(course.raises, Text(zh="{name}达到 {level} 级（{anchor}）", en="{name} up to {level} ({anchor})")),
            *(SKILL_TEXTS.get(word, Text(zh=word, en=word)) for word in course.teaches),
            *(_LICENCES.get(name, Text(zh=name, en=name)) for name in course.licences),
        ),
        asks=_levels(course.needs, Text(zh="{name}至少 {level} 级（{anchor}）", en="{name} at least {level} ({anchor})")),
        arranged=tuple(row.text for row in CATALOGUE.accommodations if row.name in course.arrangements),
        conditions=course.conditions,
    )


def _state(course: Course, taken: int, today: date) -> CourseState:
    if course.open_on(today, taken):
        return "open"
    ends = course.ends_on or course.starts_on
    if ends is not None and ends < today:
        return "over"
    return "full" if course.open_on(today) else "closed"


def _levels(levels: Mapping[str, int], words: Text) -> tuple[Text, ...]:
    rows = ((row, levels[row.name]) for row in CATALOGUE.dimensions if row.name in levels)
    return tuple(words.format(name=row.text, level=level, anchor=row.anchor(level)) for row, level in rows)


def _place(view: CourseView) -> str:
    """Where a course stands in the list, as text that sorts: by state, then by first day, then by id."""
    return f"{_ORDER[view.state]} {view.starts_on or _NEVER} {view.id}"
