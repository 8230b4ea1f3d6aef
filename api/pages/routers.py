"""Every router of pages, in one list for the application."""

from typing import Final

from fastapi import APIRouter

from api.pages import audit, calls, courses, demands, knowledge, lint, policy, routes, trail, unlock
from api.pages.accounts import ACCOUNTS
from api.pages.counselor.routers import COUNSELOR
from api.pages.employer.routers import EMPLOYER
from api.pages.fair.routers import FAIR
from api.pages.imports.routers import IMPORTS
from api.pages.records.routers import RECORDS

PAGES: Final[tuple[APIRouter, ...]] = (
    *FAIR,
    *IMPORTS,
    *RECORDS,
    routes.router,
    knowledge.router,
    courses.router,
    lint.router,
    calls.router,
    policy.router,
    unlock.router,
    demands.router,
    audit.router,
    trail.router,
    *EMPLOYER,
    *ACCOUNTS,
    *COUNSELOR,
)
