"""Every router of pages, in one list for the application."""

from typing import Final

from fastapi import APIRouter

from api.pages import audit, calls, courses, demands, knowledge, lint, policy, routes, unlock

PAGES: Final[tuple[APIRouter, ...]] = (
    routes.router,
    knowledge.router,
    courses.router,
    lint.router,
    calls.router,
    policy.router,
    unlock.router,
    demands.router,
    audit.router,
)
