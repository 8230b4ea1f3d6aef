"""The web application: JSON under /api/v1, pages elsewhere, one place for errors, strict headers on every answer."""

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from api import pages
from api.bodies import BoundedBodies
from api.headers import STATIC, StrictHeaders
from api.load.admission import Admission
from api.load.probes import Probes
from api.load.rate_limits import RateLimits
from api.load.stored_lists import StoredLists
from api.notices import TrueNotices
from api.observing.counters import Counters
from api.observing.exposition import metrics
from api.observing.requests import METRICS, ObservedRequests
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
    web.state.counters = counters = Counters()
    web.add_route(METRICS, metrics, include_in_schema=False)
    # Only what is the same for everybody is compressed: a page with somebody's data and something that a stranger wrote would tell
    # by its length what it holds (BREACH).
    static = GZipMiddleware(StaticFiles(packages=[(pages.__name__, "static")]), minimum_size=1_000, compresslevel=6)
    web.mount(STATIC.rstrip("/"), static, "static")
    install_handlers(web)
    web.add_middleware(TrueNotices)
    web.add_middleware(BoundedBodies)
    web.add_middleware(Admission)
    web.add_middleware(StoredLists)
    web.add_middleware(RateLimits)
    web.add_middleware(Probes)
    web.add_middleware(StrictHeaders)
    # Outermost, so that what is turned away is counted and logged, too.
    web.add_middleware(ObservedRequests, counters=counters)
    return web
