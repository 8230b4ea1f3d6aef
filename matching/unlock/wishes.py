"""Which posts a person would want: those that nothing they said they wish for contradicts."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from matching.geography import DISTRICTS, ZONES, area_of
from matching.records import WUHAN, Place, Posting, Wishes

Bool = NDArray[np.bool_]
Criterion = tuple[Callable[[Wishes], Hashable], Callable[[Any, Posting], bool]]


def wanted(people: Sequence[Wishes], postings: Sequence[Posting]) -> Bool:
    """(postings, people): True where no wish is contradicted. A wish or a term that nobody told contradicts nothing.

    Wishes are kind of work, district, pay, hours a day, and working from home. They say what people look for; what they refuse
    is a rule, and blocks.
    """
    found = np.ones((len(postings), len(people)), np.bool_)
    for said, is_met in CRITERIA:
        numbers: dict[Hashable, int] = {}
        kinds = np.fromiter((numbers.setdefault(said(wishes), len(numbers)) for wishes in people), np.int64, len(people))
        met = [[is_met(wish, posting) for wish in numbers] for posting in postings]
        found &= np.array(met, np.bool_).reshape(len(postings), len(numbers))[:, kinds]
    return found


def suits(wishes: Wishes, posting: Posting) -> bool:
    """Whether nothing that was wished for is contradicted by the posting."""
    return all(is_met(said(wishes), posting) for said, is_met in CRITERIA)


def _is_of_kind(kinds: frozenset[str], posting: Posting) -> bool:
    return not kinds or posting.kind is None or posting.kind.value in kinds


def _is_in(districts: frozenset[str], posting: Posting) -> bool:
    if not districts or posting.workplace.remote:
        return True
    here = _districts(posting.place)
    if not here:
        return posting.place.city in (None, WUHAN)
    return not here.isdisjoint(_NOWHERE.union(*map(_spanned, districts)))


def _pays(least: int | None, posting: Posting) -> bool:
    monthly = None if least is None else posting.pay.monthly()
    return least is None or monthly is None or monthly[1] >= least


def _is_short_enough(hours: float | None, posting: Posting) -> bool:
    return hours is None or posting.hours.per_day is None or posting.hours.per_day <= hours


def _is_at_home(remote: str | None, posting: Posting) -> bool:
    if remote == "only":
        return posting.workplace.remote is not False
    return remote != "no" or posting.workplace.remote is not True


CRITERIA: Final[tuple[Criterion, ...]] = (
    (lambda wishes: wishes.kinds, _is_of_kind),
    (lambda wishes: wishes.districts, _is_in),
    (lambda wishes: wishes.pay_min, _pays),
    (lambda wishes: wishes.hours_max, _is_short_enough),
    (lambda wishes: wishes.remote, _is_at_home),
)
"""What is wished for, and whether a posting leaves the wish standing."""

_NOWHERE: Final = frozenset[str]()


def _districts(place: Place) -> frozenset[str]:
    area = area_of(place)
    return _NOWHERE if area is None else _spanned(area.key)


def _spanned(name: str) -> frozenset[str]:
    """The districts that a district or zone is or lies on."""
    zone = ZONES.get(name)
    if zone is not None:
        return frozenset(zone.districts)
    return frozenset({name}) if name in DISTRICTS else _NOWHERE
