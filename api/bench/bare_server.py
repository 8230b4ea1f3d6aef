"""Floors of serving a list: the same server, and nothing behind it but the bytes of a file. `python -m api.bench.bare_server`.

`/` is an endpoint of an empty FastAPI application, `/asgi` not even that.
"""

import sys
from pathlib import Path
from typing import Any, Final

ENDPOINT: Final = "/"
PLAIN: Final = "/asgi"


def serve_bytes(path: Path, port: int) -> None:
    """Answers with the bytes of a file, as JSON, until ended."""
    from fastapi import FastAPI
    from starlette.responses import Response
    from uvicorn import Config, Server

    body = path.read_bytes()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    web = FastAPI(openapi_url=None)

    @web.get(ENDPOINT)
    async def endpoint() -> Response:
        return Response(body, media_type="application/json")

    async def bare(scope: Any, receive: Any, send: Any) -> None:
        if scope["path"] != PLAIN:
            await web(scope, receive, send)
            return
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    Server(Config(bare, port=port, http="h11", ws="none", lifespan="off", log_level="error", access_log=False)).run()


if __name__ == "__main__":
    serve_bytes(Path(sys.argv[1]), int(sys.argv[2]))
