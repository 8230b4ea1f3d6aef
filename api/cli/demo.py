"""The command of the demo."""

from pathlib import Path
from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


def demo(
    candidates: Annotated[int, typer.Option(min=1)] = 600,
    employers: Annotated[int, typer.Option(min=1)] = 60,
    seed: Annotated[int, typer.Option(min=0)] = 7,
    folder: Annotated[Path, typer.Option(help="A folder of its own for the demo.")] = Path("demo"),
    start: Annotated[bool, typer.Option("--serve", help="Open the pages afterwards.")] = False,
    port: Annotated[int, typer.Option(min=1, max=65_535)] = 8_300,
    as_json: Json = False,
) -> None:
    """The main job from start to end on a synthetic city: spreadsheets, import, training, matching, lists."""
    from api.cli.demo_run import run_demo

    app_ = run_demo(folder, candidates, employers, seed, as_json)
    if start:
        from api.serving import serve_forever

        serve_forever(app_, port)
