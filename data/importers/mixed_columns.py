"""Columns whose cells mix several things ("民营| 50-150人| 教育"): how they part, and which fields their parts feed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from data.importers.column_profiles import SAYS_LITTLE, Profile
from data.importers.recognisers import RECOGNISERS
from data.importers.terms import is_welfare
from data.importers.value_shapes import is_trade
from matching.skills import skills_named

MIXABLE: Final = frozenset({*RECOGNISERS, "skills", "tags", "industry"})
"""The fields that parts of a mixed column can feed."""

_SEPARATORS: Final = ("|", "&", "\n", "；", ";", "·", "、", "，", ",", "/", " ", None)
# Parts of precise readers mean something when rare; a reader that takes many words must find more of them.
_LEAST: Final[Mapping[str, float]] = {"licences": 0.002, "hours": 0.01, "experience": 0.03, "education": 0.03}
_LEAST_OF_OTHERS: Final = 0.05
_LEAST_KNOWN: Final = 0.3
_LEAST_REST: Final = 0.03
_NEAR: Final = 0.4
_MOSTLY_TRADES: Final = 0.4
_SOME_SKILLS: Final = 0.15
_LONGEST: Final = 200
_LONGEST_PART: Final = 16


@dataclass(frozen=True)
class Mixture:
    """A column parted at `by` (None: whole cells); `into` are the fields of its parts, the last takes what no reader knew.

    `known` is the share of the parts that a reader knew.
    """

    by: str | None
    into: tuple[str, ...]
    known: float


def find_mixture(profile: Profile, near: Mapping[str, float]) -> Mixture | None:
    """The best parting of a column among several fields, None where its cells are of one kind.

    1. At each separator, and for whole cells, the parts go to the first reader that knows them.
    2. Readers that know too few parts are left out; two must remain, and know a third of the parts together.
    3. The separator whose parts are known best wins; what nobody knows goes to skills or trade if enough of it reads so, else to
       the field of lists that the header is nearest to (`near`: field -> 0..1), else to tags.
    """
    if profile.told < 3 or profile.numeric > 0.5 or not 2 <= profile.length <= _LONGEST:
        return None
    best: Mixture | None = None
    for by in _SEPARATORS:
        if by is not None and not any(by in text for text, _ in profile.sample):
            continue
        parts = profile.parts(partial(_split, by))
        found = _mixture(parts, by, near)
        if found is not None and (best is None or found.known > best.known + 0.02):
            best = found
    return best


def _split(by: str | None, text: str) -> list[str]:
    return [part.strip() for part in (text.split(by) if by else [text])]


def _mixture(parts: Mapping[str, float], by: str | None, near: Mapping[str, float]) -> Mixture | None:
    said = {part: weight for part, weight in parts.items() if part and part.lower() not in SAYS_LITTLE}
    whole = sum(said.values())
    if not whole or sum(len(part) * weight for part, weight in said.items()) > _LONGEST_PART * whole:
        return None
    taken: dict[str, dict[str, float]] = {}
    rest: dict[str, float] = {}
    for part, weight in said.items():
        taker = None if part.isdigit() else next((field for field, knows in RECOGNISERS.items() if knows(part)), None)
        (rest if taker is None else taken.setdefault(taker, {}))[part] = weight
    if rest and _share(rest, is_trade) >= _MOSTLY_TRADES and _share(taken.get("welfare", {}), is_trade) > 0.9:
        rest |= taken.pop("welfare", {})  # 教育/培训 among trades is one of them, and no benefit
    shares = {field: sum(parts.values()) / whole for field, parts in taken.items()}
    kept = [field for field in RECOGNISERS if shares.get(field, 0.0) >= _LEAST.get(field, _LEAST_OF_OTHERS)]
    known = sum(shares[field] for field in kept)
    if len(kept) < 2 or known < _LEAST_KNOWN:
        return None
    left = sum(rest.values()) / whole
    last = max(kept, key=shares.__getitem__) if left < _LEAST_REST else _rest_field(rest, near)
    return Mixture(by, (*(field for field in kept if field != last), last), known)


def _rest_field(rest: Mapping[str, float], near: Mapping[str, float]) -> str:
    if _share(rest, is_trade) >= _MOSTLY_TRADES:
        return "industry"
    if _share(rest, lambda part: bool(skills_named(part.lower())) and not is_welfare(part)) >= _SOME_SKILLS:
        return "skills"
    nearest, best = max((near.get(field, 0.0), field) for field in ("welfare", "skills", "industry", "tags"))
    return best if nearest >= _NEAR else "tags"


def _share(parts: Mapping[str, float], knows: Callable[[str], bool]) -> float:
    whole = sum(parts.values())
    return sum(weight for part, weight in parts.items() if knows(part)) / whole if whole else 0.0
