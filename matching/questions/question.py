"""One question that somebody can answer, and whom it is about."""

from dataclasses import dataclass, field
from typing import Final

from matching.constraints.finding import Addressee
from matching.knowledge.catalogue import Text

WORKPLACE: Final = "workplace:"
"""How the keys of facts about a building begin: one answer holds for every posting in it."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question to one addressee about one posting (the employer) or one person (everybody else).

    `key` names what is asked and stays the same from day to day: `workplace:PART`, `demand:DIMENSION`, `fact:FACT` and
    `confirm:DIMENSION` to the employer, `assess:DIMENSION` to the assessor, `one_step:DIMENSION` and `swap:DIMENSION` to the
    counselor, `rule:RULE` to whom the rule asks. `waits` names what waits for the answer: dimensions by their name, rules as
    `rule:NAME`.
    """

    addressee: Addressee
    key: str
    text: Text
    posting: str | None = None
    candidate: str | None = None
    waits: tuple[str, ...] = field(default=(), compare=False)
