"""Put files into a folder without ever writing over one: somebody may have filled it in."""

from itertools import count
from pathlib import Path

from api.paper.files import PaperFile


def save_file(folder: Path, file: PaperFile) -> Path:
    """Where the file lies: under its own name, or with _2, _3 where another is there. The same bytes are not kept twice."""
    folder.mkdir(parents=True, exist_ok=True)
    stem, dot, extension = file.name.rpartition(".")
    for number in count(1):
        path = folder / (file.name if number == 1 else f"{stem}_{number}{dot}{extension}")
        try:
            with path.open("xb") as target:
                target.write(file.content)
        except FileExistsError:
            if path.read_bytes() == file.content:
                return path
            continue
        return path
    raise AssertionError("there is always another number")
