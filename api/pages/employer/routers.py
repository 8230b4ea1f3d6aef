"""The routers of the employer's room."""

from typing import Final

from fastapi import APIRouter

from api.pages.employer import events, files, hires, home, lists, offers, postings, promises, quota

EMPLOYER: Final[tuple[APIRouter, ...]] = (
    home.router,
    postings.router,
    offers.router,
    lists.router,
    events.router,
    files.router,
    hires.router,
    promises.router,
    quota.router,
)
