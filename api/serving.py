"""Serve the pages and the JSON API on this machine."""

from api.wiring import Application

HOST = "127.0.0.1"


def serve_forever(app: Application, port: int) -> None:
    """Serve until interrupted, on the loopback address only: an installation without accounts has one organizer."""
    import uvicorn

    from api.app import create_app
    from api.cli.output import warn

    warn(f"通途 Tongtu: http://{HOST}:{port}/  (Ctrl+C 结束 / to stop)")
    # Paths hold ids of people: no access log. The name of the server is nobody's business.
    uvicorn.run(
        create_app(app),
        host=HOST,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=10,
    )
