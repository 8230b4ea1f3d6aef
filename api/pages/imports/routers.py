"""The routers of the import wizard."""

from typing import Final

from fastapi import APIRouter

from api.pages.imports import files, running, waiting_rows

IMPORTS: Final[tuple[APIRouter, ...]] = (files.router, running.router, waiting_rows.router)
