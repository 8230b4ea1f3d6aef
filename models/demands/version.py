"""Which reader read: a name that changes with its words, its method and the profiles that it starts from."""

from hashlib import sha256
from importlib import resources
from typing import Final

from matching.knowledge.source import packaged, packaged_files

_KNOWLEDGE: Final = ("occupation", "simplified")
"""How the knowledge files begin that a reading rests on: names, titles and profiles of occupations, and simplified characters."""


def reader_version() -> str:
    """16 hex digits over the tables and the code of this package and the knowledge it reads; readings of two names may differ."""
    own = sorted(resources.files("models.demands").iterdir(), key=lambda path: path.name)
    said = [f"{path.name}\0{path.read_text('utf-8')}" for path in own if path.name.endswith((".yaml", ".py"))]
    said += [f"{file}\0{packaged(file)}" for file in packaged_files() if file.startswith(_KNOWLEDGE)]
    return sha256("\0".join(said).encode()).hexdigest()[:16]


READER_VERSION: Final = reader_version()
