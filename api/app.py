"""The web application: JSON under /api/v1, pages elsewhere, one place for errors, strict headers on every answer."""

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from api import pages
from api.bodies import BoundedBodies
from api.headers import STATIC, StrictHeaders
from api.notices import TrueNotices
from api.pages.routers import PAGES
from api.problems import install_handlers
from api.routes.document import PREFIX, api_router, openapi_bytes, openapi_document
from api.wiring import Application

__all__ = ["create_app", "openapi_bytes"]


def create_app(app: Application) -> FastAPI:
    """The ASGI application over one opened installation.

    FastAPI's own pages load scripts from another host and its telemetry would export error messages: both stay off.
    """
    web = FastAPI(
        title="通途 Tongtu",
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry={"tracing": False, "metrics": False, "logs": False, "operation_spans": False, "auto_configure": False},
    )
    web.state.application = app
    web.openapi = openapi_document  # type: ignore[method-assign]
    web.include_router(api_router())
    for router in PAGES:
        web.include_router(router)
    web.mount(STATIC.rstrip("/"), StaticFiles(packages=[(pages.__name__, "static")]), "static")
    install_handlers(web)
    web.add_middleware(TrueNotices)
    web.add_middleware(BoundedBodies)
    web.add_middleware(StrictHeaders)
    return web
