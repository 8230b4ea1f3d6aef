"""The routers of the pages of records. They stand before those of single records: /postings/new is no posting."""

from typing import Final

from fastapi import APIRouter

from api.pages.records import (
    bodies,
    counted,
    duplicates,
    employers,
    indicators,
    jobs,
    ledgers,
    models,
    people,
    postings,
    search,
    stale,
    tasks,
    trends,
    workshops,
)

RECORDS: Final[tuple[APIRouter, ...]] = (
    tasks.router,
    stale.router,
    people.router,
    postings.router,
    employers.router,
    search.router,
    duplicates.router,
    jobs.router,
    models.router,
    indicators.router,
    trends.router,
    ledgers.router,
    counted.router,
    bodies.router,
    workshops.router,
)
