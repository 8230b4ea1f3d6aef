"""The knowledge as tables in both languages: one module a section, in the order an expert reads them."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

from api.knowledge.abilities import abilities
from api.knowledge.accommodations import accommodations
from api.knowledge.cases import worked_cases
from api.knowledge.changes import changes
from api.knowledge.clauses import clause_rows
from api.knowledge.occupations import occupations
from api.knowledge.plan import plan
from api.knowledge.policy import policy
from api.knowledge.postings import postings
from api.knowledge.quota import quota
from api.knowledge.rules import rules
from api.knowledge.wordings import wordings
from api.schemas.knowledge import KnowledgeSection

SECTIONS: Final[Mapping[str, Callable[[], KnowledgeSection]]] = {
    "dimensions": abilities,
    "accommodations": accommodations,
    "changes": changes,
    "rules": rules,
    "policy": policy,
    "clauses": clause_rows,
    "postings": postings,
    "occupations": occupations,
    "plan": plan,
    "quota": quota,
    "wordings": wordings,
    "cases": worked_cases,
}


@lru_cache(maxsize=len(SECTIONS))
def section(name: str) -> KnowledgeSection:
    """One section, made once: the knowledge does not change while the program runs. Raises KeyError for an unknown name."""
    return SECTIONS[name]()
