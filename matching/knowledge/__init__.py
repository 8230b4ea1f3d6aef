"""The knowledge of the rules as data: 45 dimensions, 56 accommodations, 18 posting kinds; loaded once, checked at load."""

from matching.knowledge.catalogue import (
    CATALOGUE,
    Accommodation,
    Catalogue,
    Dimension,
    knowledge_hash,
    load_catalogue,
)
from matching.knowledge.effects import Effect
from matching.knowledge.source import KnowledgeError, Located, Rows, packaged, read_located, read_rows

__all__ = [
    "CATALOGUE",
    "Accommodation",
    "Catalogue",
    "Dimension",
    "Effect",
    "KnowledgeError",
    "Located",
    "Rows",
    "knowledge_hash",
    "load_catalogue",
    "packaged",
    "read_located",
    "read_rows",
]
