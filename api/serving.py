"""Serve the pages and the JSON API on this machine."""

import contextlib
import signal
from types import FrameType
from typing import TYPE_CHECKING, Final

from api.load.connections import Guard
from api.wiring import Application

if TYPE_CHECKING:
    from uvicorn import Config, Server

HOST = "127.0.0.1"
REST_SECONDS: Final = 10
"""How long a connection may rest between two requests; longer than a proxy keeps its own open would be better for it."""
LAST_SECONDS: Final = 20
"""How long requests that are being worked on may take to end once the server is told to."""
MOST_CONNECTIONS: Final = 4_000
_OTHER_FILES: Final = 200
"""Files that are open beside connections: the database, logs, files being made."""


def serve_forever(app: Application, port: int, *, with_worker: bool = True) -> None:
    """Serve until interrupted, on the loopback address only: others come through a proxy of the office, which speaks https.

    `with_worker`: one worker does what pages ask for, beside the server and as long as it. Told to end, the server takes no new
    connection, finishes what it is working on, and ends the worker.
    """
    from api.cli.output import warn
    from api.forgetting import erased_forgotten
    from api.jobs.beside import worker_beside
    from api.observing.setup import observe_process

    observe_process(app.settings)
    warn(f"通途 Tongtu: http://{HOST}:{port}/  (Ctrl+C 结束 / to stop)")
    # The server sends itself the signal once more when it has ended: that must not keep the worker from being ended, too.
    signal.signal(signal.SIGTERM, _over)
    app.database.limit_reads(app.settings.request_seconds)
    worker = worker_beside(app.settings, warn) if with_worker else contextlib.nullcontext()
    with contextlib.suppress(KeyboardInterrupt), worker, erased_forgotten(app):
        guarded_server(server_config(app, port)).run()


def _over(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def server_config(app: Application, port: int) -> "Config":
    """How the server runs. What a proxy says of the sender and of https is believed only from the addresses in the settings."""
    from uvicorn import Config

    from api.app import create_app

    # Paths hold ids of people: no access log. The name of the server is nobody's business.
    return Config(
        create_app(app),
        host=HOST,
        port=port,
        http="h11",
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(app.settings.proxies),
        forwarded_allow_ips=list(app.settings.proxies),
        limit_concurrency=_most_connections(),
        timeout_keep_alive=REST_SECONDS,
        timeout_graceful_shutdown=LAST_SECONDS,
    )


def guarded_server(config: "Config", guard: Guard | None = None) -> "Server":
    """A server that looks at its connections once a second and cuts off those that get nowhere."""
    import time

    from uvicorn import Server

    watch = guard or Guard(most=config.limit_concurrency)

    class GuardedServer(Server):
        async def on_tick(self, counter: int) -> bool:
            if counter % 10 == 0:
                watch.look(self.server_state.connections, time.monotonic())
            return await super().on_tick(counter)

    return GuardedServer(config)


def _most_connections() -> int:
    """As many as there may be files open, up to the hard limit of this process, which costs nothing to ask for."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + _OTHER_FILES
    if soft < wanted and (hard == resource.RLIM_INFINITY or hard > soft):
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return max(1, min(MOST_CONNECTIONS, soft - _OTHER_FILES))
