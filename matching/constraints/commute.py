"""The way to work against the person's own limit: minutes between areas, or the districts they named."""

from collections.abc import Hashable
from functools import lru_cache
from typing import Final, NamedTuple

from matching.constraints.finding import RuleFinding
from matching.constraints.person import PersonSide
from matching.constraints.rule import Rule
from matching.constraints.terms import Chance, TermsSide
from matching.constraints.voice import Told, Ways, voice
from matching.geography import AREAS, DISTRICTS, ZONES
from matching.knowledge.catalogue import Text
from matching.policy import Policy

_CLOSING: Final = ("dormitory", "remote")
_KEYS: Final = tuple(area.key for area in AREAS)

_VOICE: Final = voice(
    "travel_time",
    reasons={
        "far": "minutes home place limit",
        "elsewhere": "place",
        "other_city": "",
        "closed": "place",
        "unsure": "place",
        "perhaps": "place",
    },
    questions={"remote": ""},
    until={"dormitory": "", "remote": "", "wish": ""},
)


class _Traveller(NamedTuple):
    """Who says "not at home" (`remote` = no) is not offered home work as a way out."""

    home: str | None
    minutes_max: int | None
    districts: frozenset[str]
    refuses: tuple[bool, bool]


class _Site(NamedTuple):
    area: str | None
    here: bool | None
    remote: bool | None
    perhaps_remote: bool
    arranged: tuple[Chance, ...]


def _read_traveller(person: PersonSide) -> _Traveller:
    refuses = ("dormitory" in person.refuses, "remote" in person.refuses or person.remote == "no")
    if person.minutes_max is None and not person.districts:
        return _Traveller(None, None, frozenset(), (False, False))
    return _Traveller(person.home, person.minutes_max, person.districts, refuses)


def _read_site(terms: TermsSide) -> _Site:
    if terms.remote:
        return _Site(None, None, True, False, ())
    return _Site(terms.area, terms.here, terms.remote, terms.perhaps_remote, tuple(map(terms.arrangement, _CLOSING)))


def _find(person: _Traveller, terms: _Site, policy: Policy) -> RuleFinding | None:
    """1. A remote post, or a place or wish that nobody told, holds nothing against the pair. 2. A named district is near enough,
    and so is a way within the limit and the error of the estimate. 3. Otherwise a dormitory or home work closes it.
    """
    if terms.remote or not out_of_reach(person.home, person.minutes_max, person.districts, terms.area, terms.here, policy):
        return None
    chances = {
        name: arranged.unless(refused) for name, refused, arranged in zip(_CLOSING, person.refuses, terms.arranged, strict=True)
    }
    place = _area_text(terms.area)
    doubt = person.home is not None and terms.area is not None and _doubt(person.home, terms.area, policy)
    ways = tuple((name,) for name, found in chances.items() if found is Chance.AVAILABLE)
    if ways:
        return _VOICE.met_with(policy, "closed", ways, {"place": place}, doubt=doubt)
    if chances["remote"] is Chance.UNSURE:
        return _VOICE.review(policy, "unsure", "remote", {"place": place}, doubt=doubt)
    if terms.perhaps_remote:
        return _VOICE.review(policy, "perhaps", "remote", {"place": place}, doubt=doubt)
    would = tuple((name,) for name, found in chances.items() if found is Chance.COULD)
    return _blocked(_why(person, terms, policy), would, doubt, policy)


class _Why(NamedTuple):
    """The reason by its key, and what is filled in; areas by their keys."""

    reason: str
    minutes: int | None = None
    home: str | None = None
    place: str | None = None
    limit: int | None = None


@lru_cache(maxsize=16_384)
def _blocked(why: _Why, would: Ways, doubt: bool, policy: Policy) -> RuleFinding:
    """Kept, because a city asks for each of a few thousand findings very often, and the words are most of the work."""
    told: Told = {} if why.reason == "other_city" else {"place": _area_text(why.place)}
    if why.minutes is not None and why.limit is not None:
        told = {**told, "minutes": why.minutes, "home": _area_text(why.home), "limit": why.limit}
    return _VOICE.blocked(policy, why.reason, told, until=would[0][0] if would else "wish", would=would, doubt=doubt)


@lru_cache(maxsize=1_048_576)
def out_of_reach(
    home: str | None, limit: int | None, districts: frozenset[str], area: str | None, here: bool | None, policy: Policy
) -> bool:
    """Whether an area lies beyond what the person said: not in a named district, and too many minutes or simply unnamed."""
    if limit is None and not districts:
        return False
    if here is False:
        return home is not None or bool(districts)
    if area is None or _on(area) & _on_any(districts):
        return False
    minutes = None if home is None else policy.minutes(home, area)
    if limit is not None and minutes is not None:
        return minutes > limit + policy.number("commute.margin_minutes")
    return bool(districts)


def _on(area: str) -> frozenset[str]:
    """The districts that an area is or lies on."""
    zone = ZONES.get(area)
    return frozenset({area}) if zone is None else frozenset(zone.districts)


@lru_cache(maxsize=4_096)
def _on_any(areas: frozenset[str]) -> frozenset[str]:
    return frozenset().union(*map(_on, areas))


def _why(person: _Traveller, terms: _Site, policy: Policy) -> _Why:
    if terms.here is False:
        return _Why("other_city")
    minutes = None if person.home is None or terms.area is None else policy.minutes(person.home, terms.area)
    if person.minutes_max is None or minutes is None:
        return _Why("elsewhere", place=terms.area)
    return _Why("far", minutes, person.home, terms.area, person.minutes_max)


def _doubt(home: str, area: str, policy: Policy) -> bool:
    row = policy.way(home, area)
    return row is not None and row.to_confirm


@lru_cache(maxsize=64)
def _area_text(area: str | None) -> Text:
    row = DISTRICTS.get(area or "") or ZONES.get(area or "")
    return Text(zh="外地", en="another city") if row is None else row.text


def _alike(person: _Traveller, policy: Policy) -> Hashable:
    """The areas out of reach (with None for another city), and what the person refuses."""
    home, limit, districts = person.home, person.minutes_max, person.districts
    far = frozenset(key for key in _KEYS if out_of_reach(home, limit, districts, key, True, policy))
    elsewhere = out_of_reach(home, limit, districts, None, False, policy)
    return (far, elsewhere, person.refuses) if far or elsewhere else None


COMMUTE: Final = Rule("travel_time", _read_traveller, _read_site, _find, alike_people=_alike)
