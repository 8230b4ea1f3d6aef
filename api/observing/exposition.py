"""The page that a monitor reads: metrics, for this machine or for whoever has the token."""

import hmac

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api.access import is_local
from api.observing.counters import Counters
from api.observing.installation import Installation
from api.wiring import Application


async def metrics(request: Request) -> Response:
    """Counts of this process and the state of the installation, in the text format of Prometheus.

    With `TONGTU_METRICS_TOKEN_FILE` set, for whoever sends its token; without, for this machine alone. To all others there is no
    such page (404).
    """
    app: Application = request.app.state.application
    if not await run_in_threadpool(may_read, request, app):
        raise HTTPException(404)
    return Response(await run_in_threadpool(exposition, app, request.app.state.counters), media_type=CONTENT_TYPE_LATEST)


def may_read(request: Request, app: Application) -> bool:
    """Whether whoever asks may read the metrics. The token is read anew each time, so that it can be changed."""
    file = app.settings.metrics_token_file
    if file is None:
        return is_local(request)
    try:
        token = file.read_bytes().strip()
    except OSError:
        return False
    given = request.headers.get("authorization", "").encode("utf-8", "replace")
    return token != b"" and hmac.compare_digest(given, b"Bearer " + token)


def exposition(app: Application, counters: Counters) -> bytes:
    """Everything in the text format."""
    read = CollectorRegistry()
    read.register(Installation(app))
    return generate_latest(counters.registry) + generate_latest(read)
