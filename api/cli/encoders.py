"""The command that trains the encoder."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.output import either, progress, say, say_json

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


def train_encoder(
    out: Annotated[Path | None, typer.Option(help="The artefact folder to write: trains the default encoder.")] = None,
    occupations: Annotated[
        Path | None, typer.Option(help="A table of the classification (code, definition, tasks) to read for the default encoder.")
    ] = None,
    from_store: Annotated[
        bool, typer.Option("--from-store", help="Train further on own postings and confirmed matches; serves if it got better.")
    ] = False,
    seed: Annotated[int, typer.Option(min=0)] = 7,
    size: Annotated[int, typer.Option(min=0, help="Postings and profiles of our own grammar to train the default on.")] = 4_000,
    steps: Annotated[int, typer.Option(min=1, help="Batches to train the default encoder for.")] = 2_000,
    as_json: Json = False,
) -> None:
    """Train the encoder: the packaged default anew, or further on the office's own data."""
    from api.actions.encoders import train_default_encoder, tune_own_encoder
    from api.cli.home import organizer
    from api.cli.tables import encoder_lines

    if from_store == (out is not None):
        raise typer.BadParameter(either("--out 和 --from-store 要写一个，只写一个", "give either --out FOLDER or --from-store"))
    with progress(either("训练", "training")) as told:
        if out is not None:
            made = train_default_encoder(out, occupations, seed, size, steps, told)
        else:
            made = tune_own_encoder(*organizer(), seed, told)
    if as_json:
        say_json(made)
        return
    for line in encoder_lines(made):
        say(line)
