"""What a job asks, and how much of it was told: stated, confirmed, read, typical, or nothing."""

from typing import Any, Final

from data.synthetic.draws import Dice
from data.synthetic.rows import Occupation, productions
from data.synthetic.workplaces import OF_WORKPLACE, Site
from matching.knowledge import CATALOGUE
from matching.records import (
    Demand,
    PostingKind,
    Provenance,
)

_AT_HOME: Final = frozenset({"level_mobility"}) | OF_WORKPLACE
_PART_TIME: Final = frozenset(
    {"text_support", "data_entry", "image_labeller", "cleaner", "audio_transcriber", "copywriter", "packer"}
)


def make_asked(occupation: Occupation, kind: PostingKind, site: Site, dice: Dice) -> dict[str, int]:
    """What this job asks, 1-4 by dimension: the usual demand of the work, a little more or less here and there."""
    asked = {}
    for name, level in occupation.demands.items():
        step = 0 if dice.chance(0.85) else dice.pick((-1, -1, 1))
        asked[name] = min(max(level + step, 0), 4)
    asked["hours_per_day"] = occupation.demands.get("hours_per_day", 4)
    if occupation.key in _PART_TIME and dice.chance(0.35):
        asked["hours_per_day"] = dice.pick((2, 2, 3))
    if kind is PostingKind.AUXILIARY:
        for name in ("pace", "stress", "hours_per_day", "attendance", "independence", "learning"):
            asked[name] = min(asked.get(name, 0), 2)
    if site.remote:
        for name in _AT_HOME:
            asked.pop(name, None)
    return {name: level for name, level in asked.items() if level}


def speak_demands(asked: dict[str, int], style: str, dice: Dice) -> tuple[tuple[str, ...], dict[str, str]]:
    """Sentences of the text that tell a demand, and the sentence by dimension for those a reader wrote down."""
    words: dict[str, dict[int, list[str]]] = productions()["demand_words"]
    named = [name for name, level in asked.items() if level in words.get(name, {}) and (level >= 3 or dice.chance(0.3))]
    chosen = dice.several(named, dice.between(1, 5) if style != "bare" else dice.between(0, 2))
    said = {name: dice.pick(words[name][asked[name]]) for name in chosen}
    read = {name: phrase for name, phrase in said.items() if style == "text" or dice.chance(0.1)}
    return tuple(said.values()), read


_RECORDED: Final = {"full": 1.0, "partial": 0.65, "text": 0.15, "bare": 0.0}
_TYPICAL: Final = {"full": 0.0, "partial": 0.8, "text": 0.75, "bare": 0.25}


def tell_demands(
    occupation: Occupation, asked: dict[str, int], style: str, read: dict[str, str], site: Site, dice: Dice
) -> tuple[Demand, ...]:
    """The demands as the record has them: stated, confirmed, read from the text, typical of the work, or nothing."""
    told = []
    confirmed = dice.chance(0.4)
    for row in CATALOGUE.dimensions:
        name = row.name
        if name in OF_WORKPLACE and (name not in asked or site.remote):
            continue
        if site.remote and name in _AT_HOME:
            continue
        level: Any = asked.get(name, 0)
        if not row.core and not level:
            continue
        marginal = bool(level) and name in occupation.marginal and dice.chance(0.7)
        if dice.chance(_RECORDED[style]):
            provenance = Provenance.CONFIRMED if confirmed and dice.chance(0.8) else Provenance.STATED
            # Some employers ask more than the task needs.
            stated: Any = min(level + 1, 4) if level and dice.chance(0.03) else level
            told.append(Demand(dimension=name, level=stated, provenance=provenance, marginal=marginal))
        elif name in read:
            sure = dice.between(60, 95) / 100
            told.append(Demand(dimension=name, level=level, provenance=Provenance.READ, evidence=read[name], confidence=sure))
        elif dice.chance(_TYPICAL[style]):
            usual: Any = occupation.demands.get(name, 0)
            told.append(Demand(dimension=name, level=usual, provenance=Provenance.TYPICAL, marginal=marginal))
        elif dice.chance(0.1):
            told.append(Demand(dimension=name, level=None, provenance=Provenance.UNKNOWN))
    return tuple(told)
