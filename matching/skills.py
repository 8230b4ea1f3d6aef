"""Skills by the words that postings and people use for them: synonyms, and which skill is part of which."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Final

from matching.knowledge.source import Row, read_rows

_FILE: Final = "skills.yaml"
_NONE: Final[frozenset[str]] = frozenset()


class SkillRow(Row):
    """A skill: its name, other names of it, and the narrower skills it is made of."""

    name: str
    words: tuple[str, ...]
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class SkillVocabulary:
    """`skill_of` says which skill a word means, `near` what its parts and wholes are, `starting` which words a character begins."""

    skill_of: Mapping[str, str]
    near: Mapping[str, frozenset[str]]
    starting: Mapping[str, tuple[str, ...]]

    def skills_in(self, text: str) -> frozenset[str]:
        """The skills that a text in lower case names, by their names; of overlapping words the one counts that begins first, or
        is longest. A Latin end of a word must be the end of a word in the text."""
        found, free = set(), 0
        for at, character in enumerate(text):
            if at < free or character not in self.starting:
                continue
            for word in self.starting[character]:
                if text.startswith(word, at) and _is_whole(word, text[at - 1 : at], text[at + len(word) : at + len(word) + 1]):
                    found.add(self.skill_of[word])
                    free = at + len(word)
                    break
        return frozenset(found)


@lru_cache(maxsize=1)
def skill_vocabulary() -> SkillVocabulary:
    """The packaged vocabulary. Raises KnowledgeError on a word under two skills or a part that is no skill."""
    text = resources.files("matching.knowledge").joinpath(_FILE).read_text("utf-8")
    rows = read_rows(text, _FILE, SkillRow).unique(lambda row: row.name)
    names = {row.name for row in rows}
    skill_of: dict[str, str] = {}
    near: dict[str, set[str]] = {name: set() for name in names}
    for row in rows:
        for word in (row.name, *row.words):
            if skill_of.setdefault(word, row.name) != row.name or (word in names and word != row.name):
                raise rows.fault(row, f"the word {word} stands under two skills; keep it under one", "words")
        for part in row.parts:
            if part not in names:
                raise rows.fault(row, f"the part {part} is no skill of this file; add a row for it", "parts")
            near[row.name].add(part)
            near[part].add(row.name)
    starting: dict[str, list[str]] = {}
    for word in sorted(skill_of, key=lambda word: (-len(word), word)):
        starting.setdefault(word[0], []).append(word)
    return SkillVocabulary(
        skill_of,
        {name: frozenset(found) for name, found in near.items()},
        {character: tuple(words) for character, words in starting.items()},
    )


@lru_cache(maxsize=65_536)
def skills_named(name: str) -> frozenset[str]:
    """The skills of the vocabulary that a short name speaks of; empty when it speaks of none."""
    return skill_vocabulary().skills_in(name)


@lru_cache(maxsize=65_536)
def answering(name: str) -> frozenset[str]:
    """The skills that answer one asked by this name: itself, its parts, and the wholes it is a part of."""
    return _with_near(skills_named(name))


def skills_told(text: str) -> frozenset[str]:
    """The skills that answer what a long text names, as `answering`; not kept."""
    return _with_near(skill_vocabulary().skills_in(text))


def same_family(asked: str, held: str) -> bool:
    """Whether the vocabulary lets the skill held answer the one asked: "excel" answers "办公软件" and the other way, not "word"."""
    return bool(answering(asked) & skills_named(held))


def _with_near(skills: frozenset[str]) -> frozenset[str]:
    near = skill_vocabulary().near
    return skills.union(*(near[name] for name in skills)) if skills else _NONE


def _is_whole(word: str, before: str, after: str) -> bool:
    return not (_latin(word[0]) and _latin(before)) and not (word[-1].isascii() and (_latin(after) or after in ("+", "#")))


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
