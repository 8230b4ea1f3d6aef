"""The knowledge of the rules as data: 45 dimensions, 56 accommodations, 18 posting kinds; loaded once, checked at load."""

from matching.knowledge.catalogue import (
    CATALOGUE,
    Accommodation,
    Catalogue,
    Dimension,
    Effect,
    KnowledgeError,
    knowledge_hash,
    load_catalogue,
)

__all__ = [
    "CATALOGUE",
    "Accommodation",
    "Catalogue",
    "Dimension",
    "Effect",
    "KnowledgeError",
    "knowledge_hash",
    "load_catalogue",
]
