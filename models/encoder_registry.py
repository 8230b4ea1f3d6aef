"""Which encoder serves: the one the settings name, else one trained on the office's own data, else the packaged one."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from matching.protocols import Encoder
from models.encoder import load_encoder
from models.shelf import Shelf
from models.static import StaticEncoder

FOLDER: Final = "encoder"


def serving_encoder(name: str | None, models: Path | None) -> Encoder:
    """The encoder in use. A current own encoder that cannot be read is an error, never a silent change: raises ArtefactError."""
    if name is not None or models is None:
        return load_encoder(name)
    shelf = Shelf(models, FOLDER)
    version = shelf.current()
    return load_encoder() if version is None else StaticEncoder.load(shelf.folder(version))


def install_encoder(models: Path, version: str, save: Callable[[Path], object]) -> Path:
    """Let `save` write the encoder's folder and make it the current one; the pointer moves last. Returns the folder."""
    shelf = Shelf(models, FOLDER)
    save(shelf.folder(version))
    StaticEncoder.load(shelf.folder(version))
    shelf.point_to(version)
    return shelf.folder(version)


def point_to_encoder(models: Path, version: str) -> None:
    """Make a kept version current, to go back for example. Raises ArtefactError when it is not kept here or cannot be read."""
    shelf = Shelf(models, FOLDER)
    shelf.check_kept(version)
    StaticEncoder.load(shelf.folder(version))
    shelf.point_to(version)
