"""Workplaces: the building as it is, and what the employer said about it and about arrangements."""

from dataclasses import dataclass
from typing import Any, Final, Literal

from data.synthetic.draws import Dice
from data.synthetic.employers import Firm
from data.synthetic.rows import Building, Occupation, productions
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import FACTS
from matching.records import (
    AccommodationStatus,
    Workplace,
)

_TOILETS: Final[tuple[Literal["accessible", "rails", "seat", "squat", "none"], ...]] = (
    "accessible",
    "rails",
    "seat",
    "squat",
    "none",
)
OF_WORKPLACE: Final = frozenset({"stairs", "toilet_self_care", "commute"})


@dataclass(frozen=True, slots=True)
class Site:
    """The building of one employer for one setting, as it is."""

    floor: int
    lift: bool
    steps: int
    ramp: bool
    toilet: Literal["accessible", "rails", "seat", "squat", "none"]
    commute: Literal[0, 1, 2, 3, 4]
    remote: bool


def make_site(chances: Building, dice: Dice) -> Site:
    remote = dice.chance(chances.remote)
    floor = _weighted(chances.floors, dice)
    steps = dice.pick((1, 1, 2, 3, 4, 6)) if dice.chance(chances.steps) else 0
    toilet = _TOILETS[_weighted(dict(enumerate(chances.toilets)), dice)]
    levels: tuple[Literal[0, 1, 2, 3, 4], ...] = (0, 1, 2, 3, 4)
    return Site(
        floor=floor,
        lift=floor not in (0, 1) and dice.chance(chances.lift),
        steps=steps,
        ramp=steps > 0 and dice.chance(chances.ramp),
        toilet=toilet,
        commute=levels[_weighted(dict(enumerate(chances.commute)), dice)],
        remote=remote,
    )


def _weighted(options: dict[int, int], dice: Dice) -> int:
    at = dice.next() % sum(options.values())
    for value, weight in options.items():
        at -= weight
        if at < 0:
            return value
    raise ValueError("weights must be above 0")


def make_workplace(firm: Firm, site: Site, occupation: Occupation, asked: dict[str, int], dice: Dice) -> Workplace:
    """What the employer said about the place: facts with their chance, defaults nobody confirmed, arrangements."""
    values: dict[str, Any] = {}
    assumed: list[Any] = []
    defaults: dict[str, Any] = {"floor": 1, "entrance_steps": 0, "toilet": "seat", "commute": 2}
    true: dict[str, Any] = {"floor": site.floor, "entrance_steps": site.steps, "toilet": site.toilet, "commute": site.commute}
    for name, value in true.items():
        if dice.chance(firm.candour):
            values[name] = value
        elif dice.chance(0.3):
            values[name] = defaults[name]
            assumed.append(name)
    if site.remote or dice.chance(0.85):
        values["remote"] = site.remote
    facts = {}
    for name in FACTS:
        if dice.chance(0.4 + 0.6 * firm.candour):
            facts[name] = occupation.facts.get(name, False)
    return Workplace(assumed=frozenset(assumed), facts=facts, statuses=_statuses(firm, site, occupation, asked, dice), **values)


_OF_BUILDING: Final = ("ramp", "lift", "accessible_toilet")
_MADE_FOR_ONE: Final = frozenset({"one_hand_jig", "tactile_jig", "adapted_grip", "braille_display", "captioned_call", "alt_input"})
"""What no employer has standing about before a person needs it."""
_IN_PLACE: Final = 0.26
_COMMITTED: Final = 0.34
_POSSIBLE: Final = 0.34


def _statuses(firm: Firm, site: Site, occupation: Occupation, asked: dict[str, int], dice: Dice) -> dict[str, AccommodationStatus]:
    """Arrangements that could matter here and were spoken about; the willing promise more, the others refuse some."""
    touched = {name for name, level in asked.items() if level >= 2} | OF_WORKPLACE
    idle = _idle(site)
    found: dict[str, AccommodationStatus] = {}
    if site.lift and dice.chance(firm.candour):
        found["lift"] = AccommodationStatus.IN_PLACE
    if site.ramp and dice.chance(firm.candour):
        found["ramp"] = AccommodationStatus.IN_PLACE
    if site.toilet == "accessible" and dice.chance(0.5):
        found["accessible_toilet"] = AccommodationStatus.IN_PLACE
    for row in CATALOGUE.accommodations:
        if row.name in idle or (row.needs_fact is not None and not occupation.facts.get(row.needs_fact, False)):
            continue
        relevant = row.name == "swap_task" or any(effect.ability in touched for effect in row.effects)
        if not relevant or not dice.chance(0.15 + 0.45 * firm.candour):
            continue
        at = dice.next() / (1 << 31)
        cheap = 1.0 if row.cost == "low" else 0.55 if row.cost == "medium" else 0.25
        cheap *= 0.3 if "candidate" in row.provider or row.name in _MADE_FOR_ONE else 1.0
        ready, soon, maybe = (share * firm.willing * 2 * cheap for share in (_IN_PLACE, _COMMITTED, _POSSIBLE))
        if at < ready and row.name not in _OF_BUILDING:
            found[row.name] = AccommodationStatus.IN_PLACE
        elif at < ready + soon:
            found[row.name] = AccommodationStatus.COMMITTED
        elif at < ready + soon + maybe:
            found[row.name] = AccommodationStatus.POSSIBLE
        elif at > 1 - 0.25 * (1 - firm.willing):
            found[row.name] = AccommodationStatus.REFUSED
    return found


def _idle(site: Site) -> set[str]:
    """Arrangements that this building has, or gives no occasion for."""
    idle = set() if site.floor > 1 else {"lift", "ground_floor"}
    if site.lift:
        idle.add("lift")
    if site.ramp or not site.steps:
        idle.add("ramp")
    if site.toilet == "accessible":
        idle.add("accessible_toilet")
    if site.remote:
        idle |= {"lift", "ground_floor", "ramp", "accessible_toilet", "shuttle", "dormitory", "travel_training"}
    return idle


def building_words(workplace: Workplace, dice: Dice) -> str:
    """What the text says of the building: only what the employer stated."""
    words = productions()["building"]
    said = ""
    if workplace.floor is not None and "floor" not in workplace.assumed and workplace.floor > 1:
        said += dice.pick(words["floor"]).format(floor=workplace.floor)
        lift = workplace.statuses.get("lift") is AccommodationStatus.IN_PLACE
        said += "," + dice.pick(words["lift" if lift else "no_lift"])
    if workplace.entrance_steps and "entrance_steps" not in workplace.assumed and dice.chance(0.5):
        said += "," + dice.pick(words["steps"]).format(steps=workplace.entrance_steps)
    if workplace.toilet in ("squat", "accessible") and "toilet" not in workplace.assumed and dice.chance(0.4):
        said += "," + dice.pick(words[workplace.toilet])
    return said
