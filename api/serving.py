"""Serve the pages and the JSON API on this machine."""

import contextlib
import signal
from types import FrameType
from typing import TYPE_CHECKING

from api.wiring import Application

if TYPE_CHECKING:
    from uvicorn import Config

HOST = "127.0.0.1"


def serve_forever(app: Application, port: int, *, with_worker: bool = True) -> None:
    """Serve until interrupted, on the loopback address only: others come through a proxy of the office, which speaks https.

    `with_worker`: one worker does what pages ask for, beside the server and as long as it.
    """
    from uvicorn import Server

    from api.cli.output import warn
    from api.jobs.beside import worker_beside

    warn(f"通途 Tongtu: http://{HOST}:{port}/  (Ctrl+C 结束 / to stop)")
    # The server sends itself the signal once more when it has ended: that must not keep the worker from being ended, too.
    signal.signal(signal.SIGTERM, _over)
    with contextlib.suppress(KeyboardInterrupt), worker_beside(app.settings, warn) if with_worker else contextlib.nullcontext():
        Server(server_config(app, port)).run()


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
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=bool(app.settings.proxies),
        forwarded_allow_ips=list(app.settings.proxies),
        timeout_graceful_shutdown=10,
    )
