"""The routers of the organizer's pages of a fair."""

from typing import Final

from fastapi import APIRouter

from api.pages.fair import (
    allocation,
    booths,
    day_paper,
    decisions,
    desk,
    employers,
    funnel,
    interviews,
    letters,
    papers,
    planning,
    promises,
    running,
    steps,
    timetable,
)

FAIR: Final[tuple[APIRouter, ...]] = (
    planning.router,
    booths.router,
    steps.router,
    employers.router,
    running.router,
    allocation.router,
    timetable.router,
    desk.router,
    day_paper.router,
    letters.router,
    interviews.router,
    funnel.router,
    decisions.router,
    promises.router,
    papers.router,
)
"""Before the pages of an event: /events/new is no event."""
