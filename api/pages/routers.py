"""Every router of pages, in one list for the application."""

from typing import Final

from fastapi import APIRouter

from api.pages import (
    audit,
    calls,
    courses,
    demands,
    impact,
    knowledge,
    lint,
    policy,
    raised_demands,
    reviews,
    routes,
    shortlists,
    trail,
    unlock,
)
from api.pages.accounts import ACCOUNTS
from api.pages.counselor.routers import COUNSELOR
from api.pages.employer.routers import EMPLOYER
from api.pages.fair.routers import FAIR
from api.pages.imports.routers import IMPORTS
from api.pages.records.routers import RECORDS

PAGES: Final[tuple[APIRouter, ...]] = (
    *FAIR,
    *IMPORTS,
    raised_demands.router,
    *RECORDS,
    routes.router,
    shortlists.router,
    reviews.router,
    knowledge.router,
    courses.router,
    lint.router,
    calls.router,
    policy.router,
    unlock.router,
    demands.router,
    audit.router,
    trail.router,
    impact.router,
    *EMPLOYER,
    *ACCOUNTS,
    *COUNSELOR,
)
