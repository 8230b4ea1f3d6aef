"""The command that serves the pages, and the one that prints what the JSON interface offers."""

import sys
from typing import Annotated

import typer


def serve(
    port: Annotated[int, typer.Option(min=1, max=65_535)] = 8_300,
    with_worker: Annotated[
        bool, typer.Option("--worker/--no-worker", help="Do jobs, too; without, `tongtu worker` has to run somewhere.")
    ] = True,
) -> None:
    """Serve the pages and the JSON API on this machine only (127.0.0.1), with one worker for what takes long."""
    from api.cli.home import application
    from api.serving import serve_forever

    serve_forever(application(), port, with_worker=with_worker)


def openapi() -> None:
    """Print the OpenAPI document of the JSON API."""
    from api.app import openapi_bytes

    sys.stdout.buffer.write(openapi_bytes())
