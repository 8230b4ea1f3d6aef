"""Every router of the counselor's room."""

from typing import Final

from fastapi import APIRouter

from api.pages.counselor import appeals, assessment, caseload, certificate, consents, erasure, person, plan, posts, sheet

COUNSELOR: Final[tuple[APIRouter, ...]] = (
    caseload.router,
    appeals.router,
    person.router,
    consents.router,
    certificate.router,
    assessment.router,
    posts.router,
    plan.router,
    sheet.router,
    erasure.router,
)
