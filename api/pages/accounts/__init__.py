"""The pages of the door: signing in and out, first administrator, invitation, reset, one's own account, and administration."""

from typing import Final

from fastapi import APIRouter

from api.pages.accounts import administration, caseloads, first, links, organisations, own, service, sign_in

ACCOUNTS: Final[tuple[APIRouter, ...]] = (
    sign_in.router,
    service.router,
    first.router,
    links.router,
    own.router,
    administration.router,
    organisations.router,
    caseloads.router,
)
